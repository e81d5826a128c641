import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coverageOf,
  firstFolders,
  groupByFolder,
  isChosen,
  keptNames,
  toggleName,
} from '../../../../web/src/ask/source-names.ts';

const uris = ['a.md', 'deep/b.md', 'deep/er/c.md', 'deep/er/d.md', 'deeper.md'];
const names = [...uris, 'deep/', 'deep/er/'];
const chosenOf = (chosen: ReadonlySet<string>) => uris.filter((uri) => isChosen(uri, chosen));
const isIn = (uri: string, name: string) =>
  uri === name || (name.endsWith('/') && uri.startsWith(name));

describe('names of sources', () => {
  it('are chosen by themselves or by a folder around them', () => {
    expect(chosenOf(new Set(['deep/']))).toEqual(['deep/b.md', 'deep/er/c.md', 'deep/er/d.md']);
    expect(chosenOf(new Set(['deep/er/', 'a.md']))).toEqual([
      'a.md',
      'deep/er/c.md',
      'deep/er/d.md',
    ]);
  });

  it('say of a folder whether all, some or none of it is chosen', () => {
    expect(coverageOf('deep/', new Set(['deep/er/']), uris)).toBe('some');
    expect(coverageOf('deep/', new Set(['deep/er/', 'deep/b.md']), uris)).toBe('all');
    expect(coverageOf('deep/', new Set(['deeper.md']), uris)).toBe('none');
  });

  it('change by presses: what is whole goes, else it becomes whole, and others stay as they are', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { maxLength: 12 }), (presses) => {
        let chosen: ReadonlySet<string> = new Set();
        for (const name of presses) {
          const before = new Set(chosenOf(chosen));
          const isWhole = coverageOf(name, chosen, uris) === 'all';
          chosen = toggleName(name, chosen, uris);
          for (const uri of uris) {
            expect(isChosen(uri, chosen)).toBe(isIn(uri, name) ? !isWhole : before.has(uri));
          }
          // No name stands for what another one covers already.
          for (const one of chosen) {
            expect([...chosen].filter((other) => isIn(one, other))).toEqual([one]);
          }
        }
      }),
    );
  });

  it('stand in folders, those in none first', () => {
    const folders = groupByFolder(uris.map((uri) => ({ uri })));
    expect(folders.map(({ name, depth, sources }) => [name, depth, sources.length])).toEqual([
      ['', 0, 2],
      ['deep/', 0, 1],
      ['deep/er/', 1, 2],
    ]);
  });

  it('stand in folders that hold folders alone, but for those that hold one', () => {
    const listed = ['x/y/one/a.md', 'x/y/one/b.md', 'x/y/two/c.md', 'x/y/two/more/only/d.md'];
    const folders = groupByFolder(listed.map((uri) => ({ uri })));
    expect(folders.map(({ name, depth, sources }) => [name, depth, sources.length])).toEqual([
      ['x/y/', 0, 0],
      ['x/y/one/', 1, 2],
      ['x/y/two/', 1, 1],
      ['x/y/two/more/only/', 2, 1],
    ]);
  });

  it('are shown up to a bound, folders beyond the last source too', () => {
    const folders = groupByFolder(uris.map((uri) => ({ uri })));
    expect(firstFolders(folders, 3).map(({ sources }) => sources.length)).toEqual([2, 1, 0]);
    expect(firstFolders(folders, 1).map(({ name, sources }) => [name, sources.length])).toEqual([
      ['', 1],
    ]);
  });

  it('are dropped where nothing in the library is called that', () => {
    expect(keptNames(['a.md', 'gone.md', 'deep/', 'gone/'], uris)).toEqual(['a.md', 'deep/']);
  });
});
