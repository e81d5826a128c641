/** Ten thousand documents of eight formats, a gigabyte in all, out of the notes' own paragraphs. */
import { randomFillSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipOf } from '../../tests/fakes/zip-of.ts';
import { pdfOf } from './pdf-of.ts';

export interface WrittenDocuments {
  readonly files: number;
  readonly bytes: number;
}

/** Of each hundred. Pictures weigh most in people's files, so they do in those of Office, PDF and books. */
const shares = [
  ['md', 35],
  ['html', 15],
  ['pdf', 15],
  ['docx', 15],
  ['epub', 5],
  ['pptx', 5],
  ['ipynb', 5],
  ['csv', 5],
] as const;
type Kind = (typeof shares)[number][0];

const kinds = shares.flatMap(([kind, share]) => Array.from({ length: share }, () => kind));
/** So that the whole comes to 100 kB a document. */
const pictureBytes = 160_000;
const paragraphsInOne = 6;

export function writeDocuments(
  folder: string,
  count: number,
  paragraphs: readonly string[],
): WrittenDocuments {
  let bytes = 0;
  for (let at = 0; at < count; at += 1) {
    const kind = kinds[at % kinds.length]!;
    const said = Array.from(
      { length: paragraphsInOne },
      (_, next) => paragraphs[(at * 7 + next * 13) % paragraphs.length]!,
    );
    const content = makers[kind](`Document ${at + 1}`, said);
    const place = join(folder, String(Math.floor(at / 500)));
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `${at}.${kind}`), content);
    bytes += content.length;
  }
  return { files: count, bytes };
}

const makers: Readonly<Record<Kind, (title: string, said: readonly string[]) => Buffer>> = {
  md: (title, said) => Buffer.from(`# ${title}\n\n${said.join('\n\n')}\n`),
  html: (title, said) =>
    Buffer.from(
      `<!doctype html><title>${title}</title><article><h1>${title}</h1>${said.map((text) => `<p>${escaped(text)}</p>`).join('')}<img alt="" src="data:image/png;base64,${picture().toString('base64')}"></article>`,
    ),
  pdf: (title, said) => pdfOf(title, said, picture()),
  docx: (title, said) =>
    zipOf([
      { name: '[Content_Types].xml', content: contentTypes },
      { name: '_rels/.rels', content: relations('word/document.xml', 'officeDocument') },
      {
        name: 'word/document.xml',
        content: `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>${title}</w:t></w:r></w:p>${said.map((text) => `<w:p><w:r><w:t>${escaped(text)}</w:t></w:r></w:p>`).join('')}</w:body></w:document>`,
      },
      { name: 'word/media/image1.png', content: picture() },
    ]),
  epub: (title, said) =>
    zipOf([
      { name: 'mimetype', content: 'application/epub+zip' },
      {
        name: 'META-INF/container.xml',
        content:
          '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>',
      },
      {
        name: 'book.opf',
        content: `<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${title}</dc:title></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>`,
      },
      {
        name: 'a.xhtml',
        content: `<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>${title}</h1>${said.map((text) => `<p>${escaped(text)}</p>`).join('')}</body></html>`,
      },
      { name: 'cover.jpg', content: picture() },
    ]),
  pptx: (title, said) =>
    zipOf([
      { name: '[Content_Types].xml', content: contentTypes },
      {
        name: 'ppt/presentation.xml',
        content:
          '<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>',
      },
      {
        name: 'ppt/_rels/presentation.xml.rels',
        content: relations('slides/slide1.xml', 'slide'),
      },
      {
        name: 'ppt/slides/slide1.xml',
        content: `<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree><p:sp><p:nvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>${title}</a:t></a:r></a:p></p:txBody></p:sp><p:sp><p:txBody>${said.map((text) => `<a:p><a:r><a:t>${escaped(text)}</a:t></a:r></a:p>`).join('')}</p:txBody></p:sp></p:spTree></p:cSld></p:sld>`,
      },
      { name: 'ppt/media/image1.png', content: picture() },
    ]),
  ipynb: (title, said) =>
    Buffer.from(
      JSON.stringify({
        nbformat: 4,
        nbformat_minor: 5,
        metadata: {},
        cells: [`# ${title}`, ...said].map((source) => ({
          cell_type: 'markdown',
          metadata: {},
          source,
        })),
      }),
    ),
  csv: (title, said) =>
    Buffer.from(
      `title,text\n${said.map((text) => `${title},"${text.replaceAll('"', '""')}"`).join('\n')}\n`,
    ),
};

const contentTypes =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';

function relations(target: string, type: string): string {
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`;
}

/** Of noise, which nothing packs smaller. */
function picture(): Buffer {
  return randomFillSync(Buffer.alloc(pictureBytes));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
