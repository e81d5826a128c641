/**
 * Dense search over one generation: the chunks' own vectors, and those of pointers, texts that lead to
 * chunks (docs/decisions/0009-question-vectors.md, 0016-pointers.md).
 */
import type { Scored, VectorIndex } from '../index/contract.ts';
import { TopK } from '../index/top-k.ts';
import { joinRanges, markWithin, type OrdinalRange, type Within } from '../index/within.ts';

/**
 * A match with a pointer counts this much less than one with the text: short texts resemble a question
 * more than a passage does. Tuned on the dev split.
 */
export const POINTER_DISCOUNT = 0.1;

export interface PointerRows {
  readonly index: VectorIndex;
  /** For each pointer the half-open range of chunks that it leads to, by ordinal. */
  readonly firstChunk: Uint32Array;
  readonly endChunk: Uint32Array;
  /** 1 for an item of its chunk, 0 for a question of its section. */
  readonly item: Uint8Array;
}

export interface DenseSearch {
  readonly kind: VectorIndex['kind'];
  /**
   * The best `k` chunks by `score`: falling, ties by ordinal. No chunk that it leaves out has a higher
   * one than the last, but for what a graph does not find.
   */
  search(vector: Float32Array, k: number, within?: Within): Promise<Scored[]>;
  /** What its searches lack at the moment. */
  notice(): string | undefined;
  close(): void;
  /** Cosine to the chunk, or to one of its pointers less the discount where that is more. */
  score(vector: Float32Array, ordinal: number): number;
  /** Cosines to the chunk's items, in order. */
  itemCosines(vector: Float32Array, ordinal: number): number[];
}

/** @param pointers undefined where no document has any */
export function createDenseSearch(chunks: VectorIndex, pointers?: PointerRows): DenseSearch {
  if (pointers === undefined || pointers.index.size === 0) {
    return {
      get kind() {
        return chunks.kind;
      },
      search: async (vector, k, within) => chunks.search(vector, k, within),
      score: (vector, ordinal) => chunks.cosine(vector, ordinal),
      itemCosines: () => [],
      notice: () => chunks.notice?.(),
      close: () => chunks.close?.(),
    };
  }
  const { index, firstChunk, endChunk, item } = pointers;
  const rows = rowsByChunk(chunks.size, pointers);
  return {
    get kind() {
      return index.kind === 'graph' ? 'graph' : chunks.kind;
    },
    async search(vector, k, within) {
      const whole = chunks.search(vector, k, within);
      const leading = within && rowsWithin(rows, within);
      const allowed = within && markWithin(within, chunks.size);
      // Many pointers may lead to few chunks: more are asked for until none that is left can count.
      for (let asked = k; ; asked *= 2) {
        const [found, led] = await Promise.all([whole, index.search(vector, asked, leading)]);
        const scores = new Map(found.map(({ ordinal, score }) => [ordinal, score]));
        for (const { ordinal: row, score } of led) {
          for (let chunk = firstChunk[row]!; chunk < endChunk[row]!; chunk += 1) {
            if (allowed?.[chunk] === 0) continue;
            const known = scores.get(chunk) ?? chunks.cosine(vector, chunk);
            scores.set(chunk, Math.max(known, score - POINTER_DISCOUNT));
          }
        }
        const best = new TopK(k);
        for (const [ordinal, score] of scores) best.offer(ordinal, score);
        const ranked = best.ranked();
        const most = led.length < asked ? -1 : led[asked - 1]!.score - POINTER_DISCOUNT;
        if (most <= (ranked[k - 1]?.score ?? -1)) return ranked;
      }
    },
    score(vector, ordinal) {
      let best = chunks.cosine(vector, ordinal);
      for (let row = rows.first[ordinal]!; row < rows.end[ordinal]!; row += 1) {
        if (ordinal < firstChunk[row]! || ordinal >= endChunk[row]!) continue;
        best = Math.max(best, index.cosine(vector, row) - POINTER_DISCOUNT);
      }
      return best;
    },
    itemCosines(vector, ordinal) {
      const cosines: number[] = [];
      for (let row = rows.first[ordinal]!; row < rows.end[ordinal]!; row += 1) {
        if (item[row] === 1 && firstChunk[row] === ordinal) cosines.push(index.cosine(vector, row));
      }
      return cosines;
    },
    notice: () => chunks.notice?.() ?? index.notice?.(),
    close() {
      chunks.close?.();
      index.close?.();
    },
  };
}

/** The pointers that lead to chunks within. Others may stand between them. */
function rowsWithin({ first, end }: RowsByChunk, within: Within): Within {
  const ranges: OrdinalRange[] = [];
  for (const range of within) {
    let from = 0;
    let to = 0;
    for (let chunk = range.start; chunk < range.end; chunk += 1) {
      if (end[chunk] === 0) continue;
      if (to === 0) from = first[chunk]!;
      from = Math.min(from, first[chunk]!);
      to = Math.max(to, end[chunk]!);
    }
    const last = ranges.at(-1)?.end ?? 0;
    ranges.push({ start: Math.max(from, last), end: to });
  }
  return joinRanges(ranges);
}

interface RowsByChunk {
  readonly first: Uint32Array;
  readonly end: Uint32Array;
}

/**
 * For each chunk the half-open range of rows among which its pointers are: they stand in the order of
 * the sections, and those of a section's chunks after those of the section.
 */
function rowsByChunk(size: number, { firstChunk, endChunk }: PointerRows): RowsByChunk {
  const first = new Uint32Array(size);
  const end = new Uint32Array(size);
  for (let row = 0; row < firstChunk.length; row += 1) {
    for (let chunk = firstChunk[row]!; chunk < endChunk[row]!; chunk += 1) {
      if (end[chunk] === 0) first[chunk] = row;
      end[chunk] = row + 1;
    }
  }
  return { first, end };
}
