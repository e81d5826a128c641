import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../src/library/file-system.ts';
import { StoredGeneration } from '../../../src/library/stored-generation.ts';
import { type Converter, createConverter } from '../../../src/load/converter.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { ingestNotes } from '../../hardening/plain-ingestion.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/formats/pdf/', import.meta.url));
const searchPath = process.env['PATH'];

describe('pages left out for want of Tesseract', () => {
  let real: Converter;
  let converter: Converter;
  let conversions: string[];
  let folders: { corpusFolder: string; dataFolder: string; programs: string };

  beforeEach(() => {
    conversions = [];
    real = createConverter();
    converter = {
      ...real,
      convert: (bytes, uri, claimed) => {
        conversions.push(uri);
        return real.convert(bytes, uri, claimed);
      },
    };
    folders = {
      corpusFolder: temporaryFolder({ 'a.md': '# Apples\n\nThey grow.\n' }),
      dataFolder: temporaryFolder(),
      programs: temporaryFolder(),
    };
    process.env['PATH'] = folders.programs;
  });

  afterEach(() => {
    process.env['PATH'] = searchPath;
    real.close();
  });

  const ingest = () => ingestNotes({ ...folders, converter });
  const add = (name: string) =>
    copyFileSync(join(fixtures, name), join(folders.corpusFolder, name));

  /** A Tesseract that says this of each picture. */
  const install = (said: string) => {
    const path = join(folders.programs, 'tesseract');
    const list = 'if [ "$1" = --list-langs ]; then printf "List (1):\\neng\\n"; exit 0; fi';
    writeFileSync(path, `#!/bin/sh\n${list}\nprintf '${said}'\n`);
    chmodSync(path, 0o755);
    // The shell that starts it needs `env`.
    process.env['PATH'] = `${folders.programs}:/usr/bin:/bin`;
  };

  const textOf = (generation: string | null, uri: string): string => {
    const stored = StoredGeneration.open(nodeFileSystem, folders.dataFolder, generation!);
    const row = stored.rows.find((each) => each.uri === uri);
    const text = row ? stored.document(row).text : '';
    stored.close();
    return text;
  };

  it('are read at the next run once it is installed, and not before', async () => {
    add('scan-mixed.pdf');
    const first = await ingest();
    expect(first.notices.map(({ notice }) => notice)).toEqual([
      'Page 2 is a picture; install Tesseract to have it read.',
    ]);
    for (let run = 0; run < 3; run += 1) {
      expect(await ingest()).toMatchObject({ changed: false, generation: first.generation });
    }
    expect(conversions).toHaveLength(1);
    install('Tides in letters.');
    const read = await ingest();
    expect(read).toMatchObject({ changed: true, added: 0, updated: 1, notices: [] });
    expect(textOf(read.generation, 'scan-mixed.pdf')).toContain('Tides in letters.');
    expect(await ingest()).toMatchObject({ changed: false });
    expect(conversions).toHaveLength(2);
  });

  it('are not tried again where Tesseract reads nothing in them', async () => {
    add('scan-mixed.pdf');
    await ingest();
    install('');
    const { notices } = await ingest();
    expect(notices.map(({ notice }) => notice)).toEqual([
      'Page 2 is a picture, and Tesseract read nothing in it.',
    ]);
    expect(await ingest()).toMatchObject({ changed: false });
    expect(conversions).toHaveLength(2);
  });

  it('are remembered when the document is stored again for other reasons', async () => {
    add('scan-mixed.pdf');
    await ingest();
    writeFileSync(join(folders.corpusFolder, 'b.md'), '# Pears\n\nThey fall.\n');
    await ingest();
    install('Tides in letters.');
    const { generation } = await ingest();
    expect(textOf(generation, 'scan-mixed.pdf')).toContain('Tides in letters.');
  });

  it('set a file aside that has no other, until it is installed', async () => {
    add('scan.pdf');
    for (let run = 0; run < 3; run += 1) {
      expect((await ingest()).setAside).toEqual([
        { uri: 'scan.pdf', reason: expect.stringContaining('install Tesseract') },
      ]);
    }
    expect(conversions).toHaveLength(1);
    install('Tides in letters.');
    const { generation, setAside } = await ingest();
    expect(setAside).toEqual([]);
    expect(textOf(generation, 'scan.pdf')).toContain('Tides in letters.');
    expect((await ingest()).changed).toBe(false);
    expect(conversions).toHaveLength(2);
  });

  it('are not looked for in documents that have none', async () => {
    add('latex-article.pdf');
    let asked = 0;
    const counting: Converter = {
      ...converter,
      canRecognise: async () => {
        asked += 1;
        return false;
      },
    };
    for (let run = 0; run < 2; run += 1) await ingestNotes({ ...folders, converter: counting });
    expect(asked).toBe(0);
  });
});
