/**
 * The chunks and questions of the peer benchmark. Chunks are not stored: each grows from its number, the
 * same in every process, so that a million of them take neither memory nor disk of the contenders.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { seededRandom } from '../../src/evaluate/metrics.ts';
import { type GrownText, growText } from './grow-texts.ts';
import { createVectorGrower } from './grow-vectors.ts';
import { dimensions, type Seeds } from './seeds.ts';

export interface GrownChunk extends GrownText {
  /** From 0 up. */
  readonly id: number;
  /** Of unit length. */
  readonly vector: Float32Array;
}

export interface Question {
  readonly text: string;
  /** Its words as the product searches them, each once. */
  readonly terms: readonly string[];
  readonly vector: Float32Array;
  /** The same numbers, for contenders that take a plain array. */
  readonly values: readonly number[];
}

export interface Dataset {
  /** Chunks in it; those with greater ids are spare, to be put in the place of others. */
  readonly size: number;
  readonly questions: readonly Question[];
  chunk(id: number): GrownChunk;
  /** All chunks in order, `count` at a time. */
  batches(count: number): Generator<GrownChunk[]>;
  /** How long chunks have been growing, in ms: no part of what a contender takes to build. */
  readonly growingMs: number;
}

const storedSchema = z.object({
  sentences: z.array(z.object({ text: z.string(), terms: z.array(z.string()) })),
  passages: z.array(z.array(z.int())),
  questions: z.array(z.object({ text: z.string(), terms: z.array(z.string()) })),
});
const files = { texts: 'texts.json', seeds: 'seeds.f32', near: 'near.u32', asked: 'asked.f32' };
/** Spreads consecutive numbers over the seeds of the generator. */
const spreading = 2_654_435_761;

/** Writes what `openDataset` needs, a few megabytes. */
export function writeDataset(
  folder: string,
  { sentences, passages, vectors, neighbours }: Seeds,
  questions: readonly Omit<Question, 'values'>[],
): void {
  mkdirSync(folder, { recursive: true });
  const asked = questions.map(({ text, terms }) => ({ text, terms }));
  writeFileSync(
    join(folder, files.texts),
    JSON.stringify({ sentences, passages, questions: asked }),
  );
  writeFileSync(join(folder, files.seeds), bytesOf(vectors));
  writeFileSync(join(folder, files.near), bytesOf(neighbours));
  const values = new Float32Array(questions.length * dimensions);
  for (const [at, { vector }] of questions.entries()) values.set(vector, at * dimensions);
  writeFileSync(join(folder, files.asked), bytesOf(values));
}

export function openDataset(folder: string, size: number): Dataset {
  const stored = storedSchema.parse(JSON.parse(readFileSync(join(folder, files.texts), 'utf8')));
  const asked = new Float32Array(bufferOf(join(folder, files.asked)));
  const questions = stored.questions.map((question, at): Question => {
    const vector = asked.slice(at * dimensions, (at + 1) * dimensions);
    return { ...question, vector, values: Array.from(vector) };
  });
  return createDataset(
    {
      ...stored,
      vectors: new Float32Array(bufferOf(join(folder, files.seeds))),
      neighbours: new Uint32Array(bufferOf(join(folder, files.near))),
    },
    questions,
    size,
  );
}

export function createDataset(seeds: Seeds, questions: readonly Question[], size: number): Dataset {
  const grower = createVectorGrower(seeds);
  let growingMs = 0;
  const chunk = (id: number): GrownChunk => {
    const random = seededRandom(Math.imul(id + 1, spreading));
    const pair = grower.pair(random);
    const vector = grower.grow(pair, random);
    return { id, vector, ...growText(seeds, pair, random) };
  };
  return {
    size,
    questions,
    chunk,
    *batches(count) {
      for (let from = 0; from < size; from += count) {
        const begun = performance.now();
        const length = Math.min(count, size - from);
        const batch = Array.from({ length }, (_, at) => chunk(from + at));
        growingMs += performance.now() - begun;
        yield batch;
      }
    },
    get growingMs() {
      return growingMs;
    },
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function bufferOf(path: string): ArrayBuffer {
  return new Uint8Array(readFileSync(path)).buffer;
}
