import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Converter, createConverter } from '../../../../src/load/converter.ts';

const folder = fileURLToPath(new URL('../../../fixtures/formats/pdf/', import.meta.url));
const searchPath = process.env['PATH'];
const hasTesseract = spawnSync('/bin/sh', ['-c', 'command -v tesseract']).status === 0;
if (!hasTesseract)
  console.warn('SKIPPED: the test with the real Tesseract, which is not installed');

describe('conversion of scanned PDFs', () => {
  let programs: string;
  let converter: Converter;

  beforeEach(() => {
    programs = mkdtempSync(join(tmpdir(), 'groundwork-programs-'));
    converter = createConverter();
  });

  afterEach(() => {
    process.env['PATH'] = searchPath;
    converter.close();
    rmSync(programs, { recursive: true });
  });

  const convert = (name: string) =>
    converter.convert(readFileSync(`${folder}${name}`), name, 'application/pdf');

  /** A Tesseract that lists one language and answers each picture in this way. */
  const installFake = (answer: string) => {
    const path = join(programs, 'tesseract');
    const list = 'if [ "$1" = --list-langs ]; then printf "List (1):\\neng\\n"; exit 0; fi';
    writeFileSync(path, `#!/bin/sh\n${list}\n${answer}\n`);
    chmodSync(path, 0o755);
    process.env['PATH'] = `${programs}:/usr/bin:/bin`;
  };

  it('says of a page that is a picture what to install, and reads the others', async () => {
    process.env['PATH'] = programs;
    const { text, notices, pages } = await convert('scan-mixed.pdf');
    expect(text.trim()).toBe('The first page has text of its own.');
    expect(notices).toEqual(['Page 2 is a picture; install Tesseract to have it read.']);
    expect(pages).toHaveLength(2);
  });

  it('refuses a document of pictures only, with the same line', async () => {
    process.env['PATH'] = programs;
    await expect(convert('scan.pdf')).rejects.toThrow(
      'File "scan.pdf" holds no text. Page 1 is a picture; install Tesseract to have it read.',
    );
  });

  it('puts what Tesseract reads on the page that it was read from', async () => {
    installFake('cat >/dev/null; printf "Two lines of a para-\\ngraph.\\n\\nAnother one.\\n"');
    const { text, notices, pages } = await convert('scan-mixed.pdf');
    expect(text.slice(pages![1]!.start)).toBe('Two lines of a paragraph.\n\nAnother one.\n');
    expect(notices).toEqual([]);
  });

  it('hands the picture over as a file of grey or colour values, and no variables', async () => {
    installFake(
      `head -c 2 | tr -d '\\n'; printf ' %s %s %s' "$*" "$HOME" "$(env | grep -c SECRET)"; cat >/dev/null`,
    );
    process.env['SECRET_OF_TEST'] = 'x';
    const { text } = await convert('scan.pdf');
    delete process.env['SECRET_OF_TEST'];
    expect(text.trim()).toMatch(/^P[56] - - -l eng 0$/);
  });

  it('says so where Tesseract fails on a page', async () => {
    installFake('cat >/dev/null; exit 1');
    const { notices } = await convert('scan-mixed.pdf');
    expect(notices).toEqual(['Page 2 is a picture, and Tesseract read nothing in it.']);
  });

  it.skipIf(!hasTesseract)(
    'reads a scanned page with the real Tesseract',
    async () => {
      const { text } = await convert('scan.pdf');
      expect(text).toContain('This page was scanned and has no text of its own.');
      expect(text).toContain('A recogniser reads the letters from the picture.');
    },
    60_000,
  );

  it('refuses a file that opens with a password only', async () => {
    await expect(convert('qpdf-user-locked.pdf')).rejects.toThrow('is protected by a password');
  });
});
