/** Small files that would exhaust whoever reads them without limits. */
import { deflateSync, gzipSync } from 'node:zlib';
import { type ZipEntry, zipOf } from '../fakes/zip-of.ts';

export interface Bomb {
  readonly name: string;
  readonly make: () => Uint8Array | string;
}

const million = 1_000_000;
const opf = (items: string, spine: string): string =>
  `<package xmlns="http://www.idpf.org/2007/opf"><manifest>${items}</manifest><spine>${spine}</spine></package>`;
const container =
  '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>';
const relations = (target: string): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${target.includes('slide') ? 'slide' : 'officeDocument'}" Target="${target}"/></Relationships>`;
const types =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>';
const word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

function docx(body: string, more: readonly ZipEntry[] = [], head = ''): Buffer {
  const content = `${head}<w:document ${word}><w:body>${body}</w:body></w:document>`;
  return zipOf([
    { name: '[Content_Types].xml', content: types },
    { name: '_rels/.rels', content: relations('word/document.xml') },
    { name: 'word/document.xml', content },
    ...more,
  ]);
}

function epub(chapters: readonly string[], spine?: string): Buffer {
  const items = chapters.map((_, at) => `<item id="c${at}" href="c${at}.xhtml"/>`).join('');
  const order = spine ?? chapters.map((_, at) => `<itemref idref="c${at}"/>`).join('');
  return zipOf([
    { name: 'mimetype', content: 'application/epub+zip' },
    { name: 'META-INF/container.xml', content: container },
    { name: 'c.opf', content: opf(items, order) },
    ...chapters.map((content, at) => ({ name: `c${at}.xhtml`, content })),
  ]);
}

function pptx(slide: string): Buffer {
  const drawing =
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
  return zipOf([
    { name: '[Content_Types].xml', content: types },
    {
      name: 'ppt/presentation.xml',
      content: `<p:presentation ${drawing}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>`,
    },
    { name: 'ppt/_rels/presentation.xml.rels', content: relations('slides/slide1.xml') },
    {
      name: 'ppt/slides/slide1.xml',
      content: `<p:sld ${drawing}><p:cSld><p:spTree>${slide}</p:spTree></p:cSld></p:sld>`,
    },
  ]);
}

/** Objects by number, from 1; the first is the catalogue. */
function pdf(objects: readonly (string | Buffer)[]): Buffer {
  const parts = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let at = parts[0]!.length;
  for (const [number, content] of objects.entries()) {
    offsets.push(at);
    const whole = Buffer.concat([
      Buffer.from(`${number + 1} 0 obj\n`),
      Buffer.from(content as string),
      Buffer.from('\nendobj\n'),
    ]);
    parts.push(whole);
    at += whole.length;
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${at}\n%%EOF`,
    ),
  );
  return Buffer.concat(parts);
}

function stream(dictionary: string, content: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`<<${dictionary}/Length ${content.length}>>stream\n`),
    content,
    Buffer.from('\nendstream'),
  ]);
}

/** Packed as often as `layers` says: a few bytes for a great many. */
function flate(content: Buffer, layers: number): Buffer {
  let packed = content;
  for (let layer = 0; layer < layers; layer += 1) packed = deflateSync(packed, { level: 9 });
  const filters = '/FlateDecode '.repeat(layers);
  return stream(`/Filter[${filters}]`, packed);
}

const page = (contents: string, resources = ''): string =>
  `<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents ${contents}/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>${resources}>>>>`;
const catalogue = '<</Type/Catalog/Pages 2 0 R>>';
const onePage = '<</Type/Pages/Kids[3 0 R]/Count 1>>';

/** Unlike enough that they do not pack well: what packs too well is refused before it is read. */
const varied = (times: number, make: (word: string) => string): string =>
  Array.from({ length: times }, (_, at) =>
    make(((Math.imul(at + 1, 2_654_435_761) >>> 0) * 7_919).toString(36)),
  ).join('');
const deepJson = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const nest = (open: string, close: string, times: number, inside = 'x'): string =>
  open.repeat(times) + inside + close.repeat(times);
const entities = (): string => {
  const lines = Array.from(
    { length: 12 },
    (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`,
  );
  return `<!DOCTYPE x [<!ENTITY e0 "lol">${lines.join('')}]>`;
};

export const bombs: readonly Bomb[] = [
  {
    name: 'flate-once.pdf',
    make: () =>
      pdf([catalogue, onePage, page('4 0 R'), flate(Buffer.alloc(300 * million, '(a)Tj '), 1)]),
  },
  {
    name: 'flate-twice.pdf',
    make: () =>
      pdf([catalogue, onePage, page('4 0 R'), flate(Buffer.alloc(400 * million, 'q Q '), 2)]),
  },
  {
    name: 'flate-spaces.pdf',
    make: () =>
      pdf([catalogue, onePage, page('4 0 R'), flate(Buffer.alloc(500 * million, ' '), 3)]),
  },
  {
    name: 'pages-tree.pdf',
    make: () =>
      pdf([
        catalogue,
        `<</Type/Pages/Count 100000/Kids[${'3 0 R '.repeat(100_000)}]>>`,
        page('4 0 R'),
        stream('', Buffer.from('BT /F 12 Tf (a page) Tj ET')),
      ]),
  },
  {
    name: 'pages-in-a-ring.pdf',
    make: () =>
      pdf([
        catalogue,
        '<</Type/Pages/Count 9/Kids[3 0 R]>>',
        '<</Type/Pages/Parent 2 0 R/Count 9/Kids[2 0 R]>>',
      ]),
  },
  {
    name: 'form-in-itself.pdf',
    make: () =>
      pdf([
        catalogue,
        onePage,
        page('4 0 R', '/XObject<</X 5 0 R>>'),
        stream('', Buffer.from('/X Do')),
        stream(
          '/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>',
          Buffer.from('/X Do /X Do'),
        ),
      ]),
  },
  {
    name: 'forms-that-double.pdf',
    make: () =>
      pdf([
        catalogue,
        onePage,
        page('4 0 R', '/XObject<</X 5 0 R>>'),
        stream('', Buffer.from('/X Do')),
        ...Array.from({ length: 30 }, (_, at) =>
          stream(
            `/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X ${at + 6} 0 R>>>>`,
            Buffer.from('/X Do /X Do'),
          ),
        ),
        stream('/Type/XObject/Subtype/Form/BBox[0 0 9 9]', Buffer.from('q Q')),
      ]),
  },
  {
    name: 'deep-arrays.pdf',
    make: () => pdf([catalogue, onePage, page('4 0 R'), nest('[', ']', 100_000)]),
  },
  {
    name: 'deep-kids.pdf',
    make: () =>
      pdf([
        catalogue,
        ...Array.from({ length: 20_000 }, (_, at) => `<</Type/Pages/Count 1/Kids[${at + 3} 0 R]>>`),
        page('2 0 R'),
      ]),
  },
  {
    name: 'objects.pdf',
    make: () =>
      pdf([
        catalogue,
        `<</Type/Pages/Kids[${Array.from({ length: 9_000 }, (_, at) => `${at + 3} 0 R`).join(' ')}]/Count 9000>>`,
        ...Array.from({ length: 9_000 }, () => page('3 0 R')),
      ]),
  },
  {
    name: 'elements.docx',
    make: () => docx(varied(400_000, (word) => `<w:p><w:r><w:t>${word}</w:t></w:r></w:p>`)),
  },
  {
    name: 'below-the-cap.docx',
    make: () => docx(varied(130_000, (word) => `<w:p><w:r><w:t>${word}</w:t></w:r></w:p>`)),
  },
  {
    name: 'deep.docx',
    make: () => docx(nest('<w:tbl><w:tr><w:tc>', '</w:tc></w:tr></w:tbl>', 50_000, '<w:p/>')),
  },
  {
    name: 'one-long-text.docx',
    make: () => docx(`<w:p><w:r><w:t>${'word '.repeat(20 * million)}</w:t></w:r></w:p>`),
  },
  {
    name: 'entities.docx',
    make: () => docx('<w:p><w:r><w:t>&e12;</w:t></w:r></w:p>', [], entities()),
  },
  {
    name: 'outer-entity.docx',
    make: () =>
      docx(
        '<w:p><w:r><w:t>a&x;</w:t></w:r></w:p>',
        [],
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      ),
  },
  {
    name: 'picture.docx',
    make: () =>
      docx('<w:p><w:r><w:t>a</w:t></w:r></w:p>', [
        { name: 'word/media/a.png', content: Buffer.alloc(300 * million) },
      ]),
  },
  {
    name: 'table.docx',
    make: () =>
      docx(`<w:tbl>${`<w:tr>${'<w:tc><w:p/></w:tc>'.repeat(1_000)}</w:tr>`.repeat(100)}</w:tbl>`),
  },
  {
    name: 'many-parts.docx',
    make: () =>
      docx(
        '<w:p/>',
        Array.from({ length: 20_000 }, (_, at) => ({ name: `word/p${at}.xml`, content: '<a/>' })),
      ),
  },
  {
    name: 'claims-little.zip',
    make: () => zipOf([{ name: 'a.md', content: Buffer.alloc(200 * million), claimedBytes: 10 }]),
  },
  {
    name: 'claims-much.zip',
    make: () => zipOf([{ name: 'a.md', content: 'a', claimedBytes: 4_294_967_294 }]),
  },
  {
    name: 'overlapping.zip',
    make: () =>
      zipOf([
        { name: '0.md', content: Buffer.alloc(20 * million, 'a ') },
        ...Array.from({ length: 5_000 }, (_, at) => ({
          name: `${at + 1}.md`,
          content: '',
          sameAs: 0,
          claimedBytes: 20 * million,
        })),
      ]),
  },
  {
    name: 'nested.zip',
    make: () => {
      let inner = zipOf([{ name: 'a.md', content: Buffer.alloc(50 * million) }]);
      for (let level = 0; level < 6; level += 1) {
        inner = zipOf(
          Array.from({ length: 16 }, (_, at) => ({ name: `${at}.zip`, content: inner })),
        );
      }
      return inner;
    },
  },
  {
    name: 'entries.zip',
    make: () =>
      zipOf(Array.from({ length: 60_000 }, (_, at) => ({ name: `${at}.md`, content: '' }))),
  },
  {
    name: 'long-names.zip',
    make: () =>
      zipOf(
        Array.from({ length: 2_000 }, (_, at) => ({
          name: `${'a/'.repeat(30_000)}${at}.md`,
          content: '',
        })),
      ),
  },
  {
    name: 'chapter.epub',
    make: () => epub([`<html><body><p>${'word '.repeat(10 * million)}</p></body></html>`]),
  },
  {
    name: 'paragraphs.epub',
    make: () => epub([`<html><body>${varied(300_000, (word) => `<p>${word}</p>`)}</body></html>`]),
  },
  {
    name: 'one-chapter-for-ever.epub',
    make: () => epub(['<p>a</p>'.repeat(1_000)], '<itemref idref="c0"/>'.repeat(100_000)),
  },
  { name: 'chapters.epub', make: () => epub(Array.from({ length: 6_000 }, () => '<p>a</p>')) },
  { name: 'deep.epub', make: () => epub([nest('<div>', '</div>', 100_000)]) },
  {
    name: 'deep-package.epub',
    make: () => zipOf([{ name: 'META-INF/container.xml', content: nest('<a>', '</a>', 200_000) }]),
  },
  { name: 'deep-5000.html', make: () => `<html>${nest('<div>', '</div>', 5_000)}` },
  { name: 'deep-900.html', make: () => `<html>${nest('<div>', '</div>', 900)}` },
  { name: 'deep-200000.html', make: () => `<html>${nest('<div>', '</div>', 200_000)}` },
  { name: 'unclosed-emphasis.html', make: () => `<html>${'<b><i><a href=x>'.repeat(60_000)}` },
  {
    name: 'emphasis-900.html',
    make: () => `<html>${'<p>'.repeat(2_000)}${'<b><i><u>'.repeat(300)}${'<p>x'.repeat(5_000)}`,
  },
  {
    name: 'attributes.html',
    make: () => `<html><p ${Array.from({ length: 50_000 }, (_, at) => `a${at}=1`).join(' ')}>x</p>`,
  },
  { name: 'one-attribute.html', make: () => `<html><p title="${'a'.repeat(8 * million)}">x</p>` },
  { name: 'nested-lists.html', make: () => `<html>${nest('<ul><li>a', '</li></ul>', 100_000)}` },
  {
    name: 'lists.html',
    make: () => `<html><ul>${'<li>a<ul><li>b</li></ul></li>'.repeat(70_000)}</ul>`,
  },
  {
    name: 'nested-tables.html',
    make: () => `<html>${nest('<table><tr><td>', '</td></tr></table>', 300)}`,
  },
  {
    name: 'wide-table.html',
    make: () =>
      `<html><table><tr>${'<td>a'.repeat(20_000)}</tr>${'<tr><td>b</tr>'.repeat(5_000)}</table>`,
  },
  {
    name: 'colspan.html',
    make: () =>
      `<html><table>${'<tr><td colspan=1000 rowspan=65000>a</td></tr>'.repeat(500)}</table>`,
  },
  { name: 'comments.html', make: () => `<html>${'<!--'.repeat(million)}` },
  { name: 'less-than.html', make: () => `<html>${'<'.repeat(4 * million)}` },
  { name: 'ampersands.html', make: () => `<html><p>${'&amp'.repeat(million)}` },
  { name: 'marks.html', make: () => `<html><p>${'[*_`'.repeat(500_000)}` },
  {
    name: 'stylesheet-classes.html',
    make: () => `<html>${'<div class="ad menu sidebar">'.repeat(900)}${'word '.repeat(200_000)}`,
  },
  {
    name: 'shapes.pptx',
    make: () =>
      pptx(
        varied(
          200_000,
          (word) => `<p:sp><p:txBody><a:p><a:r><a:t>${word}</a:t></a:r></a:p></p:txBody></p:sp>`,
        ),
      ),
  },
  {
    name: 'below-the-cap.pptx',
    make: () =>
      pptx(
        varied(
          60_000,
          (word) => `<p:sp><p:txBody><a:p><a:r><a:t>${word}</a:t></a:r></a:p></p:txBody></p:sp>`,
        ),
      ),
  },
  { name: 'groups.pptx', make: () => pptx(nest('<p:grpSp>', '</p:grpSp>', 100_000, '<p:sp/>')) },
  {
    name: 'text.pptx',
    make: () =>
      pptx(
        `<p:sp><p:txBody><a:p><a:r><a:t>${'word '.repeat(12 * million)}</a:t></a:r></a:p></p:txBody></p:sp>`,
      ),
  },
  { name: 'deep.ipynb', make: () => `{"nbformat":4,"cells":${deepJson(500_000)}}` },
  {
    name: 'deep-metadata.ipynb',
    make: () =>
      `{"nbformat":4,"metadata":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)},"cells":[]}`,
  },
  {
    name: 'long.ipynb',
    make: () =>
      `{"nbformat":4,"cells":[{"cell_type":"code","source":"${'x = 1;'.repeat(4 * million)}"}]}`,
  },
  {
    name: 'cells.ipynb',
    make: () =>
      `{"nbformat":4,"cells":[${'{"cell_type":"markdown","source":"a *b*"},'.repeat(45_000)}{"cell_type":"code"}]}`,
  },
  {
    name: 'marks.ipynb',
    make: () =>
      JSON.stringify({
        nbformat: 4,
        cells: [{ cell_type: 'markdown', source: '[*_`'.repeat(300_000) }],
      }),
  },
  {
    name: 'quotes.ipynb',
    make: () =>
      JSON.stringify({
        nbformat: 4,
        cells: [{ cell_type: 'markdown', source: `${'> '.repeat(20_000)}a` }],
      }),
  },
  { name: 'line.csv', make: () => Buffer.alloc(100 * million, 'a') },
  { name: 'line-of-20-MB.csv', make: () => Buffer.alloc(20 * million, 'word ') },
  { name: 'columns.csv', make: () => ','.repeat(million) },
  { name: 'wide-and-long.csv', make: () => `${','.repeat(490)}\n${'a\n'.repeat(200_000)}` },
  { name: 'quotes.csv', make: () => '"'.repeat(5 * million + 1) },
  { name: 'open-quote.csv', make: () => `a,"b\n${'c,d\n'.repeat(million)}` },
  { name: 'gzip.pdf', make: () => gzipSync(Buffer.alloc(300 * million)) },
  { name: 'gzip.md', make: () => gzipSync(Buffer.alloc(300 * million)) },
  { name: 'zeros.html', make: () => Buffer.alloc(30 * million) },
];
