/** Chunks, pointers and words of one document -> the objects that are searched. */
import { z } from 'zod';
import type { Chunk, Document } from '../../types.ts';
import { chunkTerms, chunkWords, type FieldWeights } from '../chunk-terms.ts';
import type { DocumentVectors } from '../generation-writer.ts';
import { objectId } from './names.ts';
import { pairsOf, spellingGroup } from './spelling-pairs.ts';
import type { StoredObject } from './writes.ts';

const chunkPlaceSchema = z.object({
  number: z.int(),
  chunkId: z.string(),
  start: z.int(),
  end: z.int(),
  sectionStart: z.int(),
  sectionEnd: z.int(),
  headingPath: z.array(z.string()),
  headingLength: z.int(),
});

/** Where a chunk stands, and which it is. */
export type PlaceOfChunk = z.infer<typeof chunkPlaceSchema>;

const pointerPlaceSchema = z.object({ number: z.int(), item: z.boolean() });

/** Which of its document's pointers it is, and whether it is an item of its one chunk. */
export type PlaceOfPointer = z.infer<typeof pointerPlaceSchema>;

export function decodeChunkPlace(place: unknown): PlaceOfChunk {
  return chunkPlaceSchema.parse(JSON.parse(String(place)));
}

export function decodePointerPlace(place: unknown): PlaceOfPointer {
  return pointerPlaceSchema.parse(JSON.parse(String(place)));
}

export interface SearchedObjects {
  readonly chunks: readonly StoredObject[];
  readonly pointers: readonly StoredObject[];
  /** Lower case, as written; each once. */
  readonly words: ReadonlySet<string>;
}

/** @param vectors null where none were made */
export function searchedObjects(
  document: Document,
  version: string,
  chunks: readonly Chunk[],
  vectors: DocumentVectors | null,
  weights: FieldWeights,
): SearchedObjects {
  const words = new Set<string>();
  const idOf = (number: number) => objectId(document.id, version, number);
  const common = { documentId: document.id, version };
  const objects = chunks.map((chunk, number): StoredObject => {
    const ownWords = new Set(chunkWords(document, chunk, weights));
    for (const word of ownWords) words.add(word);
    const keyed = vectors?.chunks[number];
    const terms = repeated(chunkTerms(document, chunk, weights));
    return {
      id: idOf(number),
      properties: {
        ...common,
        vectorKey: keyed?.key ?? '',
        length: terms.length,
        terms: terms.join(' '),
        words: [...ownWords].join(' '),
        place: JSON.stringify(placeOf(document, chunk, number)),
      },
      ...(keyed && { vector: keyed.vector }),
    };
  });
  const pointers = (vectors?.pointers ?? []).map(({ pointer, key, vector }, number) => {
    const { firstChunk, endChunk, item } = pointer;
    const place: PlaceOfPointer = { number, item };
    const led = Array.from({ length: endChunk - firstChunk }, (_, at) => idOf(firstChunk + at));
    return {
      id: objectId(document.id, version, 'pointer', number),
      properties: { ...common, vectorKey: key, chunks: led, place: JSON.stringify(place) },
      vector,
    };
  });
  return { chunks: objects, pointers, words };
}

export function wordObject(word: string): StoredObject {
  return {
    id: objectId('word', word),
    properties: { word, group: spellingGroup(word), pairs: pairsOf(word).join(' ') },
  };
}

function placeOf(document: Document, chunk: Chunk, number: number): PlaceOfChunk {
  const section = document.sections[chunk.sectionOrdinal]!;
  return {
    number,
    chunkId: chunk.id,
    start: chunk.start,
    end: chunk.end,
    sectionStart: section.start,
    sectionEnd: section.end,
    headingPath: [...section.headingPath],
    headingLength: chunk.headingLength,
  };
}

/** Each term as often as it weighs: weights of fields are whole numbers. */
function repeated(weights: ReadonlyMap<string, number>): string[] {
  const terms: string[] = [];
  for (const [term, weight] of weights) {
    for (let time = 0; time < Math.round(weight); time += 1) terms.push(term);
  }
  return terms;
}
