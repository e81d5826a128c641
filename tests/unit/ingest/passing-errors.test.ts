import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PassingInputError, UserInputError } from '../../../src/errors.ts';
import type { Converter } from '../../../src/load/converter.ts';
import { walkCorpus } from '../../../src/load/walk-corpus.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { ingestNotes } from '../../hardening/plain-ingestion.ts';

/** Refuses with that error, and counts how often it was asked. */
function refusing(error: Error) {
  const counted = { asked: 0 };
  const converter: Converter = {
    convert: () => {
      counted.asked += 1;
      return Promise.reject(error);
    },
    list: () => Promise.reject(error),
    extract: () => Promise.reject(error),
    canRecognise: async () => false,
    close: () => {},
  };
  return { counted, converter };
}

describe('a file that cannot be converted', () => {
  it.each([
    ['is remembered where the file is at fault', new UserInputError('damaged'), 1],
    ['is tried again where the machine was busy', new PassingInputError('too slow'), 2],
    ['is tried again where the disk failed', new Error('EIO'), 2],
  ])('%s', async (_, error, tries) => {
    const corpusFolder = temporaryFolder({ 'a.md': '# Apples\n\nThey grow.\n', 'x.pdf': 'x' });
    const dataFolder = temporaryFolder();
    const { counted, converter } = refusing(error);
    const first = await ingestNotes({ corpusFolder, dataFolder, converter });
    const second = await ingestNotes({ corpusFolder, dataFolder, converter });
    expect(counted.asked).toBe(tries);
    expect([first.added, first.setAside.length, second.setAside.length]).toEqual([1, 1, 1]);
    expect(existsSync(join(dataFolder, 'set-aside.json'))).toBe(tries === 1);
  });
});

it('leaves an index that stands among the documents alone', () => {
  const folder = temporaryFolder({ 'a.md': 'x', 'data/uploads/b.md': 'y', 'data/c.md': 'z' });
  const walk = walkCorpus(folder, join(folder, 'data', 'uploads'));
  expect(walk.files.map(({ uri }) => uri)).toEqual(['a.md', 'uploads/b.md']);
});
