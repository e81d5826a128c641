/** Word documents: mammoth reads them as HTML with headings, lists, tables and footnotes. */
import mammoth from 'mammoth';
import type { Convert } from './contract.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { ommlToTex } from './omml-to-tex.ts';
import { checkXml, decodeXml, parseXml } from './parse-xml.ts';
import { readCoreProperties } from './read-core-properties.ts';
import { readEntries } from './unzip.ts';

const wanted = /^(?:\[Content_Types\]\.xml$|_rels\/|docProps\/core|word\/(?:_rels\/|[^/]*\.xml$))/;

/** Names of styles that programs give to paragraphs beside those that mammoth knows. */
const styleMap = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  ...['Source Code', 'Preformatted Text', 'HTML Preformatted', 'Code'].map(
    (name) => `p[style-name='${name}'] => pre:separator('\n')`,
  ),
  ...['Quote', 'Intense Quote', 'Block Text', 'Quotations'].map(
    (name) => `p[style-name='${name}'] => blockquote > p:fresh`,
  ),
  "p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh",
  "p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh",
  "p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh",
];

/** Around the TeX of a formula on its way through mammoth; foreign ones are taken out first. */
const [formulaStart, formulaEnd] = ['\u{f3a8}', '\u{f3a9}'];

export const convertDocx: Convert = async (bytes) => {
  const entries = await readEntries(bytes, (name) => wanted.test(name));
  const { title, metadata } = readCoreProperties(entries);
  const { value: html } = await mammoth.convertToHtml(packageOf(entries), {
    convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
    styleMap,
  });
  const text = htmlToMarkdown(
    html
      .replaceAll(formulaStart, '<math><annotation encoding="application/x-tex">')
      .replaceAll(formulaEnd, '</annotation></math>'),
  );
  return { text, ...(title && { title }), metadata, notices: [] };
};

/**
 * The package as mammoth opens one, from what was unpacked under our caps: left to itself it would
 * believe what headers say of sizes.
 */
function packageOf(entries: ReadonlyMap<string, Uint8Array>): { buffer: Buffer } {
  const texts = new Map<string, string>();
  for (const [name, content] of entries) {
    const text = decodeXml(content);
    checkXml(text);
    texts.set(name, withFormulas(text.replace(/[\u{f3a8}\u{f3a9}]/gu, '')));
  }
  const file = {
    exists: (name: string) => texts.has(name),
    read: async (name: string, encoding?: string) => {
      const text = texts.get(name);
      if (text === undefined) throw new Error(`Entry "${name}" was not unpacked.`);
      return encoding === 'base64' ? '' : text;
    },
  };
  // The option is mammoth's own for a package that is open; its types do not tell of it.
  return { file } as unknown as { buffer: Buffer };
}

/** mammoth passes formulas over: they become text, as TeX between two marks. */
function withFormulas(xml: string): string {
  if (!xml.includes('oMath>')) return xml;
  return xml
    .replace(/<m:oMath>[\s\S]*?<\/m:oMath>/g, (formula) => {
      const tex = ommlToTex(parseXml(new TextEncoder().encode(formula))).trim();
      return `<w:r><w:t xml:space="preserve">${formulaStart}${escapeXml(tex)}${formulaEnd}</w:t></w:r>`;
    })
    .replace(/<\/?m:oMathPara>|<m:oMathParaPr>[\s\S]*?<\/m:oMathParaPr>/g, '');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
