/** Which terms a chunk is found by, and how much each counts. */
import { headingsOf } from '../chunk/embedded-text.ts';
import { termsOf, wordsOf } from '../text/terms.ts';
import type { Chunk, Document } from '../types.ts';

export interface FieldWeights {
  /** Added once for each distinct term of title and headings; 0 leaves headings out. */
  readonly heading: number;
  /** Added once for each distinct term of the section's keys; 0 leaves keys out. */
  readonly keys: number;
}

/**
 * Version of what words a chunk is found by: goes up with every change of terms, words, headings or
 * pointers, so that no library mixes those of before with those of now.
 */
export const TERMS_VERSION = 1;

/** What must be the same for counts of words to be used again. */
export function countedWith({ heading, keys }: FieldWeights): Float32Array {
  return Float32Array.of(heading, keys, TERMS_VERSION);
}

export const defaultFieldWeights: FieldWeights = { heading: 1, keys: 1 };

/** Weighted term frequencies of one chunk: its own words by count, headings and keys once each. */
export function chunkTerms(
  document: Pick<Document, 'metadata' | 'sections'>,
  chunk: Pick<Chunk, 'text' | 'sectionOrdinal' | 'headingLength'>,
  weights: FieldWeights,
): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (terms: Iterable<string>, weight: number): void => {
    if (weight === 0) return;
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + weight);
  };
  add(termsOf(chunk.text.slice(chunk.headingLength)), 1);
  add(new Set(termsOf(headingsOf(document, chunk).join(' '))), weights.heading);
  const keys = document.sections[chunk.sectionOrdinal]?.keys ?? [];
  add(new Set(termsOf(keys.join(' '))), weights.keys);
  return counts;
}

/** The words behind those terms as written, lower case, function words included. */
export function chunkWords(
  document: Pick<Document, 'metadata' | 'sections'>,
  chunk: Pick<Chunk, 'text' | 'sectionOrdinal' | 'headingLength'>,
  weights: FieldWeights,
): string[] {
  const keys = weights.keys > 0 ? (document.sections[chunk.sectionOrdinal]?.keys ?? []) : [];
  return wordsOf([...headingsOf(document, chunk), chunk.text, ...keys].join(' '));
}
