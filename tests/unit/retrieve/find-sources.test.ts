import { describe, expect, it } from 'vitest';
import { NotFoundError, UserInputError } from '../../../src/errors.ts';
import { findSources } from '../../../src/retrieve/find-sources.ts';

const documents = [
  { id: '1', uri: 'deep/attention.md' },
  { id: '2', uri: 'deep/gates.md' },
  { id: '3', uri: 'deeper.md' },
  { id: '4', uri: 'notes' },
];

describe('findSources', () => {
  it('finds sources by name, and all of a folder by its name', () => {
    expect(findSources(['deeper.md'], documents)).toEqual(new Set(['3']));
    expect(findSources(['deep/'], documents)).toEqual(new Set(['1', '2']));
    expect(findSources(['deep/gates.md', 'deep/', 'notes'], documents)).toEqual(
      new Set(['2', '1', '4']),
    );
  });

  it.each([
    ['attention.md', 'There is "deep/attention.md".'],
    ['deep', '"deep/" names the folder'],
    ['other/', 'GET /api/documents lists them'],
    ['Deeper.md', 'There is "deeper.md".'],
  ])('says that there is no "%s", and what to do', (name, way) => {
    expect(() => findSources(['deeper.md', name], documents)).toThrow(NotFoundError);
    expect(() => findSources([name], documents)).toThrow(`called "${name}"`);
    expect(() => findSources([name], documents)).toThrow(way);
  });

  it('refuses an empty choice', () => {
    expect(() => findSources([], documents)).toThrow(UserInputError);
  });
});
