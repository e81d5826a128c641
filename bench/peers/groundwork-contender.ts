/** Groundwork as a contender, through what the product itself calls to write and to ask. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Embedder } from '../../src/embed/contract.ts';
import { flatIndexSteps } from '../../src/index/flat.ts';
import { defaultFieldWeights } from '../../src/library/chunk-terms.ts';
import type { KeyedVector, LibraryReader } from '../../src/library/contract.ts';
import { nodeFileSystem } from '../../src/library/file-system.ts';
import { GenerationWriter } from '../../src/library/generation-writer.ts';
import { graphIndexesIn } from '../../src/library/graph-indexes.ts';
import { LocalLibrary } from '../../src/library/local-library.ts';
import { openLocalStore } from '../../src/library/local-store.ts';
import { retrieve } from '../../src/retrieve/retrieve.ts';
import { Tracer } from '../../src/retrieve/tracer.ts';
import { hashBytes } from '../../src/text/hash.ts';
import type { Chunk, Document } from '../../src/types.ts';
import { type Contender, candidatesFused, type OpenContender, resultsAsked } from './contender.ts';
import type { Dataset, GrownChunk, Question } from './dataset.ts';
import { dimensions } from './seeds.ts';

export const encoder = { fingerprint: 'bench-peers', dimensions };
/** As many chunks as a note of 13 kB has. */
export const chunksInOne = 20;
const glue = '\n\n';

export interface OpenGroundwork extends OpenContender {
  /** Its two searches with nothing around them, for as many candidates as a question by both takes. */
  searchBare(question: Question): Promise<void>;
}

export const groundwork: Contender = {
  name: 'Groundwork',
  packages: [],
  arms: ['lexical', 'dense', 'hybrid'],
  build: buildGroundwork,
  open: openGroundwork,
};

export async function buildGroundwork(data: Dataset, folder: string): Promise<void> {
  writeGeneration(data, folder);
  // The first start after an ingestion makes the graph; it is part of what the index costs.
  const library = await openLibrary(folder);
  await library.close();
}

export async function openGroundwork(data: Dataset, folder: string): Promise<OpenGroundwork> {
  const library = await openLibrary(folder);
  const changed = new Map<number, GrownChunk | null>();
  const change = async (id: number, chunk: GrownChunk | null): Promise<void> => {
    changed.set(id, chunk);
    await writeChange(data, folder, changed, Math.floor(id / chunksInOne));
    await library.refresh();
    await whenComplete(library);
  };
  return {
    search: (arm, question) => library.use((reader) => searches[arm](reader, question)),
    searchBare: ({ terms, vector }) =>
      library.use(async (reader) => {
        await reader.searchLexical(terms, candidatesFused);
        await reader.searchDense(vector, candidatesFused);
      }),
    update: (chunk) => change(chunk.id, chunk),
    remove: (id) => change(id, null),
    close: async () => await library.close(),
  };
}

const searches = {
  lexical: async (reader: LibraryReader, { terms }: Question) =>
    idsOf(reader, await reader.searchLexical(terms, resultsAsked)),
  dense: async (reader: LibraryReader, { vector }: Question) =>
    idsOf(reader, await reader.searchDense(vector, resultsAsked)),
  hybrid: async (reader: LibraryReader, question: Question) => {
    const { passages } = await retrieve(question.text, reader, embedderOf(question), {
      k: resultsAsked,
      candidates: candidatesFused,
      tracer: new Tracer(),
    });
    return passages.map(({ chunkId }) => idOf(chunkId));
  },
};

/** Ordinals are ids as long as no chunk was taken out; the records say so where that matters. */
async function idsOf(
  reader: LibraryReader,
  found: readonly { readonly ordinal: number }[],
): Promise<number[]> {
  const ordinals = found.map(({ ordinal }) => ordinal);
  if (!writtenAnew.has(reader.generation)) return ordinals;
  return (await reader.chunks(ordinals)).map(({ chunkId }) => idOf(chunkId));
}

/** Generations with changes, written by this process. */
const writtenAnew = new Set<string>();

/** The question's vector was made beforehand, for every contender. */
export function embedderOf({ vector }: Question): Embedder {
  return {
    ...encoder,
    ready: Promise.resolve(),
    embedDocuments: async () => [],
    embedQuery: async () => vector,
    close: async () => {},
  };
}

export async function openLibrary(folder: string): Promise<LocalLibrary> {
  const library = new LocalLibrary({
    fileSystem: nodeFileSystem,
    folder,
    createVectorIndex: flatIndexSteps,
    large: graphIndexesIn(join(folder, 'graphs')),
  });
  await library.refresh();
  await whenComplete(library);
  return library;
}

/** Until then it answers as well, and compares all vectors. */
async function whenComplete(library: LocalLibrary): Promise<void> {
  while (await library.use(async (reader) => reader.notice !== undefined)) await wait(5);
}

const chunker = 'bench-peers';
const common = {
  fileSystem: nodeFileSystem,
  chunker,
  weights: defaultFieldWeights,
  now: () => new Date(0),
};

function writeGeneration(data: Dataset, folder: string): void {
  const writer = new GenerationWriter({ ...common, folder, encoder });
  let number = 0;
  for (const batch of data.batches(chunksInOne)) {
    const { document, chunks, vectors } = noteOf(number, batch);
    number += 1;
    writer.addDocument(document, chunks, { chunks: vectors, pointers: [] });
  }
  writer.commit();
}

/**
 * Writes the note of that number anew, as an ingestion does, which finds all others standing.
 *
 * @param changed other chunks in the place of some, or null where one is gone
 */
async function writeChange(
  data: Dataset,
  folder: string,
  changed: ReadonlyMap<number, GrownChunk | null>,
  number: number,
): Promise<void> {
  const store = await openLocalStore({ ...common, folder });
  try {
    const writer = await store.begin({ encoder, rebuild: false, vectorsPending: false });
    for (const { uri } of store.kept) {
      if (writer.standing(uri, uri === uriOf(number))) {
        await writer.keep(uri);
        continue;
      }
      const first = number * chunksInOne;
      const ids = Array.from({ length: chunksInOne }, (_, at) => first + at);
      const grown = ids
        .filter((id) => id < data.size)
        .map((id) => (changed.has(id) ? changed.get(id) : data.chunk(id)))
        .flatMap((chunk, at) => (chunk ? [{ ...chunk, id: first + at }] : []));
      const { document, chunks, vectors } = noteOf(number, grown);
      await writer.add(document, chunks, { chunks: vectors, pointers: [] });
    }
    writtenAnew.add((await writer.finish([])).generation);
  } finally {
    store.close();
  }
}

function uriOf(number: number): string {
  return `notes/${number}.md`;
}

export function noteOf(
  number: number,
  grown: readonly GrownChunk[],
): {
  readonly document: Document;
  readonly chunks: readonly Chunk[];
  readonly vectors: readonly KeyedVector[];
} {
  const uri = uriOf(number);
  const text = grown.map((chunk) => chunk.text).join(glue);
  const id = hashBytes(uri);
  let end = 0;
  const chunks = grown.map((chunk): Chunk => {
    const start = end === 0 ? 0 : end + glue.length;
    end = start + chunk.text.length;
    return {
      id: hexOf(chunk),
      documentId: id,
      text: chunk.text,
      start,
      end,
      sectionOrdinal: 0,
      headingLength: 0,
    };
  });
  const document: Document = {
    id,
    uri,
    mediaType: 'text/markdown',
    title: `Note ${number}`,
    text,
    contentHash: hashBytes(text),
    sections: [{ start: 0, end: text.length, headingPath: [], keys: [] }],
    metadata: {},
  };
  const vectors = grown.map(({ vector }, at) => ({ key: chunks[at]!.id, vector }));
  return { document, chunks, vectors };
}

/** 64 hexadecimal digits, as ids have: the chunk's number, then a hash that changes with its text. */
function hexOf({ id, text }: GrownChunk): string {
  return `${id.toString(16).padStart(8, '0')}${hashBytes(text).slice(8)}`;
}

export function idOf(chunkId: string): number {
  return Number.parseInt(chunkId.slice(0, 8), 16);
}
