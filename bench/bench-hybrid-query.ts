/** A hybrid query through the library and fusion, against its two searches called bare. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chunkDocument } from '../src/chunk/chunk-document.ts';
import type { Embedder } from '../src/embed/contract.ts';
import { seededRandom } from '../src/evaluate/metrics.ts';
import { createFlatIndex } from '../src/index/flat.ts';
import { defaultFieldWeights } from '../src/library/chunk-terms.ts';
import { nodeFileSystem } from '../src/library/file-system.ts';
import { GenerationWriter } from '../src/library/generation-writer.ts';
import { LocalLibrary } from '../src/library/local-library.ts';
import { loadFile } from '../src/load/load-file.ts';
import { walkCorpus } from '../src/load/walk-corpus.ts';
import { retrieve } from '../src/retrieve/retrieve.ts';
import { Tracer } from '../src/retrieve/tracer.ts';
import { queryTermsOf } from '../src/text/terms.ts';
import { conceptQuestions } from './concept-questions.ts';
import { sideBySide } from './side-by-side.ts';

const dimensions = 384;
const encoder = { fingerprint: 'bench', dimensions };

export async function benchHybridQuery(corpus: string, size: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-bench-'));
  try {
    const random = seededRandom(size);
    writeLibrary(corpus, folder, size, random);
    const library = new LocalLibrary({
      fileSystem: nodeFileSystem,
      folder,
      createVectorIndex: createFlatIndex,
    });
    library.refresh();
    const vectors = new Map(
      conceptQuestions.map((question) => [question, unitVector(random)] as const),
    );
    const embedder: Embedder = {
      ...encoder,
      ready: Promise.resolve(),
      embedDocuments: async () => [],
      embedQuery: async (text) => vectors.get(text) ?? unitVector(random),
      close: async () => {},
    };
    const line = await library.use(async (reader) => {
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
      const { left, right, ratio } = await sideBySide(60, hybrid, bare);
      const each = (milliseconds: number): string =>
        (milliseconds / conceptQuestions.length).toFixed(3);
      return `| hybrid query, ${reader.counts.chunks} chunks | ${each(left)} ms | both searches bare ${each(right)} ms | ${ratio.toFixed(2)} (+${each(left - right)} ms) |`;
    });
    library.close();
    return line;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
