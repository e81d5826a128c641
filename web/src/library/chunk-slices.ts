/** A document's text, cut as its chunks cut it. */
import type { ChunkList } from '../../../src/serve/contract.ts';

export interface ChunkSlice {
  readonly chunkId: string;
  /** From 1, in the document's order. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly headingPath: readonly string[];
  readonly text: string;
}

/** @param text the document's, which the chunks' offsets point into */
export function sliceChunks(text: string, { chunks }: ChunkList): ChunkSlice[] {
  return chunks.map(({ chunkId, start, end, headingPath }, at) => ({
    chunkId,
    number: at + 1,
    start,
    end,
    headingPath,
    text: text.slice(start, end),
  }));
}
