/** Whether a path reaches the build: the rules of .dockerignore, the last one that fits decides. */
export function isLetThrough(path: string, rules: string): boolean {
  const parts = path.split('/');
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  let isIgnored = false;
  for (const line of rules.split('\n').map((rule) => rule.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const isException = line.startsWith('!');
    const pattern = patternOf(isException ? line.slice(1) : line);
    if (folders.some((folder) => pattern.test(folder))) isIgnored = !isException;
  }
  return !isIgnored;
}

function patternOf(rule: string): RegExp {
  const source = rule
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**/', '\u0000')
    .replaceAll('*', '[^/]*')
    .replaceAll('\u0000', '(?:.*/)?');
  return new RegExp(`^${source}$`);
}
