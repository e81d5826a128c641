import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readableDocuments } from '../../../src/ingest/read-file.ts';
import { type Converter, createConverter } from '../../../src/load/converter.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { type ZipEntry, zipOf } from '../../fakes/zip-of.ts';

const folder = fileURLToPath(new URL('../../fixtures/formats/zip/', import.meta.url));
const converter = createConverter();
afterAll(() => converter.close());

/** Uris below the archive, with the text or why there is none. */
async function read(path: string, by: Converter = converter): Promise<Record<string, string>> {
  const bytes = readFileSync(path).length;
  const file = { uri: 'a.zip', path, mediaType: 'application/zip' as const, bytes };
  const found: Record<string, string> = {};
  for (const { uri, load } of await readableDocuments(file, by)) {
    found[uri.slice('a.zip/'.length)] = await load().then(
      ({ document }) => document.text,
      (error) => `Refused: ${error.message}`,
    );
  }
  return found;
}

async function readMade(entries: readonly ZipEntry[]): Promise<Record<string, string>> {
  const path = join(temporaryFolder(), 'a.zip');
  writeFileSync(path, zipOf(entries));
  return read(path);
}

describe('archives', () => {
  it.each(['info-zip.zip', '7-zip.zip', 'bsdtar.zip'])(
    'give the documents of their folders, of whatever program: %s',
    async (name) => {
      const found = await read(folder + name);
      expect(Object.keys(found).sort()).toEqual([
        'course/a.md',
        'course/week 2/b.txt',
        'course/week 2/deep/Größe.md',
        'course/week 2/paper.docx',
      ]);
      expect(found['course/week 2/deep/Größe.md']).toBe('# Größe\n\nÜber Maße.\n');
      expect(found['course/week 2/paper.docx']).toContain('# The update rule');
    },
  );

  it.each<[string, Record<string, string>]>([
    [
      'python-zipfile.zip',
      { 'course/a.md': '# First\n\nThe first note.\n', 'stored.txt': 'Stored without packing.\n' },
    ],
    [
      'jszip.zip',
      { 'week 1/notes.md': '# Week one\n\nNotes made by JSZip.\n', 'leer.txt': 'Text.\n' },
    ],
    ['cp437-names.zip', { 'Übungen/Lösung.md': '# Lösung\n\nVier.\n', 'plain.md': '# Plain\n' }],
    ['macos.zip', { 'Notes/üben.md': '# Üben\n\nTäglich.\n' }],
    ['zip64.zip', { 'big.md': '# Zip64\n\nA size in eight bytes.\n' }],
    ['symbolic-link.zip', { 'real.md': '# Real\n' }],
    ['windows-separators.zip', { 'dir/back.md': '# Back\n' }],
    ['empty.zip', {}],
  ])('of the name %s', async (name, expected) => {
    expect(await read(folder + name)).toEqual(expected);
  });

  it('say that an archive in them is not opened', async () => {
    const found = await read(`${folder}zip-in-zip.zip`);
    expect(found['outer.md']).toBe('# Outer\n\nThe outer note.\n');
    expect(found['more/inner.zip']).toContain('an archive within an archive, and is not opened');
  });

  it('are refused when they are encrypted', async () => {
    await expect(read(`${folder}encrypted.zip`)).rejects.toThrow('without a password');
  });

  it('keep names apart that differ by case', async () => {
    const found = await read(`${folder}duplicates.zip`);
    expect(found['Same.md']).toBe('# Other case\n');
    expect(found['same.md']).toBe('# First of two\n');
  });

  it.each(['../evil.md', '/evil.md', 'a/../../evil.md', 'C:/evil.md'])(
    'are refused where a name leads out: %s',
    async (name) => {
      await expect(readMade([{ name, content: '# Evil\n' }])).rejects.toThrow(
        'leads out of the archive',
      );
    },
  );

  it('are refused above 10,000 files', async () => {
    const entries = Array.from({ length: 10_001 }, (_, at) => ({ name: `${at}.md`, content: '' }));
    await expect(readMade(entries)).rejects.toThrow('more than 10000 files');
  });

  it('give the others when one of them unfolds without end', async () => {
    const found = await readMade([
      { name: 'a.md', content: '# A\n' },
      { name: 'bomb.md', content: Buffer.alloc(100_000_000), claimedBytes: 10 },
      { name: 'c.md', content: '# C\n' },
    ]);
    expect(found['a.md']).toBe('# A\n');
    expect(found['bomb.md']).toContain('may be made to harm');
    expect(found['c.md']).toBe('# C\n');
  });

  it.each([
    ['size', { content: '# Lies\n', claimedBytes: 4_000 }, 'its size differs'],
    ['checksum', { content: '# Z\n', sameAs: 0 }, 'its checksum differs'],
    ['length of packed bytes', { content: '# Z', sameAs: 0 }, 'more than the 3 bytes'],
  ])('give the others when one of them lies of its %s', async (_, lie, cause) => {
    const found = await readMade([
      { name: 'a.md', content: '# A\n' },
      { name: 'lie.md', ...lie },
      { name: 'z.md', content: '# Z\n' },
    ]);
    expect(found).toEqual({
      'a.md': '# A\n',
      'lie.md': expect.stringMatching(`^Refused: File "a.zip/lie.md" .*${cause}`),
      'z.md': '# Z\n',
    });
  });

  it('give the others when many of them unpack to more than they claim', async () => {
    // Each within the caps, together more than the child may hold.
    const words = Array.from({ length: 1_000 }, (_, at) => String((at * 7_919) ** 3)).join(' ');
    const content = Buffer.alloc(60_000_000, words);
    const lies = Array.from({ length: 6 }, (_, at) => ({
      name: `lie-${at}.md`,
      content: at === 0 ? content : '',
      ...(at > 0 && { sameAs: 1 }),
      claimedBytes: 1_000,
    }));
    const found = await readMade([
      { name: 'a.md', content: '# A\n' },
      ...lies,
      { name: 'z.md', content: '# Z\n' },
    ]);
    expect([found['a.md'], found['z.md']]).toEqual(['# A\n', '# Z\n']);
    for (const { name } of lies) expect(found[name]).toContain('may be made to harm');
  });

  it('are unpacked some files at a time, and each file once', async () => {
    const asked: number[] = [];
    const counting: Converter = {
      ...converter,
      extract: (bytes, uri, names) => {
        asked.push(names.length);
        return converter.extract(bytes, uri, names);
      },
    };
    const path = join(temporaryFolder(), 'a.zip');
    const content = `# Note\n\n${'Words of a note that are packed. '.repeat(300)}`;
    const entries = Array.from({ length: 2_000 }, (_, at) => ({ name: `${at}.md`, content }));
    writeFileSync(path, zipOf(entries));
    expect(Object.keys(await read(path, counting))).toHaveLength(2_000);
    expect(asked.reduce((sum, names) => sum + names, 0)).toBe(2_000);
    expect(asked.length).toBeLessThan(5);
  });
});
