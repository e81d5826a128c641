import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { LockedError } from '../../../src/errors.ts';
import { nodeFileSystem } from '../../../src/library/file-system.ts';
import { verifyStore } from '../../../src/library/verify-store.ts';
import { lockWriter } from '../../../src/library/writer-lock.ts';
import { createPipeline } from '../../../src/pipeline.ts';
import { createFakeEmbedder } from '../../fakes/fake-embedder.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { ingestNotes } from '../../hardening/plain-ingestion.ts';

/** More than is encoded at once. */
const longNote = (topic: string) =>
  `# ${topic}\n\n${Array.from(
    { length: 2_500 },
    (_, at) =>
      `Paragraph ${at} of ${topic} explains ${topic} once more, with ${at * 7} numbers, words and further words to fill it. It adds detail ${at} to what was said of ${topic} before, and nothing else besides.`,
  ).join('\n\n')}\n`;

const isVectorsPending = (dataFolder: string) =>
  verifyStore(nodeFileSystem, dataFolder).vectors === 0;

describe('an ingestion that encodes for long', () => {
  it('answers by words meanwhile, says so, and then by vectors', async () => {
    const corpus = temporaryFolder({ 'a.md': longNote('apples') });
    const data = temporaryFolder();
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const fast = createFakeEmbedder();
    let encoding = false;
    const slow = {
      ...fast,
      embedDocuments: async (texts: readonly string[]) => {
        encoding = true;
        await released;
        return fast.embedDocuments(texts);
      },
    };
    const config = readConfig({ CORPUS_DIR: corpus, DATA_DIR: data });
    const pipeline = await createPipeline(config, { embedder: slow });
    onTestFinished(() => pipeline.close());
    const ingesting = pipeline.ingest();
    while (!encoding) await new Promise((resolve) => setTimeout(resolve, 5));
    await pipeline.refresh();
    expect((await pipeline.search('apples paragraph', 1)).passages[0]?.text).toContain('apples');
    expect(await pipeline.mode()).toMatchObject({ retrievers: ['lexical'] });
    expect((await pipeline.mode()).notices.join(' ')).toMatch(/still being encoded.*words only/);
    release();
    const report = await ingesting;
    expect(report).toMatchObject({ added: 1, changed: true });
    expect(report.embedded).toBeGreaterThan(report.chunks - 1);
    await pipeline.refresh();
    expect(await pipeline.mode()).toMatchObject({ retrievers: ['lexical', 'dense'] });
    expect((await pipeline.mode()).notices.join(' ')).not.toMatch(/still being encoded/);
  });

  it('goes on where it was stopped, and encodes only the rest', async () => {
    const corpusFolder = temporaryFolder({ 'a.md': longNote('apples') });
    const dataFolder = temporaryFolder();
    const first = createFakeEmbedder();
    const stopping = new AbortController();
    const stops = {
      ...first,
      embedDocuments: async (texts: readonly string[]) => {
        if (first.texts.length > 300) {
          stopping.abort(new Error('killed'));
          throw new Error('killed');
        }
        return first.embedDocuments(texts);
      },
    };
    const given = { corpusFolder, dataFolder };
    await expect(
      ingestNotes({ ...given, embedder: stops, signal: stopping.signal }),
    ).rejects.toThrow('killed');
    expect(isVectorsPending(dataFolder)).toBe(true);
    expect(first.texts.length).toBeGreaterThan(300);
    const second = createFakeEmbedder();
    const report = await ingestNotes({ ...given, embedder: second });
    const all = verifyStore(nodeFileSystem, dataFolder).vectors;
    expect(second.texts).toHaveLength(all - first.texts.length);
    expect(new Set([...first.texts, ...second.texts]).size).toBe(all);
    expect(report.reusedVectors).toBe(first.texts.length);
    expect(readdirSync(dataFolder).sort()).toEqual(['CURRENT', 'generations']);
  });

  it('loses no vector of an earlier generation, however many runs had none', async () => {
    const corpusFolder = temporaryFolder({ 'a.md': '# A\n\nApples are red.\n' });
    const dataFolder = temporaryFolder();
    const given = { corpusFolder, dataFolder };
    await ingestNotes({ ...given, embedder: createFakeEmbedder() });
    for (const name of ['b', 'c', 'd']) {
      writeFileSync(join(corpusFolder, `${name}.md`), `# ${name}\n\nPears of ${name}.\n`);
      await ingestNotes(given);
    }
    const embedder = createFakeEmbedder();
    await ingestNotes({ ...given, embedder });
    expect(embedder.texts).toHaveLength(3);
    expect(embedder.texts.join(' ')).not.toContain('Apples');
    expect(readdirSync(join(dataFolder, 'generations'))).toHaveLength(2);
  });

  it('remembers through both passes which files were set aside', async () => {
    const corpusFolder = temporaryFolder({ 'a.md': longNote('apples'), 'x.pdf': 'no pdf' });
    const dataFolder = temporaryFolder();
    const given = { corpusFolder, dataFolder, embedder: createFakeEmbedder() };
    const { setAside } = await ingestNotes(given);
    expect(setAside.map(({ uri }) => uri)).toEqual(['x.pdf']);
    expect(readdirSync(dataFolder)).toContain('set-aside.json');
  });

  it('sweeps what encoders that are used no more left, and never without knowing which is', async () => {
    const corpusFolder = temporaryFolder({ 'a.md': '# A\n\nApples are red.\n' });
    const old = 'vectors-0123456789ab.journal';
    const dataFolder = temporaryFolder({ [old]: 'x' });
    const given = { corpusFolder, dataFolder };
    const inAWeek = () => new Date(Date.now() + 8 * 24 * 60 * 60 * 1_000);
    await ingestNotes({ ...given, now: inAWeek });
    await ingestNotes({ ...given, embedder: createFakeEmbedder() });
    expect(readdirSync(dataFolder)).toContain(old);
    // Nothing has changed, and it is swept all the same.
    await ingestNotes({ ...given, embedder: createFakeEmbedder(), now: inAWeek });
    expect(readdirSync(dataFolder).sort()).toEqual(['CURRENT', 'generations']);
  });

  it('keeps a journal that is not its own while another process writes', async () => {
    const corpusFolder = temporaryFolder({ 'a.md': '# A\n\nApples are red.\n' });
    const old = 'vectors-0123456789ab.journal';
    const dataFolder = temporaryFolder({ [old]: 'x' });
    const unlock = lockWriter(dataFolder);
    const now = () => new Date(Date.now() + 8 * 24 * 60 * 60 * 1_000);
    const run = ingestNotes({ corpusFolder, dataFolder, embedder: createFakeEmbedder(), now });
    await expect(run).rejects.toThrow(LockedError);
    unlock();
    expect(readdirSync(dataFolder)).toEqual([old]);
  });
});
