import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chunkDocument } from '../../src/chunk/chunk-document.ts';
import { embeddedText } from '../../src/chunk/embedded-text.ts';
import { pointersOf } from '../../src/chunk/pointers.ts';
import type { Embedder } from '../../src/embed/contract.ts';
import { createLocalEmbedder } from '../../src/embed/local-embedder.ts';
import { seededRandom } from '../../src/evaluate/metrics.ts';
import { readVectorFile } from '../../src/library/vector-file.ts';
import { vectorKey } from '../../src/library/vector-keys.ts';
import { loadFile } from '../../src/load/load-file.ts';
import { walkCorpus } from '../../src/load/walk-corpus.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const corpus = `${root}corpus`;
const sampleSize = 24;

/** The sample differs from commit to commit, and is the same for one. */
function commitSeed(): number {
  try {
    const hash = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' });
    return Number.parseInt(hash.slice(0, 8), 16);
  } catch {
    return 1;
  }
}

describe('vectors of the notes', () => {
  let embedder: Embedder;

  beforeAll(async () => {
    embedder = createLocalEmbedder(`${root}models`);
  });

  afterAll(() => embedder.close());

  it('stand beside every note for every chunk and question, and a sample of them is what the encoder gives', async () => {
    const entries = walkCorpus(corpus).files.flatMap((file) => {
      const document = loadFile(file);
      const vectors = readVectorFile(corpus, file.uri, embedder);
      const chunks = chunkDocument(document);
      const texts = [
        ...chunks.map((chunk) => embeddedText(document, chunk)),
        ...pointersOf(document, chunks).map(({ text }) => text),
      ];
      return texts.map((text) => {
        return { uri: file.uri, text, vector: vectors.get(vectorKey(embedder.fingerprint, text)) };
      });
    });
    const lacking = entries.filter(({ vector }) => vector === undefined).map(({ uri }) => uri);
    expect(new Set(lacking), 'run npm run corpus:vectors and commit the result').toEqual(new Set());
    const seed = commitSeed();
    const random = seededRandom(seed);
    const sample = Array.from(
      { length: sampleSize },
      () => entries[Math.floor(random() * entries.length)]!,
    );
    const fresh = await embedder.embedDocuments(sample.map(({ text }) => text));
    for (const [at, { uri, vector }] of sample.entries()) {
      const cosine = fresh[at]!.reduce((sum, value, place) => sum + value * vector![place]!, 0);
      expect(cosine, `${uri}, seed ${seed}`).toBeGreaterThan(0.99);
    }
  });
});
