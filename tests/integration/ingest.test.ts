import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { Embedder } from '../../src/embed/contract.ts';
import { createPipeline } from '../../src/pipeline.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';
import { createFakeEmbedder } from '../fakes/fake-embedder.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const paragraph = (topic: string, count: number): string =>
  Array.from(
    { length: count },
    (_, at) =>
      `Paragraph ${at} of ${topic} explains ${topic} once more. ${`It adds detail ${at} to ${topic}. `.repeat(12)}`,
  ).join('\n\n');

async function createTestPipeline(
  corpus: string,
  data: string,
  embedder: Embedder | null,
): Promise<Pipeline> {
  const config = readConfig({ CORPUS_DIR: corpus, DATA_DIR: data });
  const pipeline = await createPipeline(config, { embedder });
  onTestFinished(() => pipeline.close());
  return pipeline;
}

describe('ingest', () => {
  it('embeds nothing when nothing changed, and after a file was renamed', async () => {
    const corpus = temporaryFolder({
      'a.md': `# A\n\n${paragraph('apples', 6)}`,
      'b.txt': paragraph('pears', 6),
    });
    const embedder = createFakeEmbedder();
    const pipeline = await createTestPipeline(corpus, temporaryFolder(), embedder);
    const first = await pipeline.ingest();
    expect(first).toMatchObject({ added: 2, changed: true });
    expect(first.embedded).toBe(first.chunks);
    expect(await pipeline.ingest()).toMatchObject({ changed: false, embedded: 0 });
    renameSync(join(corpus, 'a.md'), join(corpus, 'c.md'));
    expect(await pipeline.ingest()).toMatchObject({
      changed: true,
      added: 1,
      removed: 1,
      embedded: 0,
    });
  });

  it('embeds at most three chunks when one paragraph is inserted', async () => {
    const corpus = temporaryFolder({ 'a.md': `# A\n\n${paragraph('apples', 30)}` });
    const pipeline = await createTestPipeline(corpus, temporaryFolder(), createFakeEmbedder());
    await pipeline.ingest();
    const path = join(corpus, 'a.md');
    const parts = readFileSync(path, 'utf8').split('\n\n');
    parts.splice(15, 0, paragraph('quinces', 1));
    writeFileSync(path, parts.join('\n\n'));
    const report = await pipeline.ingest();
    expect(report.embedded).toBeGreaterThan(0);
    expect(report.embedded).toBeLessThanOrEqual(3);
  });

  it('sets a file aside that is not text, keeps its earlier version and takes the others', async () => {
    const corpus = temporaryFolder({
      'a.md': '# Apples\n\nApples are red.',
      'b.md': '# Pears\n\nPears are green.',
    });
    const pipeline = await createTestPipeline(corpus, temporaryFolder(), null);
    await pipeline.ingest();
    writeFileSync(join(corpus, 'a.md'), Uint8Array.of(0x41, 0xff, 0xfe, 0xfd));
    writeFileSync(join(corpus, 'c.md'), '# Plums\n\nPlums are blue.');
    const report = await pipeline.ingest();
    expect(report.setAside.map(({ uri }) => uri)).toEqual(['a.md']);
    expect(report.setAside[0]?.reason).toContain('not valid UTF-8');
    await pipeline.refresh();
    expect((await pipeline.documents()).map(({ uri }) => uri)).toEqual(['a.md', 'b.md', 'c.md']);
    expect((await pipeline.search('red apples', 1)).passages[0]?.text).toContain('Apples are red');
  });

  it('refuses to drop most of the library unless told to', async () => {
    const corpus = temporaryFolder({ 'a.md': 'Apples.', 'b.md': 'Pears.', 'c.md': 'Plums.' });
    const pipeline = await createTestPipeline(corpus, temporaryFolder(), null);
    await pipeline.ingest();
    rmSync(join(corpus, 'a.md'));
    rmSync(join(corpus, 'b.md'));
    await expect(pipeline.ingest()).rejects.toThrow(/drop 2 of 3.*--yes/);
    expect(await pipeline.ingest({ prune: false })).toMatchObject({ removed: 0 });
    expect(await pipeline.ingest({ confirmPrune: true })).toMatchObject({
      removed: 2,
      documents: 1,
    });
  });

  it('names the corpus folder that is empty or missing', async () => {
    const empty = await createTestPipeline(temporaryFolder(), temporaryFolder(), null);
    await expect(empty.ingest()).rejects.toThrow(/holds no document/);
    const missing = await createTestPipeline('/nowhere-at-all', temporaryFolder(), null);
    await expect(missing.ingest()).rejects.toThrow(/"\/nowhere-at-all" cannot be read/);
  });

  it('leaves the previous index answering when it is stopped', async () => {
    const corpus = temporaryFolder({ 'a.md': '# Apples\n\nApples are red.' });
    const data = temporaryFolder();
    const pipeline = await createTestPipeline(corpus, data, createFakeEmbedder(16, 5));
    await pipeline.ingest();
    writeFileSync(join(corpus, 'b.md'), `# Pears\n\n${paragraph('pears', 40)}`);
    const stop = new AbortController();
    const run = pipeline.ingest({
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('stopped')),
    });
    await expect(run).rejects.toThrow('stopped');
    await pipeline.refresh();
    expect((await pipeline.documents()).map(({ uri }) => uri)).toEqual(['a.md']);
  });

  it('answers from the previous generation while another one is written, and from the next after', async () => {
    const corpus = temporaryFolder({ 'a.md': '# Apples\n\nApples are red.' });
    const data = temporaryFolder();
    const writer = await createTestPipeline(corpus, data, createFakeEmbedder(16, 2));
    await writer.ingest();
    const reader = await createTestPipeline(corpus, data, createFakeEmbedder());
    await reader.refresh();
    writeFileSync(join(corpus, 'b.md'), `# Pears\n\n${paragraph('pears', 20)}`);
    const writing = writer.ingest();
    expect(await reader.refresh()).toBe(false);
    expect((await reader.search('apples', 1)).passages).toHaveLength(1);
    await writing;
    expect(await reader.refresh()).toBe(true);
    expect(await reader.documents()).toHaveLength(2);
  });

  it('keeps the generation that it could open when the newest is damaged or the pointer is lost', async () => {
    const corpus = temporaryFolder({ 'a.md': '# Apples\n\nApples are red.' });
    const data = temporaryFolder();
    const pipeline = await createTestPipeline(corpus, data, null);
    const good = (await pipeline.ingest()).generation!;
    writeFileSync(join(corpus, 'b.md'), 'Pears.');
    const damaged = (await pipeline.ingest()).generation!;
    writeFileSync(join(data, 'generations', damaged, 'texts.bin'), 'other bytes');
    const rebuilt = (await pipeline.ingest({ rebuild: true })).generation!;
    expect(readdirSync(join(data, 'generations'))).toEqual([good, rebuilt]);
    rmSync(join(data, 'CURRENT'));
    const last = (await pipeline.ingest({ rebuild: true })).generation!;
    expect(readdirSync(join(data, 'generations'))).toEqual([rebuilt, last]);
  });

  it('drops search graphs when everything is made anew, and only then', async () => {
    const data = temporaryFolder();
    const corpus = temporaryFolder({ 'a.md': '# Apples\n\nApples are red.' });
    const pipeline = await createTestPipeline(corpus, data, createFakeEmbedder());
    await pipeline.ingest();
    const graphs = join(data, 'graphs');
    mkdirSync(graphs);
    writeFileSync(join(corpus, 'b.md'), 'Pears.');
    await pipeline.ingest();
    expect(existsSync(graphs)).toBe(true);
    await pipeline.ingest({ rebuild: true });
    expect(existsSync(graphs)).toBe(false);
  });

  it('searches by words and says so when another encoder made the index', async () => {
    const corpus = temporaryFolder({ 'a.md': '# Apples\n\nApples are red.' });
    const data = temporaryFolder();
    await (await createTestPipeline(corpus, data, createFakeEmbedder(16))).ingest();
    const other = await createTestPipeline(corpus, data, createFakeEmbedder(32));
    await other.refresh();
    const mode = await other.mode();
    expect(mode.retrievers).toEqual(['lexical']);
    expect(mode.notices.join(' ')).toMatch(/"fake:16".*"fake:32".*npm run ingest/);
    expect((await other.search('apples', 1)).passages).toHaveLength(1);
  });
});

describe('what cannot be read or written', () => {
  it('ingests a note whose front matter refers to itself, without its metadata', async () => {
    const corpus = temporaryFolder({
      'a.md': '---\ntitle: &x\n  - *x\n---\n# Apples\n\nApples fall.',
    });
    const pipeline = await createTestPipeline(corpus, temporaryFolder(), null);
    expect(await pipeline.ingest()).toMatchObject({ added: 1, setAside: [] });
  });

  it.skipIf(process.getuid?.() === 0)(
    'keeps what it holds of a folder that it may not read',
    async () => {
      const corpus = temporaryFolder({ 'a.md': '# A\n\nApples.', 'sub/b.md': '# B\n\nPears.' });
      const pipeline = await createTestPipeline(corpus, temporaryFolder(), null);
      await pipeline.ingest();
      chmodSync(join(corpus, 'sub'), 0o000);
      const report = await pipeline.ingest();
      chmodSync(join(corpus, 'sub'), 0o755);
      expect(report).toMatchObject({ documents: 2, removed: 0 });
      expect(report.setAside).toMatchObject([{ uri: 'sub/' }]);
    },
  );

  it('writes a damaged index anew, though no document changed', async () => {
    const corpus = temporaryFolder({ 'a.md': '# A\n\nApples.' });
    const data = temporaryFolder();
    const pipeline = await createTestPipeline(corpus, data, null);
    const { generation } = await pipeline.ingest();
    const path = join(data, 'generations', generation!, 'terms.bin');
    writeFileSync(path, readFileSync(path).subarray(1));
    expect(await pipeline.ingest()).toMatchObject({ changed: true, added: 0 });
    await pipeline.refresh();
    expect((await pipeline.search('apples', 1)).passages).toHaveLength(1);
  });

  it('keeps its vectors through a run without an encoder', async () => {
    const corpus = temporaryFolder({ 'a.md': '# A\n\nApples.' });
    const data = temporaryFolder();
    const embedder = createFakeEmbedder();
    expect(await (await createTestPipeline(corpus, data, embedder)).ingest()).toMatchObject({
      embedded: 1,
    });
    expect(await (await createTestPipeline(corpus, data, null)).ingest()).toMatchObject({
      changed: false,
    });
    expect(await (await createTestPipeline(corpus, data, embedder)).ingest()).toMatchObject({
      embedded: 0,
    });
  });

  it('names the data folder that it cannot write', async () => {
    const corpus = temporaryFolder({ 'a.md': '# A\n\nApples.', taken: '' });
    const pipeline = await createTestPipeline(corpus, join(corpus, 'taken'), null);
    await expect(pipeline.ingest()).rejects.toThrow(
      /Data folder ".*taken" cannot be written.*DATA_DIR/,
    );
  });
});
