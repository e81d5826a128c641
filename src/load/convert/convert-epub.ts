/** Electronic books: the chapters in the order of their spine, each a page of its own. */
import { posix } from 'node:path';
import { UserInputError } from '../../errors.ts';
import type { Convert } from './contract.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { pageMark, readPages, withoutMarks } from './page-marks.ts';
import { parseXml } from './parse-xml.ts';
import { readEntries } from './unzip.ts';

const wanted = /\.(?:xml|opf|ncx|x?html?)$/i;

export const convertEpub: Convert = async (bytes) => {
  const files = await readEntries(bytes, (name) => wanted.test(name));
  const container = xmlOf(files, 'META-INF/container.xml');
  const packagePath = container.getElementsByTagName('rootfile')[0]?.getAttribute('full-path');
  if (!packagePath) throw new UserInputError('is an EPUB that names no package file');
  const book = xmlOf(files, packagePath);
  const textOf = (tag: string): string | undefined =>
    book.getElementsByTagName(tag)[0]?.textContent?.trim() || undefined;
  const hrefs = new Map<string, string>();
  for (const item of book.getElementsByTagName('item')) {
    const [id, href] = [item.getAttribute('id'), item.getAttribute('href')];
    if (id && href) hrefs.set(id, resolveHref(packagePath, href));
  }
  const chapters: string[] = [];
  const labels: (string | undefined)[] = [];
  const notices: string[] = [];
  for (const item of book.getElementsByTagName('itemref')) {
    const path = hrefs.get(item.getAttribute('idref') ?? '');
    const file = path === undefined ? undefined : files.get(path);
    if (file === undefined) {
      notices.push('A chapter that the book lists is not in it.');
      continue;
    }
    const markdown = withoutMarks(htmlToMarkdown(bodyOf(new TextDecoder().decode(file)))).trim();
    if (markdown === '') continue;
    chapters.push(`${pageMark}${markdown}`);
    labels.push(/^#{1,3} (.+)$/m.exec(markdown)?.[1]?.trim());
  }
  if (chapters.length === 0) throw new UserInputError('is an EPUB without a chapter');
  const title = textOf('dc:title');
  const author = textOf('dc:creator');
  const language = textOf('dc:language');
  return {
    ...readPages(`${chapters.join('\n\n')}\n`, labels),
    ...(title && { title }),
    metadata: { ...(author && { author }), ...(language && { language }) },
    notices,
  };
};

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
