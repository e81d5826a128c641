/** Files that a fault, or somebody, changed: a few bytes turned, cut, put in, or taken from another file. */

/** @param files of one format; the mutant is made of one, or of two of them */
export function mutate(files: readonly Buffer[], random: () => number): Buffer {
  const below = (limit: number) => Math.floor(random() * limit);
  let mutant = Buffer.from(files[below(files.length)]!);
  const changes = 1 + below(4);
  for (let change = 0; change < changes; change += 1) {
    const at = below(mutant.length + 1);
    const length = 1 + below(random() < 0.8 ? 16 : 2_000);
    switch (below(5)) {
      case 0:
        for (let turned = 0; turned < length && at + turned < mutant.length; turned += 1) {
          mutant[at + turned] = mutant[at + turned]! ^ (1 << below(8));
        }
        break;
      case 1:
        mutant = Buffer.concat([mutant.subarray(0, at), mutant.subarray(at + length)]);
        break;
      case 2:
        mutant = Buffer.concat([
          mutant.subarray(0, at),
          Buffer.from(Array.from({ length }, () => below(256))),
          mutant.subarray(at),
        ]);
        break;
      case 3: {
        const other = files[below(files.length)]!;
        const from = below(other.length);
        mutant = Buffer.concat([
          mutant.subarray(0, at),
          other.subarray(from, from + length * 10),
          mutant.subarray(at),
        ]);
        break;
      }
      default:
        mutant = mutant.subarray(0, Math.max(1, at));
    }
  }
  return mutant;
}
