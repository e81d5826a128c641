import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IndexMissingError } from '../../../src/errors.ts';
import { repairIndex } from '../../../src/ingest/repair-index.ts';
import { defaultFieldWeights } from '../../../src/library/chunk-terms.ts';
import { decodeColumns, encodeColumns } from '../../../src/library/columns.ts';
import { nodeFileSystem } from '../../../src/library/file-system.ts';
import { decodeManifest, encodeManifest } from '../../../src/library/manifest.ts';
import { verifyStore } from '../../../src/library/verify-store.ts';
import { hashBytes } from '../../../src/text/hash.ts';
import { createFakeEmbedder } from '../../fakes/fake-embedder.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { ingestNotes } from '../../hardening/plain-ingestion.ts';

const notes = {
  'a.md': '# GANs\n\nThe generator fools the critic.\n\n## Loss\n\nThe loss falls slowly.\n',
  'b.md': '# Attention\n\nQueries meet keys.\n',
};

async function indexed(embedder = createFakeEmbedder()) {
  const corpusFolder = temporaryFolder(notes);
  const dataFolder = temporaryFolder();
  const { generation } = await ingestNotes({ corpusFolder, dataFolder, embedder });
  const path = (name: string) => join(dataFolder, 'generations', generation!, name);
  return { corpusFolder, dataFolder, generation: generation!, path };
}

const repair = (dataFolder: string) =>
  repairIndex({ dataFolder, fileSystem: nodeFileSystem, weights: defaultFieldWeights });

const problemsOf = (dataFolder: string) => verifyStore(nodeFileSystem, dataFolder).problems;

function flip(path: string): void {
  const bytes = readFileSync(path);
  const at = bytes.length >> 1;
  bytes[at] = bytes[at]! ^ 1;
  writeFileSync(path, bytes);
}

/** Changes a file and the checksums with it, as a mistake of the program would. */
function rewrite(
  { generation, path }: Awaited<ReturnType<typeof indexed>>,
  name: string,
  change: (bytes: Uint8Array) => Uint8Array,
): void {
  const bytes = change(readFileSync(path(name)));
  writeFileSync(path(name), bytes);
  const manifest = decodeManifest(readFileSync(path('manifest.json')), generation);
  const files = {
    ...manifest.files,
    [name]: { bytes: bytes.length, sha256: hashBytes(bytes) },
  };
  writeFileSync(path('manifest.json'), encodeManifest({ ...manifest, files }));
}

const changeColumn =
  (name: string, at: number, change: (value: number) => number, file: string) =>
  (bytes: Uint8Array): Uint8Array => {
    const columns = decodeColumns(Uint8Array.from(bytes), file);
    columns[name]![at] = change(columns[name]![at]!);
    return Buffer.concat(encodeColumns(columns));
  };

const changeLine = (from: RegExp, to: string) => (bytes: Uint8Array) =>
  Buffer.from(Buffer.from(bytes).toString('utf8').replace(from, to));

describe('verifyStore', () => {
  it.each([
    [
      'a word that leads to another chunk',
      'terms.bin',
      // Of "critic": headings alone have what stands before.
      changeColumn('ordinals', 1, (ordinal) => (ordinal + 1) % 3, 'terms.bin'),
      /is not found by its word/,
    ],
    [
      'a word that leads nowhere',
      'terms.bin',
      changeColumn('ordinals', 0, () => 99, 'terms.bin'),
      /does not fit the 3 chunks/,
    ],
    [
      'a word that was counted no time',
      'counts.bin',
      changeColumn('counts', 0, () => 0, 'counts.bin'),
      /"counts.bin" does not fit/,
    ],
    [
      'a section beyond the text',
      'documents.jsonl',
      changeLine(/"end":\d+/, '"end":9999'),
      /Sections of "a.md"/,
    ],
    [
      'a page beyond the text',
      'documents.jsonl',
      changeLine(/"chars"/, '"pages":[{"number":1,"start":0,"end":9999}],"chars"'),
      /Pages of "a.md"/,
    ],
    [
      'a document that is there twice',
      'documents.jsonl',
      changeLine(/^(.*)\n/, '$1\n$1\n'),
      /3 documents are there, 2 were written/,
    ],
  ])('finds %s, though every checksum fits', async (_, name, change, problem) => {
    const library = await indexed();
    expect(problemsOf(library.dataFolder)).toEqual([]);
    rewrite(library, name, change);
    expect(problemsOf(library.dataFolder).join(' ')).toMatch(problem);
    if (name === 'documents.jsonl') return;
    // What is wrong is not taken over into the generation that is made anew.
    await repair(library.dataFolder);
    expect(problemsOf(library.dataFolder)).toEqual([]);
  });
});

describe('repairIndex', () => {
  it('says when there is nothing to do, and touches nothing', async () => {
    const { dataFolder, generation } = await indexed();
    expect(await repair(dataFolder)).toEqual({ generation, done: [], left: [] });
    expect(readdirSync(dataFolder).sort()).toEqual(['CURRENT', 'generations']);
  });

  it.each(['chunks.bin', 'terms.bin', 'pointers.bin'])(
    'makes %s anew with the vectors that are there',
    async (name) => {
      const { dataFolder, corpusFolder, generation, path } = await indexed();
      const before = verifyStore(nodeFileSystem, dataFolder).vectors;
      flip(path(name));
      rmSync(corpusFolder, { recursive: true });
      const report = await repair(dataFolder);
      expect(report.generation > generation).toBe(true);
      expect(report.left).toEqual([]);
      expect(verifyStore(nodeFileSystem, dataFolder)).toMatchObject({
        problems: [],
        vectors: before,
        documents: 2,
      });
    },
  );

  it('makes an index of words where vectors are damaged, and the next run makes those', async () => {
    const { dataFolder, corpusFolder, path } = await indexed();
    flip(path('vectors.bin'));
    const { left } = await repair(dataFolder);
    expect(left.join(' ')).toMatch(/run npm run ingest/);
    expect(verifyStore(nodeFileSystem, dataFolder)).toMatchObject({ problems: [], vectors: 0 });
    const embedder = createFakeEmbedder();
    await ingestNotes({ corpusFolder, dataFolder, embedder });
    expect(verifyStore(nodeFileSystem, dataFolder)).toMatchObject({ problems: [], vectors: 3 });
  });

  it('takes damaged vectors from the generation before', async () => {
    const { dataFolder, corpusFolder } = await indexed();
    writeFileSync(join(corpusFolder, 'b.md'), `${notes['b.md']}\n## More\n\nIt goes on.\n`);
    const given = { corpusFolder, dataFolder, embedder: createFakeEmbedder() };
    const { generation } = await ingestNotes(given);
    flip(join(dataFolder, 'generations', generation!, 'vectors.bin'));
    await repair(dataFolder);
    const embedder = createFakeEmbedder();
    await ingestNotes({ ...given, embedder });
    // The section that only the damaged one held.
    expect(embedder.texts).toHaveLength(1);
  });

  it.each([
    ['is lost', (path: string) => rmSync(path)],
    ['cannot be read', (path: string) => writeFileSync(path, 'garbage')],
    [
      'names a generation that is not there',
      (path: string) => writeFileSync(path, '000009-00000000\n'),
    ],
  ])('points to the newest generation when the pointer %s', async (_, harm) => {
    const { dataFolder, generation } = await indexed();
    harm(join(dataFolder, 'CURRENT'));
    const { done } = await repair(dataFolder);
    expect(done.join(' ')).toContain(generation);
    expect(readFileSync(join(dataFolder, 'CURRENT'), 'utf8')).toBe(`${generation}\n`);
    expect(problemsOf(dataFolder)).toEqual([]);
  });

  it('removes what killed runs left: drafts, a lock, the draft of a pointer', async () => {
    const { dataFolder } = await indexed();
    mkdirSync(join(dataFolder, 'generations', '.draft-000002-00000000'));
    writeFileSync(join(dataFolder, 'CURRENT.draft'), 'x');
    writeFileSync(
      join(dataFolder, 'LOCK'),
      JSON.stringify({ pid: 2 ** 22 + 1, processStart: null, since: 'x' }),
    );
    const { done } = await repair(dataFolder);
    expect(done).toEqual(['What killed runs had left is gone.']);
    expect(readdirSync(dataFolder).sort()).toEqual(['CURRENT', 'generations']);
    expect(readdirSync(join(dataFolder, 'generations'))).toHaveLength(1);
  });

  it('keeps the list of files that were set aside', async () => {
    const { dataFolder, path } = await indexed();
    const list = { 'x.pdf': { sha256: '0', converter: 1, reason: 'no pdf' } };
    writeFileSync(join(dataFolder, 'set-aside.json'), JSON.stringify(list));
    flip(path('terms.bin'));
    await repair(dataFolder);
    expect(JSON.parse(readFileSync(join(dataFolder, 'set-aside.json'), 'utf8'))).toEqual(list);
  });

  it('says what to do when no text is sound', async () => {
    const { dataFolder, path } = await indexed();
    flip(path('texts.bin'));
    await expect(repair(dataFolder)).rejects.toThrow(IndexMissingError);
    await expect(repair(dataFolder)).rejects.toThrow(/npm run ingest, or npm run restore/);
    expect(existsSync(join(dataFolder, 'LOCK'))).toBe(false);
  });
});
