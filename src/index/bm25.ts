/**
 * BM25 over typed arrays. Postings stand in compressed rows (`offsets[t]` to `offsets[t + 1]`), each
 * with the score that its term adds to its chunk, so that a search only sums.
 *
 * score(q, d) = sum over t in q of idf(t) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * |d| / avg|d|)),
 * idf(t) = ln(1 + (N - df + 0.5) / (df + 0.5)): Robertson and Zaragoza, "The Probabilistic Relevance
 * Framework: BM25 and Beyond" (2009), with the idf that Lucene made non-negative.
 */
import { atOnce, type Steps, stretches } from '../steps.ts';
import type { LexicalIndex } from './contract.ts';
import { findOrdinalAhead } from './find-ordinal.ts';
import { type BoundedRow, createRowSearch } from './search-rows.ts';
import { createSpelling, type Spelling } from './spelling.ts';
import type { TermsByChunk } from './terms-by-chunk.ts';
import { createRowWeighing } from './weigh-rows.ts';
import type { Within } from './within.ts';

/** Saturation of term frequency, 0 and up; 1.2 is the usual default. */
export const k1 = 1.2;
/** Weight of length, 0 to 1; 0.75 is the usual default. */
export const b = 0.75;

/** A finished index as plain arrays, ready to be written to disk. */
export interface Bm25Data {
  readonly size: number;
  readonly terms: readonly string[];
  /** Distinct words as written, lower case, function words included; spelling is repaired to them. */
  readonly words: readonly string[];
  /** In how many chunks each word stands. */
  readonly wordFrequencies: Uint32Array;
  /** `terms.length + 1` row starts into `ordinals` and `scores`. */
  readonly offsets: Uint32Array;
  /** Ascending within a row. */
  readonly ordinals: Uint32Array;
  readonly scores: Float32Array;
}

/** An index with what its scores were made of, so that its chunks can go into the next one. */
export interface CountedBm25 extends Bm25Data {
  /** Weighted frequencies, one for each of `ordinals`. */
  readonly counts: Float32Array;
}

/**
 * Counts terms chunk by chunk; `finish` gives the index. It is the same however its chunks came in: terms
 * and words stand in the order of their code units.
 */
export class Bm25Builder {
  readonly #termIds = new Map<string, number>();
  readonly #terms: string[] = [];
  readonly #words = new Map<string, number>();
  readonly #lengths: number[] = [];
  #postingTerms = new Uint32Array(1024);
  #postingOrdinals = new Uint32Array(1024);
  #postingCounts = new Float32Array(1024);
  #postings = 0;

  /**
   * Adds the next chunk.
   *
   * @param weights weighted frequency of each term, a whole number above 0
   * @param words the words behind the terms, as written
   */
  add(weights: ReadonlyMap<string, number>, words: Iterable<string>): void {
    const ordinal = this.#lengths.length;
    this.#lengths.push(0);
    for (const [term, weight] of weights) this.#post(this.#idOf(term), ordinal, weight);
    this.countWords(words, 1);
  }

  /**
   * Chunks of an index that was made before.
   *
   * @returns what adds one of them as the next chunk; its words are counted apart
   */
  takeFrom({ terms, chunks }: TermsByChunk): (chunk: number) => void {
    const unknown = 2 ** 32 - 1;
    const ids = new Uint32Array(terms.length).fill(unknown);
    return (chunk) => {
      const ordinal = this.#lengths.length;
      this.#lengths.push(0);
      for (let at = chunks.starts[chunk]!; at < chunks.starts[chunk + 1]!; at += 1) {
        const term = chunks.terms[at]!;
        if (ids[term] === unknown) ids[term] = this.#idOf(terms[term]!);
        this.#post(ids[term]!, ordinal, chunks.counts[at]!);
      }
    };
  }

  /** Counts the words of a chunk, or with -1 takes them out; repetitions count once. */
  countWords(words: Iterable<string>, by: 1 | -1): void {
    for (const word of new Set(words)) this.#words.set(word, (this.#words.get(word) ?? 0) + by);
  }

  /** Counts words of many chunks at once. */
  countWordsOf({ words, wordFrequencies }: Pick<Bm25Data, 'words' | 'wordFrequencies'>): void {
    for (const [at, word] of words.entries()) {
      this.#words.set(word, (this.#words.get(word) ?? 0) + wordFrequencies[at]!);
    }
  }

  finish(): CountedBm25 {
    return atOnce(this.finishSteps());
  }

  /** {@link finish} in steps. */
  *finishSteps(): Steps<CountedBm25> {
    const size = this.#lengths.length;
    const average = this.#lengths.reduce((sum, length) => sum + length, 0) / Math.max(size, 1) || 1;
    const terms = inCodeUnitOrder(this.#terms);
    yield;
    const rowOf = new Uint32Array(terms.length);
    for (const [row, term] of terms.entries()) {
      rowOf[this.#termIds.get(term)!] = row;
      if (row % termsAtOnce === 0) yield;
    }
    const offsets = new Uint32Array(terms.length + 1);
    for (const [start, end] of stretches(this.#postings, postingsAtOnce)) {
      for (let at = start; at < end; at += 1) {
        const next = rowOf[this.#postingTerms[at]!]! + 1;
        offsets[next] = offsets[next]! + 1;
      }
      yield;
    }
    for (let row = 1; row < offsets.length; row += 1)
      offsets[row] = offsets[row]! + offsets[row - 1]!;
    const ordinals = new Uint32Array(this.#postings);
    const counts = new Float32Array(this.#postings);
    const scores = new Float32Array(this.#postings);
    const next = offsets.slice();
    for (const [start, end] of stretches(this.#postings, postingsAtOnce)) {
      for (let at = start; at < end; at += 1) {
        const row = rowOf[this.#postingTerms[at]!]!;
        const ordinal = this.#postingOrdinals[at]!;
        const count = this.#postingCounts[at]!;
        const idf = inverseFrequency(size, offsets[row + 1]! - offsets[row]!);
        const to = next[row]!;
        next[row] = to + 1;
        ordinals[to] = ordinal;
        counts[to] = count;
        scores[to] = termScore(idf, count, this.#lengths[ordinal]!, average);
      }
      yield;
    }
    const words = inCodeUnitOrder(
      [...this.#words.keys()].filter((word) => this.#words.get(word)! > 0),
    );
    yield;
    const wordFrequencies = Uint32Array.from(words, (word) => this.#words.get(word)!);
    return { size, terms, words, wordFrequencies, offsets, ordinals, counts, scores };
  }

  #idOf(term: string): number {
    let id = this.#termIds.get(term);
    if (id === undefined) {
      id = this.#terms.length;
      this.#termIds.set(term, id);
      this.#terms.push(term);
    }
    return id;
  }

  #post(term: number, ordinal: number, count: number): void {
    if (this.#postings === this.#postingTerms.length) this.#grow();
    this.#postingTerms[this.#postings] = term;
    this.#postingOrdinals[this.#postings] = ordinal;
    this.#postingCounts[this.#postings] = count;
    this.#postings += 1;
    this.#lengths[ordinal] = this.#lengths[ordinal]! + count;
  }

  #grow(): void {
    const capacity = this.#postingTerms.length * 2;
    const grow = <Numbers extends Uint32Array | Float32Array>(old: Numbers, grown: Numbers) => {
      grown.set(old);
      return grown;
    };
    this.#postingTerms = grow(this.#postingTerms, new Uint32Array(capacity));
    this.#postingOrdinals = grow(this.#postingOrdinals, new Uint32Array(capacity));
    this.#postingCounts = grow(this.#postingCounts, new Float32Array(capacity));
  }
}

/**
 * Opens the arrays for search. A search costs O(postings of its terms), less where few chunks can be
 * among the best.
 */
export function createBm25Index(stored: Bm25Data): LexicalIndex {
  return atOnce(bm25IndexSteps(stored));
}

/** {@link createBm25Index} in steps. */
export function* bm25IndexSteps(stored: Bm25Data): Steps<LexicalIndex> {
  const { size, offsets, ordinals, scores } = stored;
  const termIds = new Map<string, number>();
  for (const [id, term] of stored.terms.entries()) {
    termIds.set(term, id);
    if (id % termsAtOnce === 0) yield;
  }
  const searchRows = createRowSearch({ size, ordinals, scores });
  const weighRows = createRowWeighing({ size, ordinals });
  /** By term; 0 until the term is searched for the first time. */
  const greatest = new Float32Array(stored.terms.length);
  let spelling: Spelling | undefined;

  const rowOf = (term: string): readonly [start: number, end: number] => {
    const id = termIds.get(term);
    return id === undefined ? [0, 0] : [offsets[id]!, offsets[id + 1]!];
  };
  const boundedRows = (terms: Iterable<string>): BoundedRow[] => {
    const rows: BoundedRow[] = [];
    for (const term of new Set(terms)) {
      const id = termIds.get(term);
      if (id === undefined) continue;
      const start = offsets[id]!;
      const end = offsets[id + 1]!;
      if (greatest[id] === 0) greatest[id] = greatestOf(scores, start, end);
      rows.push({ start, end, greatest: greatest[id]! });
    }
    return rows;
  };
  const documentFrequency = (term: string): number => {
    const [start, end] = rowOf(term);
    return end - start;
  };
  const idf = (term: string): number => inverseFrequency(stored.size, documentFrequency(term));

  return {
    size: stored.size,
    idf,
    documentFrequency,
    search(terms, k, within) {
      const rows = boundedRows(terms);
      return searchRows(within ? rows.flatMap((row) => partsOf(ordinals, row, within)) : rows, k);
    },
    coverage(terms, chosen) {
      const rows = [...new Set(terms)].map((term) => {
        const [start, end] = rowOf(term);
        return { start, end, weight: inverseFrequency(size, end - start) };
      });
      const all = rows.reduce((sum, { weight }) => sum + weight, 0);
      return weighRows(rows, chosen).map((found) => (all === 0 ? 0 : found / all));
    },
    nearestWord(word) {
      spelling ??= createSpelling(stored.words, stored.wordFrequencies);
      return spelling(word);
    },
  };
}

/** Each takes about 1 ms. */
const postingsAtOnce = 50_000;
const termsAtOnce = 5_000;

function inCodeUnitOrder(texts: readonly string[]): string[] {
  return [...texts].sort();
}

/**
 * What a term adds to a chunk's score.
 *
 * @param length weighted terms of the chunk
 * @param average that of all chunks
 */
export function termScore(idf: number, count: number, length: number, average: number): number {
  return (idf * count * (k1 + 1)) / (count + k1 * (1 - b + (b * length) / average));
}

/** @param frequency in how many of the `size` chunks the term stands */
export function inverseFrequency(size: number, frequency: number): number {
  return Math.log(1 + (size - frequency + 0.5) / (frequency + 0.5));
}

/** The postings of a row that lie within, range by range: each is searched as a row of its own. */
function partsOf(ordinals: Uint32Array, { start, end, greatest }: BoundedRow, within: Within) {
  const parts: BoundedRow[] = [];
  let at = start;
  for (const range of within) {
    const from = findOrdinalAhead(ordinals, range.start, at, end);
    at = findOrdinalAhead(ordinals, range.end, from, end);
    if (from < at) parts.push({ start: from, end: at, greatest });
    if (at === end) break;
  }
  return parts;
}

function greatestOf(scores: Float32Array, start: number, end: number): number {
  let greatest = 0;
  for (let at = start; at < end; at += 1) greatest = Math.max(greatest, scores[at]!);
  return greatest;
}
