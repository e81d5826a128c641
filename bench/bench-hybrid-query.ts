/** A hybrid query through the library and fusion, against its two searches called bare. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chunkDocument } from '../src/chunk/chunk-document.ts';
import { readConfig } from '../src/config.ts';
import type { Embedder } from '../src/embed/contract.ts';
import { seededRandom } from '../src/evaluate/metrics.ts';
import { flatIndexSteps } from '../src/index/flat.ts';
import { defaultFieldWeights } from '../src/library/chunk-terms.ts';
import { nodeFileSystem } from '../src/library/file-system.ts';
import { GenerationWriter } from '../src/library/generation-writer.ts';
import { LocalLibrary } from '../src/library/local-library.ts';
import { loadFile } from '../src/load/load-file.ts';
import { walkCorpus } from '../src/load/walk-corpus.ts';
import { createPipeline } from '../src/pipeline.ts';
import { retrieve } from '../src/retrieve/retrieve.ts';
import { Tracer } from '../src/retrieve/tracer.ts';
import { queryTermsOf } from '../src/text/terms.ts';
import { writeData } from './bench-peers.ts';
import { conceptQuestions } from './concept-questions.ts';
import { openDataset, type Question } from './peers/dataset.ts';
import { buildGroundwork, openGroundwork } from './peers/groundwork-contender.ts';
import { type Comparison, sideBySide } from './side-by-side.ts';

const dimensions = 384;
const encoder = { fingerprint: 'bench', dimensions };

/** Over as many chunks with random vectors, one each. */
export async function benchHybridQuery(corpus: string, size: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-bench-'));
  try {
    const random = seededRandom(size);
    writeLibrary(corpus, folder, size, random);
    const vectors = new Map(
      conceptQuestions.map((question) => [question, unitVector(random)] as const),
    );
    return await timeQueries(folder, `${size} chunks`, encoder.fingerprint, vectors);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Over chunks grown from the notes, so many that a graph in a worker is asked for the vectors. */
export async function benchGrownQuery(size: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-bench-'));
  try {
    const data = join(folder, 'data');
    const store = join(folder, 'store');
    await writeData(data);
    const dataset = openDataset(data, size);
    await buildGroundwork(dataset, store);
    const opened = await openGroundwork(dataset, store);
    const all = (ask: (question: Question) => Promise<unknown>) => async (): Promise<void> => {
      for (const question of dataset.questions) await ask(question);
    };
    const times = await sideBySide(
      20,
      all((question) => opened.search('hybrid', question)),
      all((question) => opened.searchBare(question)),
    );
    await opened.close();
    return lineOf(`${size} chunks`, times, dataset.questions.length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Over the shipped notes as users have them, with the vectors of what leads to a chunk. */
export async function benchShippedQuery(corpus: string, embedder: Embedder): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-bench-'));
  try {
    const config = readConfig({ CORPUS_DIR: corpus, DATA_DIR: folder });
    const pipeline = await createPipeline(config, { embedder, chatModel: null });
    await pipeline.ingest();
    const vectors = new Map<string, Float32Array>();
    for (const question of conceptQuestions) {
      vectors.set(question, await embedder.embedQuery(question));
    }
    return await timeQueries(folder, 'the shipped notes', embedder.fingerprint, vectors);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param vectors of the questions, made beforehand */
async function timeQueries(
  folder: string,
  what: string,
  fingerprint: string,
  vectors: ReadonlyMap<string, Float32Array>,
): Promise<string> {
  const library = new LocalLibrary({
    fileSystem: nodeFileSystem,
    folder,
    createVectorIndex: flatIndexSteps,
  });
  await library.refresh();
  try {
    return await library.use(async (reader) => {
      const embedder: Embedder = {
        fingerprint,
        dimensions,
        ready: Promise.resolve(),
        embedDocuments: async () => [],
        embedQuery: async (text) => vectors.get(text) ?? vectors.get(conceptQuestions[0]!)!,
        close: async () => {},
      };
      const hybrid = async (): Promise<void> => {
        for (const question of conceptQuestions) {
          await retrieve(question, reader, embedder, { k: 10, tracer: new Tracer() });
        }
      };
      const bare = async (): Promise<void> => {
        for (const question of conceptQuestions) {
          await reader.searchLexical(
            queryTermsOf(question).map(({ term }) => term),
            50,
          );
          await reader.searchDense(vectors.get(question)!, 50);
        }
      };
      return lineOf(what, await sideBySide(60, hybrid, bare), conceptQuestions.length);
    });
  } finally {
    await library.close();
  }
}

/** @param questions answered in each of the times */
function lineOf(what: string, { left, right, ratio }: Comparison, questions: number): string {
  const each = (milliseconds: number): string => (milliseconds / questions).toFixed(3);
  return `| hybrid query, ${what} | ${each(left)} ms | both searches bare ${each(right)} ms | ${ratio.toFixed(2)} (+${each(left - right)} ms) |`;
}

/** Real text, repeated under new names as often as needed; seeded synthetic vectors. */
function writeLibrary(corpus: string, folder: string, size: number, random: () => number): void {
  const writer = new GenerationWriter({
    fileSystem: nodeFileSystem,
    folder,
    chunker: 'bench',
    encoder,
    weights: defaultFieldWeights,
    now: () => new Date(0),
  });
  const { files } = walkCorpus(corpus);
  let chunks = 0;
  for (let at = 0; chunks < size; at += 1) {
    const file = files[at % files.length]!;
    const document = loadFile({ ...file, uri: `${at}/${file.uri}` });
    const cut = chunkDocument(document).slice(0, size - chunks);
    const vectors = cut.map(({ id }) => ({ key: id, vector: unitVector(random) }));
    writer.addDocument(document, cut, { chunks: vectors, pointers: [] });
    chunks += cut.length;
  }
  writer.commit();
}

function unitVector(random: () => number): Float32Array {
  const values = Float32Array.from({ length: dimensions }, () => random() - 0.5);
  const norm = Math.hypot(...values);
  return values.map((value) => value / norm);
}
