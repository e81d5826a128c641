import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyCommand } from '../../../src/cli/verify-command.ts';
import { UserInputError } from '../../../src/errors.ts';
import { repairIndex } from '../../../src/ingest/repair-index.ts';
import { verifyKeptFiles } from '../../../src/ingest/verify-kept-files.ts';
import { defaultFieldWeights } from '../../../src/library/chunk-terms.ts';
import { nodeFileSystem } from '../../../src/library/file-system.ts';
import { VectorJournal } from '../../../src/library/vector-journal.ts';
import type { Converter } from '../../../src/load/converter.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { ingestNotes } from '../../hardening/plain-ingestion.ts';

/** Takes bytes for Markdown, refuses what is broken, and finds notes in archives. */
const converter: Converter = {
  convert: async (bytes, uri) => {
    const text = new TextDecoder().decode(bytes);
    if (text.includes('broken')) throw new UserInputError(`File "${uri}" is broken.`);
    return { mediaType: 'application/pdf', text, metadata: {}, notices: [] };
  },
  list: async (bytes) => {
    const archive = new TextDecoder().decode(bytes);
    const names = archive.includes('mac') ? ['u\u0308ben.md'] : ['u\u0308ben.md', 'b.md'];
    return archive.includes('empty') ? [] : names.map((name) => ({ name, bytes: 10 }));
  },
  extract: async (_bytes, _uri, names) =>
    new Map(names.map((name) => [name, new TextEncoder().encode(`# ${name}\n`)])),
  canRecognise: async () => false,
  close: () => {},
};

const kept = {
  'uploads/note.md': '# Note\n\nTides rise.\n',
  'uploads/paper.pdf': '# Paper\n\nTides fall.\n',
  'uploads/course.zip': 'PK',
  'uploads/bad.pdf': 'broken',
};

async function library(files: Readonly<Record<string, string>> = kept) {
  const corpusFolder = temporaryFolder({ 'a.md': '# A\n\nApples.\n', 'b.md': '# B\n\nPears.\n' });
  const dataFolder = temporaryFolder(files);
  const ingest = () => ingestNotes({ corpusFolder, dataFolder, converter });
  const { generation } = await ingest();
  const verify = (corpus = corpusFolder) =>
    verifyKeptFiles({
      fileSystem: nodeFileSystem,
      dataFolder,
      corpusFolder: corpus,
      generation: generation!,
    });
  const repair = () =>
    repairIndex({ dataFolder, fileSystem: nodeFileSystem, weights: defaultFieldWeights });
  return {
    corpusFolder,
    dataFolder,
    verify,
    repair,
    path: (name: string) => join(dataFolder, name),
  };
}

describe('verifyKeptFiles', () => {
  it('finds nothing to say where all is well', async () => {
    const { verify } = await library();
    expect(verify()).toEqual({
      originals: 4,
      setAside: 1,
      journals: 0,
      problems: [],
      notices: [],
    });
  });

  it.each<[string, (folder: string) => void, RegExp]>([
    [
      'an upload that has gone',
      (folder) => rmSync(join(folder, 'uploads/paper.pdf')),
      /^Document "uploads\/paper.pdf" has lost its original;/,
    ],
    [
      'a text that differs',
      (folder) => writeFileSync(join(folder, 'uploads/note.md'), '# Note\n\nTides rose.\n'),
      /^Original "uploads\/note.md" is not what its document was made of/,
    ],
    [
      'a file that differs',
      (folder) => writeFileSync(join(folder, 'uploads/paper.pdf'), 'x'),
      /^Original "uploads\/paper.pdf" is not what its document was made of/,
    ],
    [
      'an archive that differs',
      (folder) => writeFileSync(join(folder, 'uploads/course.zip'), 'PK2'),
      /^Original "uploads\/course.zip" is not what its document was made of/,
    ],
    [
      'an upload that is in no document',
      (folder) => writeFileSync(join(folder, 'uploads/new.md'), '# New\n'),
      /^Original "uploads\/new.md" is in no document; run npm run ingest/,
    ],
    [
      'a file that was set aside and has gone',
      (folder) => rmSync(join(folder, 'uploads/bad.pdf')),
      /^File "uploads\/bad.pdf" is set aside and no longer there/,
    ],
    [
      'a list of set-aside files that cannot be read',
      (folder) => writeFileSync(join(folder, 'set-aside.json'), '{"a":'),
      /^"set-aside.json" is damaged/,
    ],
  ])('finds %s, and says so in one line', async (_, harm, line) => {
    const { verify, dataFolder } = await library();
    harm(dataFolder);
    const { problems } = verify();
    expect(problems.filter((problem) => line.test(problem))).toHaveLength(1);
    // Without the list, the file that it named is in no document.
    expect(problems).toHaveLength(line.source.includes('damaged') ? 2 : 1);
  });

  it('finds both documents of an archive that has gone', async () => {
    const { verify, path } = await library();
    rmSync(path('uploads/course.zip'));
    expect(verify().problems).toEqual([
      expect.stringContaining('"uploads/course.zip/b.md" has lost its original'),
      expect.stringContaining('"uploads/course.zip/üben.md" has lost its original'),
    ]);
  });

  it('knows an archive by the names in it, also where letters and accents stand apart', async () => {
    const { verify } = await library({ 'uploads/mac.zip': 'PK mac' });
    expect(verify()).toMatchObject({ originals: 1, problems: [], notices: [] });
  });

  it('takes note of what may be as it should: archives without documents, files of the corpus', async () => {
    const { verify, corpusFolder } = await library({ ...kept, 'uploads/none.zip': 'PK empty' });
    rmSync(join(corpusFolder, 'b.md'));
    const { problems, notices } = verify();
    expect(problems).toEqual([]);
    expect(notices).toEqual([
      'Archive "uploads/none.zip" is in no document.',
      expect.stringMatching(/^1 document has no file in the corpus folder, the first "b.md"/),
    ]);
    expect(verify(join(corpusFolder, 'gone')).notices).toEqual([
      notices[0],
      'The corpus folder cannot be read, so it was not compared.',
    ]);
  });

  it('leaves journals alone while another process writes', async () => {
    const { verify, path } = await library();
    writeFileSync(path('vectors-0123456789ab.journal'), 'half a record');
    expect(verify().problems).toHaveLength(1);
    writeFileSync(path('LOCK'), '{}');
    expect(verify()).toMatchObject({
      problems: [],
      journals: 0,
      notices: ['Journals were not checked: another process writes, or was killed.'],
    });
  });
});

describe('repairIndex', () => {
  it('forgets what was set aside and has gone, and keeps the rest of the list', async () => {
    const { verify, repair, path } = await library({ ...kept, 'uploads/worse.pdf': 'broken too' });
    rmSync(path('uploads/bad.pdf'));
    const { done } = await repair();
    expect(done).toEqual(['File "uploads/bad.pdf", which has gone, is set aside no more.']);
    expect(verify()).toMatchObject({ problems: [], setAside: 1 });
    expect(readFileSync(path('set-aside.json'), 'utf8')).toContain('uploads/worse.pdf');
  });

  it('drops a list that cannot be read and the damaged tail of a journal', async () => {
    const { verify, repair, dataFolder, path } = await library();
    const encoder = { fingerprint: 'other', dimensions: 4 };
    const journal = new VectorJournal(dataFolder, encoder);
    journal.append([{ key: 'a'.repeat(64), vector: Float32Array.of(0, 1, 0, 0) }]);
    journal.close();
    const name = readdirSync(dataFolder).find((each) => each.endsWith('.journal'))!;
    writeFileSync(path(name), 'torn', { flag: 'a' });
    writeFileSync(path('set-aside.json'), '[]');
    expect((await repair()).done).toEqual([
      expect.stringContaining('"set-aside.json" was damaged and is gone'),
      `Journal "${name}" lost 4 damaged bytes; their vectors are made anew.`,
    ]);
    expect(new VectorJournal(dataFolder, encoder).known.size).toBe(1);
    expect(verify().problems).toEqual([expect.stringContaining('bad.pdf" is in no document')]);
    expect((await repair()).done).toEqual([]);
  });

  it('repairs what can be repaired where a journal is none', async () => {
    const { verify, repair, path } = await library();
    mkdirSync(path('vectors-0123456789ab.journal'));
    expect((await repair()).done).toEqual([]);
    expect(verify().problems).toEqual([expect.stringContaining('cannot be read (EISDIR)')]);
  });
});

describe('npm run verify', () => {
  it('ends with 1 where an original is missing, and prints one line for it', async () => {
    const { corpusFolder, dataFolder, path } = await library();
    rmSync(path('uploads/note.md'));
    const printed: string[] = [];
    const failed: string[] = [];
    const codes: number[] = [];
    await verifyCommand({
      env: { CORPUS_DIR: corpusFolder, DATA_DIR: dataFolder },
      print: (line) => printed.push(line),
      printError: (line) => failed.push(line),
      isTerminal: false,
      exit: (code) => codes.push(code),
    }).parseAsync([], { from: 'user' });
    expect(printed[1]).toBe(
      'Beside it: 3 uploaded originals, 1 files set aside, 0 journals of vectors checked; 1 problems.',
    );
    expect(failed).toEqual([expect.stringContaining('"uploads/note.md" has lost its original')]);
    expect(codes).toEqual([1]);
  });
});
