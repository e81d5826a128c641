/** `a/b/c.md` -> `a/`, `a/b/`, outermost first; a name that ends in `/` is around itself. */
export function foldersAround(name: string): string[] {
  const found: string[] = [];
  for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) {
    found.push(name.slice(0, at + 1));
  }
  return found;
}
