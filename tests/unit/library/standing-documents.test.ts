import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chunkerFingerprint } from '../../../src/chunk/chunk-document.ts';
import type { Embedder } from '../../../src/embed/contract.ts';
import { defaultFieldWeights } from '../../../src/library/chunk-terms.ts';
import type { DocumentWriter } from '../../../src/library/document-store.ts';
import { nodeFileSystem } from '../../../src/library/file-system.ts';
import { openLocalStore } from '../../../src/library/local-store.ts';
import { decodeManifest, encodeManifest, type Manifest } from '../../../src/library/manifest.ts';
import { verifyStore } from '../../../src/library/verify-store.ts';
import { createFakeEmbedder } from '../../fakes/fake-embedder.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { ingestNotes } from '../../hardening/plain-ingestion.ts';

const embedder = createFakeEmbedder(4);
const texts = [
  '# Apples\n\nApples fall, as apples do, and the café sells them.\n\n## What falls?\n\n- an apple that is red and ripe and heavy enough to fall\n- a pear that nobody wanted to pick before the winter came\n',
  '---\ntopic: fruit\n---\n# Pears\n\nPears hang 🙂. Fine-tuned pears hang longer.\n',
  'A text without a heading, with pears and plums.\n',
  '# Empty\n',
  `# Long\n\n${'Many sentences about plums and apples fill this note. '.repeat(60)}\n`,
];
const names = ['a.md', 'b.md', 'c.txt', 'd/e.md', 'f.md'];
const library = fc.dictionary(fc.constantFrom(...names), fc.constantFrom(...texts), { minKeys: 1 });

const ingest = async (corpus: Record<string, string>, dataFolder: string, by: Embedder | null) => {
  const corpusFolder = temporaryFolder(corpus);
  const report = await ingestNotes({ corpusFolder, dataFolder, embedder: by, confirmPrune: true });
  return report.generation!;
};
const manifestPath = (folder: string, generation: string) =>
  join(folder, 'generations', generation, 'manifest.json');
const manifestOf = (folder: string, generation: string): Manifest =>
  decodeManifest(readFileSync(manifestPath(folder, generation)), generation);

async function begin(
  dataFolder: string,
  options: Partial<Parameters<typeof openLocalStore>[0]> & {
    readonly encoder?: { readonly fingerprint: string; readonly dimensions: number } | null;
    readonly rebuild?: boolean;
  } = {},
): Promise<DocumentWriter> {
  const store = await openLocalStore({
    fileSystem: nodeFileSystem,
    folder: dataFolder,
    chunker: chunkerFingerprint,
    weights: defaultFieldWeights,
    now: () => new Date(0),
    ...options,
  });
  const { encoder = embedder, rebuild = false } = options;
  const writer = await store.begin({ encoder, rebuild, vectorsPending: false });
  onTestFinished(() => {
    writer.abandon();
    store.close();
  });
  return writer;
}

describe('documents that stand', () => {
  it('make the same files as if all were written anew, whatever came before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(library, { minLength: 2, maxLength: 4 }),
        fc.boolean(),
        async (states, hasVectors) => {
          const by = hasVectors ? embedder : null;
          const folder = temporaryFolder();
          for (const state of states) {
            const generation = await ingest(state, folder, by);
            const fresh = temporaryFolder();
            const expected = manifestOf(fresh, await ingest(state, fresh, by));
            const manifest = manifestOf(folder, generation);
            expect(manifest.files).toEqual(expected.files);
            expect(manifest.counts).toEqual(expected.counts);
          }
          expect(verifyStore(nodeFileSystem, folder).problems).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it('are taken over only where they would be written as they stand', async () => {
    const corpus = { 'a.md': texts[0]!, 'b.md': texts[1]! };
    const folder = temporaryFolder();
    const generation = await ingest(corpus, folder, embedder);
    expect((await begin(folder)).standing('a.md', false)).toMatchObject({ chunks: 2 });
    expect((await begin(folder)).standing('a.md', true)).toBeUndefined();
    expect((await begin(folder)).standing('z.md', false)).toBeUndefined();
    expect((await begin(folder, { encoder: null })).standing('a.md', false)?.vectors).toBe(0);
    const otherwise = [
      { rebuild: true },
      { chunker: 'another' },
      { weights: { heading: 2, keys: 1 } },
      { weights: { heading: 1, keys: 0 } },
      { encoder: { fingerprint: 'another', dimensions: 4 } },
    ];
    for (const options of otherwise) {
      expect((await begin(folder, options)).standing('a.md', false)).toBeUndefined();
    }
    // As an earlier Groundwork left it.
    const { 'counts.bin': counts, ...files } = manifestOf(folder, generation).files;
    expect(counts).toBeDefined();
    const manifest = { ...manifestOf(folder, generation), files };
    writeFileSync(manifestPath(folder, generation), encodeManifest(manifest));
    rmSync(join(folder, 'generations', generation, 'counts.bin'));
    expect((await begin(folder)).standing('a.md', false)).toBeUndefined();
    const next = await ingest({ ...corpus, 'c.txt': texts[2]! }, folder, embedder);
    expect(manifestOf(folder, next).files['counts.bin']).toBeDefined();
    expect((await begin(folder)).standing('a.md', false)).toBeDefined();
  });

  it('are not taken from a generation that is damaged', async () => {
    const folder = temporaryFolder();
    const generation = await ingest({ 'a.md': texts[0]! }, folder, embedder);
    const path = join(folder, 'generations', generation, 'counts.bin');
    const bytes = readFileSync(path);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(path, bytes);
    expect((await begin(folder)).standing('a.md', false)).toBeUndefined();
  });
});
