/** Source or converted text -> ParsedDocument: finds title, sections and blocks. It never changes the text. */
import { hashBytes } from '../text/hash.ts';
import type { Block, Document, ParsedDocument, Section, Source } from '../types.ts';
import { decodeText } from './decode-text.ts';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { type ScannedBlock, scanMarkdown } from './scan-markdown.ts';
import { scanText } from './scan-text.ts';

/**
 * Loads one Markdown or text file.
 *
 * The title is the front matter's, else the first heading, else the file's name.
 *
 * @throws UserInputError when the bytes are not text.
 */
export function loadDocument({ uri, mediaType, bytes }: Source): ParsedDocument {
  return loadText({ uri, mediaType, text: decodeText(bytes, uri) });
}

/** Loads a text that was decoded before, as it is. */
export function loadText(source: Pick<Document, 'uri' | 'mediaType' | 'text'>): ParsedDocument {
  const { mediaType, text } = source;
  if (mediaType !== 'text/markdown') return parse(source, text, scanText(text), noFront);
  const front = readFrontMatter(text);
  return parse(source, text, scanMarkdown(text, front.bodyStart), front);
}

/** What was converted, with what is known of the file that it was made of. */
export type ConvertedSource = Pick<Document, 'uri' | 'mediaType' | 'text' | 'metadata'> &
  Required<Pick<Document, 'original'>> &
  Partial<Pick<Document, 'title' | 'pages'>>;

/** Loads the Markdown that a converter made, now or earlier. Front matter has no meaning in it. */
export function loadConverted(source: ConvertedSource): ParsedDocument {
  const { text, title, metadata, pages, original } = source;
  const scanned = source.mediaType === 'text/plain' ? scanText(text) : scanMarkdown(text, 0);
  return {
    ...parse(source, text, scanned, { ...noFront, title, metadata }),
    ...(pages && pages.length > 0 && { pages }),
    original,
  };
}

const noFront: FrontMatter = { bodyStart: 0, metadata: {}, title: undefined, keys: new Map() };

function parse(
  { uri, mediaType }: Pick<Document, 'uri' | 'mediaType'>,
  text: string,
  scanned: readonly ScannedBlock[],
  front: FrontMatter,
): ParsedDocument {
  const { sections, blocks } = sectionsOf(text, scanned, front);
  const firstHeading = scanned.find((block) => block.heading?.text)?.heading?.text;
  return {
    id: hashBytes(uri),
    uri,
    mediaType,
    title: front.title ?? firstHeading ?? nameOf(uri),
    text,
    contentHash: hashBytes(text),
    sections,
    metadata: front.metadata,
    blocks,
  };
}

function sectionsOf(text: string, scanned: readonly ScannedBlock[], front: FrontMatter) {
  const sections: (Section & { end: number })[] = [];
  const blocks: Block[] = [];
  let open: { level: number; text: string }[] = [];
  for (const { heading, ...block } of scanned) {
    if (heading) {
      open = [...open.filter(({ level }) => level < heading.level), heading];
      const last = sections.at(-1);
      if (last) last.end = block.start;
      sections.push({
        start: block.start,
        end: text.length,
        headingPath: open.map((part) => part.text).filter((part) => part !== ''),
        keys: front.keys.get(heading.text) ?? [],
      });
    } else if (sections.length === 0) {
      sections.push({ start: front.bodyStart, end: text.length, headingPath: [], keys: [] });
    }
    blocks.push({ ...block, sectionOrdinal: sections.length - 1 });
  }
  return { sections, blocks };
}

function nameOf(uri: string): string {
  return (uri.split('/').at(-1) ?? uri).replace(/\.[^.]+$/, '');
}
