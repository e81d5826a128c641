import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createConverter } from '../../src/load/converter.ts';
import { mediaTypeOf } from '../../src/load/media-type.ts';
import type { MediaType } from '../../src/types.ts';
import { zipOf } from '../fakes/zip-of.ts';
import { reportZero } from './tier.ts';

const folder = fileURLToPath(new URL('../fixtures/formats/', import.meta.url));
const fixture = (path: string): Buffer => readFileSync(folder + path);
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const pptx = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj 4 0 obj<</Length 44>>stream\nBT /F 12 Tf 20 100 Td (Words of a page) Tj ET\nendstream endobj\ntrailer<</Root 1 0 R>>',
);
const html = Buffer.from('<!DOCTYPE html><html><body><p>Words of a page.</p></body></html>');
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const program = Buffer.from('7f454c4602010100000000000000000002003e00', 'hex');

/** Content, the name that it came under, and what it must be taken for; a string is why it is refused. */
const spoofed: readonly (readonly [Buffer, string, { type: MediaType } | { refused: string }])[] = [
  [pdf, 'page.html', { type: 'application/pdf' }],
  [pdf, 'page.md', { type: 'application/pdf' }],
  [pdf, 'page.docx', { type: 'application/pdf' }],
  [pdf, 'page.csv', { type: 'application/pdf' }],
  [Buffer.concat([Buffer.from('junk before\n'), pdf]), 'page.txt', { type: 'application/pdf' }],
  [fixture('docx/python-docx.docx'), 'a.pdf', { type: docx }],
  [fixture('docx/python-docx.docx'), 'a.pptx', { type: docx }],
  [fixture('docx/python-docx.docx'), 'a.txt', { type: docx }],
  [fixture('docx/python-docx.docx'), 'a.epub', { type: docx }],
  [fixture('pptx/python-pptx.pptx'), 'a.docx', { type: pptx }],
  [fixture('pptx/python-pptx.pptx'), 'a.html', { type: pptx }],
  [fixture('epub/ebooklib.epub'), 'a.pdf', { type: 'application/epub+zip' }],
  [fixture('epub/ebooklib.epub'), 'a.docx', { type: 'application/epub+zip' }],
  [fixture('ipynb/nbformat-4.5.ipynb'), 'a.html', { type: 'application/x-ipynb+json' }],
  [fixture('ipynb/nbformat-4.5.ipynb'), 'a.pdf', { type: 'application/x-ipynb+json' }],
  [fixture('ipynb/nbformat-4.5.ipynb'), 'a.csv', { type: 'application/x-ipynb+json' }],
  [html, 'a.pdf', { type: 'text/html' }],
  [html, 'a.docx', { type: 'text/html' }],
  [html, 'a.csv', { type: 'text/html' }],
  [html, 'a.ipynb', { type: 'text/html' }],
  [html, 'a.epub', { type: 'text/html' }],
  [Buffer.from('Only words.'), 'a.pdf', { type: 'text/plain' }],
  [Buffer.from('Only words.'), 'a.docx', { type: 'text/plain' }],
  [fixture('zip/info-zip.zip'), 'a.docx', { refused: 'archive under another name' }],
  [fixture('zip/info-zip.zip'), 'a.pdf', { refused: 'archive under another name' }],
  [fixture('zip/info-zip.zip'), 'a.md', { refused: 'archive under another name' }],
  [fixture('docx/word-97.doc'), 'a.docx', { refused: 'old Office format' }],
  [fixture('pptx/powerpoint-97.ppt'), 'a.pptx', { refused: 'old Office format' }],
  [png, 'a.pdf', { refused: 'nor of a format' }],
  [png, 'a.md', { refused: 'nor of a format' }],
  [program, 'a.docx', { refused: 'nor of a format' }],
  [program, 'a.html', { refused: 'nor of a format' }],
  [gzipSync(html), 'a.html', { refused: 'nor of a format' }],
  [gzipSync(pdf), 'a.pdf', { refused: 'nor of a format' }],
  [zipOf([{ name: 'word/document.xml', content: 'no xml' }]), 'a.pdf', { refused: 'a.pdf' }],
  [Buffer.from('{"nbformat": 4'), 'a.md', { type: 'text/markdown' }],
];

describe('files under a wrong name', () => {
  const converter = createConverter();
  let wrong = spoofed.length;
  afterAll(() => {
    converter.close();
    reportZero({
      what: 'Files under a wrong name that were taken for what the name says',
      n: spoofed.length,
      failures: wrong,
    });
  });

  it('are 30 or more', () => {
    expect(spoofed.length).toBeGreaterThanOrEqual(30);
  });

  it.each(spoofed.map(([bytes, name, expected], at) => ({ at, bytes, name, expected })))(
    'are read for what they are: $at, as $name',
    async ({ bytes, name, expected }) => {
      const converted = converter.convert(bytes, name, mediaTypeOf(name));
      if ('refused' in expected) await expect(converted).rejects.toThrow(expected.refused);
      else expect((await converted).mediaType).toBe(expected.type);
      wrong -= 1;
    },
  );
});
