import { describe, expect, it } from 'vitest';
import { PassingInputError, UserInputError } from '../../../src/errors.ts';
import { ArchiveContents } from '../../../src/ingest/archive-contents.ts';
import { nodeFileSystem } from '../../../src/library/file-system.ts';
import { StoredGeneration } from '../../../src/library/stored-generation.ts';
import type { Converter } from '../../../src/load/converter.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { ingestNotes } from '../../hardening/plain-ingestion.ts';

/** Unpacks what is asked for, but never anything together with `killer`; notes each call. */
function unpacking(killer?: string) {
  const calls: string[][] = [];
  const extract: Converter['extract'] = async (_bytes, uri, names) => {
    calls.push([...names]);
    if (names.includes(killer!)) throw new UserInputError(`File "${uri}" needs too much memory.`);
    return new Map(names.map((name) => [name, new TextEncoder().encode(`# ${name}\n`)]));
  };
  return { calls, extract };
}

function contentsOf(names: readonly string[], extract: Converter['extract'], bytes = 1) {
  const path = `${temporaryFolder({ 'a.zip': 'PK' })}/a.zip`;
  const file = { uri: 'a.zip', path, mediaType: 'application/zip' as const, bytes: 2 };
  const entries = names.map((name) => ({ name, bytes }));
  return new ArchiveContents(file, entries, { extract });
}

const readAll = (contents: ArchiveContents, names: readonly string[]) =>
  names.reduce<Promise<Record<string, string>>>(async (before, name) => {
    const found = await before;
    const told = contents.read(name).then(
      (bytes) => new TextDecoder().decode(bytes),
      (error: Error) => `Refused: ${error.message}`,
    );
    return { ...found, [name]: await told };
  }, Promise.resolve({}));

const names = Array.from({ length: 40 }, (_, at) => `${String(at).padStart(2, '0')}.md`);

describe('the files of an archive', () => {
  it('are unpacked together as far as they are to be read, and no others', async () => {
    const { calls, extract } = unpacking();
    const contents = contentsOf(['a.md', 'b.md', 'c.md', 'd.md'], extract);
    contents.pass('b.md');
    contents.pass('d.md');
    await readAll(contents, ['a.md', 'c.md']);
    expect(calls).toEqual([['a.md', 'c.md']]);
  });

  it('are unpacked once, also where they are read in another order', async () => {
    const { calls, extract } = unpacking();
    const contents = contentsOf(['a.md', 'b.md', 'c.md'], extract, 3_000_000);
    await readAll(contents, ['b.md', 'c.md', 'a.md']);
    expect(calls).toEqual([['b.md', 'c.md'], ['a.md']]);
  });

  it('fail alone where one of them ends the child process', async () => {
    const { calls, extract } = unpacking('25.md');
    const found = await readAll(contentsOf(names, extract), names);
    expect(Object.keys(found)).toEqual(names);
    expect(Object.entries(found).filter(([, text]) => text.startsWith('Refused'))).toEqual([
      ['25.md', 'Refused: File "a.zip" needs too much memory.'],
    ]);
    const failures = calls.filter((asked) => asked.includes('25.md'));
    expect(failures.length).toBeLessThan(8);
    expect(calls.length).toBeLessThan(20);
  });
});

describe('an ingestion of an archive', () => {
  /** `a.md` is refused for a passing reason, as long as `isBusy`. */
  function archiveOf(entries: readonly string[], state: { isBusy: boolean }) {
    const { calls, extract } = unpacking();
    const converter: Converter = {
      convert: async (bytes, uri) => {
        if (state.isBusy && uri.endsWith('a.md')) throw new PassingInputError('Busy.');
        const text = new TextDecoder().decode(bytes);
        return { mediaType: 'text/markdown', text, metadata: {}, notices: [] };
      },
      list: async () => entries.map((name) => ({ name, bytes: 10 })),
      extract,
      canRecognise: async () => false,
      close: () => {},
    };
    return { calls, converter };
  }

  it('unpacks nothing but what is new, or is tried again', async () => {
    const corpusFolder = temporaryFolder({ 'x.zip': 'PK' });
    const dataFolder = temporaryFolder();
    const state = { isBusy: true };
    const { calls, converter } = archiveOf(['a.md', 'b.md', 'c.md'], state);
    const first = await ingestNotes({ corpusFolder, dataFolder, converter });
    expect(first.setAside.map(({ uri }) => uri)).toEqual(['x.zip/a.md']);
    state.isBusy = false;
    const { generation } = await ingestNotes({ corpusFolder, dataFolder, converter });
    expect(calls).toEqual([['a.md', 'b.md', 'c.md'], ['a.md']]);
    const stored = StoredGeneration.open(nodeFileSystem, dataFolder, generation!);
    expect(stored.rows.map(({ uri }) => uri)).toEqual(['x.zip/a.md', 'x.zip/b.md', 'x.zip/c.md']);
    stored.close();
  });
});
