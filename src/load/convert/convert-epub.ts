/** Electronic books: the chapters in the order of their spine, each a page of its own. */
import { posix } from 'node:path';
import { UserInputError } from '../../errors.ts';
import { decodeHtml } from '../decode-html.ts';
import { checkTags } from './check-tags.ts';
import type { Convert } from './contract.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { pageMark, readPages, withoutMarks } from './page-marks.ts';
import { descendants, parseXml, textOf, type XmlElement } from './parse-xml.ts';
import { readEntries } from './unzip.ts';

const wanted = /\.(?:xml|opf|ncx|x?html?)$/i;

/** Fonts may be made unreadable without protecting the book. */
const fontObfuscation = /obfuscation|font-mangling|ns\.adobe\.com\/pdf\/enc#RC/i;

export const convertEpub: Convert = async (bytes) => {
  const files = await readEntries(bytes, (name) => wanted.test(name));
  refuseProtected(files);
  const [rootfile] = descendants(xmlOf(files, 'META-INF/container.xml'), 'rootfile');
  const packagePath = rootfile?.attributes.get('full-path');
  if (!packagePath) throw new UserInputError('is an EPUB that names no package file');
  const book = xmlOf(files, packagePath);
  const chapters: string[] = [];
  const labels: (string | undefined)[] = [];
  const notices = new Set<string>();
  for (const path of spineOf(book, packagePath)) {
    const file = path === undefined ? undefined : files.get(path);
    if (file === undefined) {
      notices.add('A chapter that the book lists is not in it.');
      continue;
    }
    const html = decodeHtml(file, 'chapter');
    checkTags(html);
    const markdown = withoutMarks(htmlToMarkdown(bodyOf(html))).trim();
    if (markdown === '') continue;
    chapters.push(`${pageMark}${markdown}`);
    labels.push(/^#{1,3} (.+)$/m.exec(markdown)?.[1]?.trim());
  }
  if (chapters.length === 0) throw new UserInputError('is an EPUB without a chapter');
  const valueNamed = (name: string): string | undefined => {
    const [element] = descendants(book, name);
    return (element && textOf(element).trim()) || undefined;
  };
  const [title, author, language] = [
    valueNamed('title'),
    valueNamed('creator'),
    valueNamed('language'),
  ];
  return {
    ...readPages(`${chapters.join('\n\n')}\n`, labels),
    ...(title && { title }),
    metadata: { ...(author && { author }), ...(language && { language }) },
    notices: [...notices],
  };
};

/** Chapters in reading order, each once, without the table of contents; undefined for unknown ones. */
function spineOf(book: XmlElement, packagePath: string): (string | undefined)[] {
  const paths = new Map<string, string>();
  const contents = new Set<string>();
  for (const { attributes } of descendants(book, 'item')) {
    const [id, href] = [attributes.get('id'), attributes.get('href')];
    if (id && href) paths.set(id, resolveHref(packagePath, href));
    if (id && attributes.get('properties')?.split(/\s+/).includes('nav')) contents.add(id);
  }
  const ids = descendants(book, 'itemref').map(({ attributes }) => attributes.get('idref') ?? '');
  return [...new Set(ids.filter((id) => !contents.has(id)))].map((id) => paths.get(id));
}

function refuseProtected(files: ReadonlyMap<string, Uint8Array>): void {
  const bytes = files.get('META-INF/encryption.xml');
  if (bytes === undefined) return;
  const methods = descendants(parseXml(bytes), 'EncryptionMethod');
  if (methods.some(({ attributes }) => !fontObfuscation.test(attributes.get('Algorithm') ?? ''))) {
    throw new UserInputError('is under copy protection, so nobody but its own reader can open it');
  }
}

function xmlOf(files: ReadonlyMap<string, Uint8Array>, path: string) {
  const bytes = files.get(path);
  if (bytes === undefined) throw new UserInputError('is an EPUB whose contents are incomplete');
  return parseXml(bytes);
}

function resolveHref(from: string, href: string): string {
  const bare = href.split('#')[0]!;
  let decoded = bare;
  try {
    decoded = decodeURIComponent(bare);
  } catch {
    // A percent sign that escapes nothing is meant as it stands.
  }
  return posix.normalize(posix.join(posix.dirname(from), decoded));
}

/** Without its head: the title there stands in the chapter too. */
function bodyOf(html: string): string {
  const body = /<body\b[^>]*>([\s\S]*)<\/body\s*>/i.exec(html)?.[1] ?? html;
  // XHTML closes anything at once, HTML does not: `<a id="x"/>` would swallow what follows.
  return body.replace(/<(a|span|p|div|td|th|i|b|em|strong)(\s[^<>]*)?\/>/gi, '<$1$2></$1>');
}
