/**
 * What the chunks of the peer benchmark grow from: real passages of the shipped notes with the vectors
 * that the product's encoder gave them.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chunkDocument } from '../../src/chunk/chunk-document.ts';
import { embeddedText } from '../../src/chunk/embedded-text.ts';
import type { Embedder } from '../../src/embed/contract.ts';
import { TopK } from '../../src/index/top-k.ts';
import { rowCosine } from '../../src/index/vector-table.ts';
import type { EncoderIdentity } from '../../src/library/contract.ts';
import { readVectorFile } from '../../src/library/vector-file.ts';
import { vectorKey } from '../../src/library/vector-keys.ts';
import { loadFile } from '../../src/load/load-file.ts';
import { walkCorpus } from '../../src/load/walk-corpus.ts';
import { hashParts } from '../../src/text/hash.ts';
import { sentencesOf } from '../../src/text/sentences.ts';
import { termsOf } from '../../src/text/terms.ts';

export interface Sentence {
  readonly text: string;
  /** As the product searches it. */
  readonly terms: readonly string[];
}

export interface Seeds {
  readonly sentences: readonly Sentence[];
  /** For each seed the sentences of its passage, as positions among `sentences`. */
  readonly passages: readonly (readonly number[])[];
  /** One unit vector a seed, one after the other. */
  readonly vectors: Float32Array;
  /** For each seed the `neighboursKept` nearest others, nearest first, one seed after the other. */
  readonly neighbours: Uint32Array;
}

/** Length of the vectors that the product's encoder makes. */
export const dimensions = 384;
export const neighboursKept = 10;

/** Passages between two chunks, so that there are several times as many seeds as chunks. */
const windowSentences = 3;
/** They take about a minute and a half on one core. */
const mostWindows = 6_000;

/**
 * The chunks of the notes whose vectors are kept beside them and, with an encoder, runs of three
 * sentences.
 *
 * @param embedder null takes the chunks alone
 * @param cache folder that keeps the vectors of those runs for the next time
 */
export async function readSeeds(
  corpus: string,
  encoder: EncoderIdentity,
  embedder: Embedder | null,
  cache: string,
): Promise<Seeds> {
  const sentences: Sentence[] = [];
  const passages: number[][] = [];
  const vectors: Float32Array[] = [];
  const windows: number[][] = [];
  for (const file of walkCorpus(corpus).files) {
    const document = loadFile(file);
    const kept = readVectorFile(corpus, file.uri, encoder);
    for (const chunk of chunkDocument(document)) {
      const key = vectorKey(encoder.fingerprint, embeddedText(document, chunk));
      const own = proseOf(chunk.text.slice(chunk.headingLength)).map((text) => {
        sentences.push({ text, terms: termsOf(text) });
        return sentences.length - 1;
      });
      if (own.length === 0) continue;
      for (let at = 0; at + windowSentences < own.length; at += 1) {
        windows.push(own.slice(at, at + windowSentences));
      }
      const vector = kept.get(key);
      if (vector === undefined) continue;
      passages.push(own);
      vectors.push(vector);
    }
  }
  if (embedder !== null) {
    const every = Math.max(1, windows.length / mostWindows);
    const chosen = windows.filter((_, at) => Math.floor(at / every) > Math.floor((at - 1) / every));
    const texts = chosen.map((window) => window.map((at) => sentences[at]!.text).join(' '));
    passages.push(...chosen);
    vectors.push(...(await embedCached(texts, embedder, cache)));
  }
  const values = joined(vectors);
  return { sentences, passages, vectors: values, neighbours: neighboursOf(values) };
}

function proseOf(text: string): string[] {
  return sentencesOf(text)
    .filter(({ block }) => block === 'paragraph' || block === 'item')
    .map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' '));
}

/** The vectors of the texts, from the file of an earlier run where there is one. */
export async function embedCached(
  texts: readonly string[],
  embedder: Embedder,
  cache: string,
): Promise<Float32Array[]> {
  const path = join(cache, `${hashParts(embedder.fingerprint, ...texts)}.f32`);
  let values: Float32Array;
  try {
    values = new Float32Array(new Uint8Array(readFileSync(path)).buffer);
  } catch {
    values = joined(await embedder.embedDocuments(texts));
    mkdirSync(cache, { recursive: true });
    writeFileSync(path, new Uint8Array(values.buffer));
  }
  return texts.map((_, at) => values.subarray(at * dimensions, (at + 1) * dimensions));
}

function joined(vectors: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(vectors.length * dimensions);
  for (const [at, vector] of vectors.entries()) values.set(vector, at * dimensions);
  return values;
}

/** O(n²): ten seconds for 5,000. */
function neighboursOf(values: Float32Array): Uint32Array {
  const count = values.length / dimensions;
  const neighbours = new Uint32Array(count * neighboursKept);
  for (let row = 0; row < count; row += 1) {
    const best = new TopK(neighboursKept);
    const own = values.subarray(row * dimensions, (row + 1) * dimensions);
    for (let other = 0; other < count; other += 1) {
      if (other !== row) best.offer(other, rowCosine({ values, dimensions }, own, other));
    }
    for (const [at, { ordinal }] of best.ranked().entries()) {
      neighbours[row * neighboursKept + at] = ordinal;
    }
  }
  return neighbours;
}
