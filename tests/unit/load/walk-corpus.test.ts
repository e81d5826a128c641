import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/errors.ts';
import { mediaTypeOf } from '../../../src/load/media-type.ts';
import { walkCorpus } from '../../../src/load/walk-corpus.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const urisOf = (folder: string): string[] => walkCorpus(folder).files.map(({ uri }) => uri);

describe('walkCorpus', () => {
  it('finds notes at any depth, by uri in code unit order', () => {
    const folder = temporaryFolder({ 'b.md': '', 'B.txt': 'x', 'a/z.markdown': '', 'a.md': '' });
    expect(urisOf(folder)).toEqual(['B.txt', 'a.md', 'a/z.markdown', 'b.md']);
    expect(walkCorpus(folder).files[0]).toEqual({
      uri: 'B.txt',
      path: join(folder, 'B.txt'),
      mediaType: 'text/plain',
      bytes: 1,
    });
  });

  it('passes over what is no note and counts it', () => {
    const folder = temporaryFolder({
      'note.md': '',
      'README.md': '',
      'sub/readme.txt': '',
      '.hidden.md': '',
      '.git/a.md': '',
      'node_modules/a.md': '',
      'picture.png': '',
      Makefile: '',
    });
    symlinkSync(join(folder, 'note.md'), join(folder, 'link.md'));
    const walk = walkCorpus(folder);
    expect(walk.files.map(({ uri }) => uri)).toEqual(['note.md']);
    expect(walk.skipped).toEqual({
      readme: 2,
      dotfile: 2,
      nodeModules: 1,
      symlink: 1,
      ignored: 0,
      unsupported: 2,
      unreadable: 0,
    });
  });

  it('follows .groundworkignore', () => {
    const folder = temporaryFolder({
      '.groundworkignore': 'drafts/\n*.txt\n!keep.txt\n',
      'drafts/a.md': '',
      'b.txt': '',
      'keep.txt': '',
      'c.md': '',
    });
    expect(urisOf(folder)).toEqual(['c.md', 'keep.txt']);
    expect(walkCorpus(folder).skipped.ignored).toBe(2);
  });

  it('walks a folder whose name begins with readme', () => {
    expect(urisOf(temporaryFolder({ 'readme-notes/a.md': '' }))).toEqual(['readme-notes/a.md']);
  });

  it('gives uris in composed form', () => {
    expect(urisOf(temporaryFolder({ 'cafe\u0301.md': '' }))).toEqual(['caf\u00e9.md']);
  });

  it('gives nothing for an empty folder', () => {
    expect(urisOf(temporaryFolder())).toEqual([]);
  });

  it('refuses a folder that cannot be read and names it', () => {
    const missing = join(temporaryFolder(), 'missing');
    expect(() => walkCorpus(missing)).toThrow(ConfigError);
    expect(() => walkCorpus(missing)).toThrow(missing);
  });
});

describe('mediaTypeOf', () => {
  it.each([
    ['a.md', 'text/markdown'],
    ['a.MARKDOWN', 'text/markdown'],
    ['a.b.txt', 'text/plain'],
    ['a.png', undefined],
    ['md', undefined],
  ])('says of %s %s', (name, mediaType) => {
    expect(mediaTypeOf(name)).toBe(mediaType);
  });
});
