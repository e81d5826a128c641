/**
 * Rows of a generation -> labels of the graph, which outlives generations: a label stands for a
 * vector by its key, and several rows may have the same one.
 */
import { keyBytes } from './stored-rows.ts';

export interface LabelledRows {
  /** For each label its key, 32 bytes each; those of the graph first, in their order. */
  readonly keys: Uint8Array;
  /** How many labels the graph did not have; they are the last ones. */
  readonly added: number;
  /** 1 for labels that no row has any more. */
  readonly dead: Uint8Array;
  readonly deadCount: number;
  /** The rows of label `l` stand at `[rowsFrom[l], rowsFrom[l + 1])` of `rows`, ascending. */
  readonly rowsFrom: Uint32Array;
  readonly rows: Uint32Array;
}

/**
 * @param rowKeys 32 bytes a row
 * @param knownKeys 32 bytes for each label that the graph has
 */
export function labelRows(rowKeys: Uint8Array, knownKeys: Uint8Array): LabelledRows {
  const size = rowKeys.length / keyBytes;
  const known = knownKeys.length / keyBytes;
  const labels = new Map<string, number>();
  for (let label = 0; label < known; label += 1) labels.set(nameOf(knownKeys, label), label);
  const labelOfRow = new Uint32Array(size);
  const addedRows: number[] = [];
  for (let row = 0; row < size; row += 1) {
    const name = nameOf(rowKeys, row);
    let label = labels.get(name);
    if (label === undefined) {
      label = known + addedRows.length;
      labels.set(name, label);
      addedRows.push(row);
    }
    labelOfRow[row] = label;
  }
  const count = known + addedRows.length;
  const rowsFrom = new Uint32Array(count + 1);
  for (const label of labelOfRow) rowsFrom[label + 1] = rowsFrom[label + 1]! + 1;
  const dead = new Uint8Array(count);
  let deadCount = 0;
  for (let label = 0; label < count; label += 1) {
    if (rowsFrom[label + 1] === 0) {
      dead[label] = 1;
      deadCount += 1;
    }
    rowsFrom[label + 1] = rowsFrom[label + 1]! + rowsFrom[label]!;
  }
  const next = rowsFrom.slice();
  const rows = new Uint32Array(size);
  for (let row = 0; row < size; row += 1) {
    const label = labelOfRow[row]!;
    rows[next[label]!] = row;
    next[label] = next[label]! + 1;
  }
  const keys = new Uint8Array(count * keyBytes);
  keys.set(knownKeys);
  for (const [at, row] of addedRows.entries()) {
    keys.set(rowKeys.subarray(row * keyBytes, (row + 1) * keyBytes), (known + at) * keyBytes);
  }
  return { keys, added: addedRows.length, dead, deadCount, rowsFrom, rows };
}

/** Half of a sha256 names a vector as surely: two of 2^32 vectors share it once in 2^64 libraries. */
function nameOf(keys: Uint8Array, at: number): string {
  return Buffer.from(keys.buffer, keys.byteOffset + at * keyBytes, keyBytes / 2).toString('latin1');
}
