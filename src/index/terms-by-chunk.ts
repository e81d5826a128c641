/** The postings of an index, turned over: for each chunk its terms, in place of the chunks of each term. */
import { type Steps, stretches } from '../steps.ts';
import type { CountedBm25 } from './bm25.ts';

export interface TermsByChunk {
  readonly terms: readonly string[];
  readonly chunks: {
    /** As many as chunks and one more: where each one's `terms` and `counts` begin. */
    readonly starts: Uint32Array;
    /** Places in the list of terms, ascending within a chunk. */
    readonly terms: Uint32Array;
    /** Weighted frequencies. */
    readonly counts: Float32Array;
  };
}

/** About 1 ms. */
const postingsAtOnce = 100_000;

/** Takes O(postings), and 8 bytes for each. */
export function* termsByChunk({
  size,
  terms,
  offsets,
  ordinals,
  counts,
}: Pick<CountedBm25, 'size' | 'terms' | 'offsets' | 'ordinals' | 'counts'>): Steps<TermsByChunk> {
  const starts = new Uint32Array(size + 1);
  for (const [start, end] of stretches(ordinals.length, postingsAtOnce)) {
    for (let at = start; at < end; at += 1) {
      const ordinal = ordinals[at]!;
      starts[ordinal + 1] = starts[ordinal + 1]! + 1;
    }
    yield;
  }
  for (let chunk = 0; chunk < size; chunk += 1) {
    starts[chunk + 1] = starts[chunk + 1]! + starts[chunk]!;
  }
  const next = starts.slice();
  const turned = {
    starts,
    terms: new Uint32Array(ordinals.length),
    counts: new Float32Array(ordinals.length),
  };
  for (let term = 0; term < terms.length; term += 1) {
    for (let at = offsets[term]!; at < offsets[term + 1]!; at += 1) {
      const ordinal = ordinals[at]!;
      const to = next[ordinal]!;
      next[ordinal] = to + 1;
      turned.terms[to] = term;
      turned.counts[to] = counts[at]!;
      if (at % postingsAtOnce === 0) yield;
    }
  }
  return { terms, chunks: turned };
}
