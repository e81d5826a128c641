import { existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { UserInputError } from '../../src/errors.ts';
import { createIngestQueue } from '../../src/ingest/ingest-queue.ts';
import { openIntake } from '../../src/ingest/intake.ts';
import { createConverter } from '../../src/load/converter.ts';
import { createPipeline } from '../../src/pipeline.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { zipOf } from '../fakes/zip-of.ts';
import { hostileNames } from './hostile-names.ts';
import { reportZero } from './tier.ts';

/** A data folder, a corpus and a folder of somebody else, beside one another. */
function places() {
  const root = temporaryFolder({
    'outside/mine.txt': 'mine',
    'corpus/note.md': '# Note\n\nA note.\n',
  });
  const [corpus, data] = [join(root, 'corpus'), join(root, 'data')];
  mkdirSync(data);
  return { root, corpus, data };
}

/** Everything in `root` but what is in the data folder. */
function outside(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith(`data${sep}`))
    .sort();
}

async function ingest(corpus: string, data: string) {
  const pipeline = await createPipeline(readConfig({ CORPUS_DIR: corpus, DATA_DIR: data }), {
    embedder: null,
  });
  onTestFinished(() => pipeline.close());
  const report = await pipeline.ingest();
  await pipeline.refresh();
  return { report, pipeline };
}

describe('hostile names', () => {
  const escaped: string[] = [];
  afterAll(() => {
    reportZero({
      what: 'Hostile names (walk, zip, upload) that led to a write outside the data folder',
      n: hostileNames.length * 3,
      failures: escaped.length,
    });
  });

  it('are 120 or more, each another', () => {
    expect(new Set(hostileNames).size).toBe(hostileNames.length);
    expect(hostileNames.length).toBeGreaterThanOrEqual(120);
  });

  it('of uploads become names within the folder of uploads, or are refused', () => {
    const { root, corpus, data } = places();
    const queue = createIngestQueue({ ingest: () => Promise.reject(new Error('None runs here.')) });
    const intake = openIntake({ corpusFolder: corpus, dataFolder: data, queue });
    const before = outside(root);
    for (const given of hostileNames) {
      let name: string;
      try {
        name = intake.nameFor(given);
      } catch (error) {
        expect(error).toBeInstanceOf(UserInputError);
        continue;
      }
      expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}]|^\./u);
      const draft = intake.draftName();
      writeFileSync(join(intake.draftFolder, draft), '# Evil\n');
      const uri = intake.keep(draft, name);
      expect(existsSync(join(intake.draftFolder, name))).toBe(true);
      const original = intake.original(uri);
      if (!resolve(original?.path ?? '').includes(`${sep}data${sep}`)) escaped.push(given);
    }
    expect(outside(root)).toEqual(before);
    expect(escaped).toEqual([]);
  });

  it('of documents lead to no file outside when their original is asked for', () => {
    const { corpus, data } = places();
    const queue = createIngestQueue({ ingest: () => Promise.reject(new Error('None runs here.')) });
    const intake = openIntake({ corpusFolder: corpus, dataFolder: data, queue });
    for (const name of hostileNames) {
      for (const uri of [name, `uploads/${name}`, `../outside/mine.txt`]) {
        const found = original(() => intake.original(uri));
        const inside = found === undefined || found.startsWith(corpus) || found.startsWith(data);
        expect(inside).toBe(true);
      }
    }
  });

  it('of entries in archives stay within the archive, or it is refused', async () => {
    const { root, corpus, data } = places();
    const converter = createConverter();
    onTestFinished(() => converter.close());
    const before = outside(root);
    for (const [number, name] of hostileNames.entries()) {
      const archive = zipOf([{ name, content: `# Entry ${number}\n\nIts words.\n` }]);
      try {
        for (const entry of await converter.list(archive, 'names.zip')) {
          const path = resolve('/root/of/archive', entry.name);
          if (!`${path}/`.startsWith('/root/of/archive/')) escaped.push(name);
        }
        writeFileSync(join(corpus, `${number}.zip`), archive);
        before.push(join('corpus', `${number}.zip`));
      } catch (error) {
        expect(error).toBeInstanceOf(UserInputError);
      }
    }
    const { report, pipeline } = await ingest(corpus, data);
    expect(report.documents).toBeGreaterThan(50);
    for (const { uri } of await pipeline.documents()) {
      expect(uri.split('/')).not.toContain('..');
      expect(uri).not.toMatch(/^\/|[\p{Cc}\u202e]/u);
    }
    expect(outside(root)).toEqual(before.sort());
    expect(escaped).toEqual([]);
  });

  it('of files in the corpus are read where they stand', async () => {
    const { root, corpus, data } = places();
    let made = 0;
    for (const name of hostileNames) {
      // The file system refuses the others itself; a name is one part, whatever signs are in it.
      const part = name.replaceAll('/', '\u2215').replaceAll('\0', '');
      if (part === '' || Buffer.byteLength(part) > 255) continue;
      try {
        writeFileSync(join(corpus, part), '# Evil\n\nSome words.\n');
        made += 1;
      } catch {
        // `.` and `..` are folders.
      }
    }
    const before = outside(root);
    const { report } = await ingest(corpus, data);
    expect(made).toBeGreaterThan(90);
    expect(report.documents).toBeGreaterThan(50);
    expect(outside(root)).toEqual(before);
  });

  it('of links lead nowhere, in the corpus, among uploads and in archives', async () => {
    const { root, corpus, data } = places();
    writeFileSync(join(root, 'outside', 'secret.md'), '# Secret\n\nThe secretword.\n');
    symlinkSync(join(root, 'outside', 'secret.md'), join(corpus, 'link.md'));
    symlinkSync(join(root, 'outside'), join(corpus, 'folder'));
    mkdirSync(join(data, 'uploads'));
    symlinkSync(join(root, 'outside', 'secret.md'), join(data, 'uploads', 'link.md'));
    const target = join(root, 'outside', 'secret.md');
    writeFileSync(
      join(corpus, 'links.zip'),
      zipOf([
        { name: 'link.md', content: target, mode: 0o120777 },
        { name: 'real.md', content: '# Real\n\nWords.\n' },
      ]),
    );
    const { report, pipeline } = await ingest(corpus, data);
    const uris = (await pipeline.documents()).map(({ uri }) => uri).sort();
    expect(uris).toEqual(['links.zip/real.md', 'note.md']);
    expect(report.skipped.symlink).toBe(3);
    expect(lstatSync(join(corpus, 'link.md')).isSymbolicLink()).toBe(true);
  });
});

function original(find: () => { readonly path: string } | undefined): string | undefined {
  return find()?.path;
}
