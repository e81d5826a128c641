/** Where the characters of a text's Markdown source stand in its value. */
import remarkParse from 'remark-parse';
import { unified } from 'unified';

const reference = /^&(?:#[xX][0-9a-fA-F]{1,6}|#\d{1,7}|[A-Za-z][A-Za-z0-9]{0,31});/;
const punctuation = /[!-/:-@[-`{-~]/;

/**
 * For each offset into `source`, its end included, the offset into `value`, ascending. The two differ
 * where the source holds escapes, character references, or the indentation and quote marks of a
 * continued line; an offset inside one of those gives the place where what it stands for begins.
 *
 * `a\*b`, `a*b` -> `[0, 1, 1, 2, 3]`
 */
export function valueOffsets(source: string, value: string): number[] {
  const offsets: number[] = [];
  let at = 0;
  let read = 0;
  while (read < source.length) {
    const { length, means } = tokenAt(source, read, value, at);
    for (let step = 0; step < length; step += 1) offsets.push(at);
    read += length;
    at = Math.min(at + means, value.length);
  }
  offsets.push(value.length);
  return offsets;
}

/** How many characters of the source are read as one, and how many of the value they mean. */
function tokenAt(
  source: string,
  read: number,
  value: string,
  at: number,
): { length: number; means: number } {
  const character = source[read]!;
  if (character === '&') {
    const [found] = reference.exec(source.slice(read, read + 40)) ?? [];
    const meaning = found && meaningOf(found);
    if (found && meaning && value.startsWith(meaning, at)) {
      return { length: found.length, means: meaning.length };
    }
  }
  const next = source[read + 1];
  if (character === '\\' && next !== undefined && punctuation.test(next) && value[at] === next) {
    return { length: 2, means: 1 };
  }
  // What is not in the value was dropped: an escape's backslash, white space, marks of a quote.
  return { length: 1, means: character === value[at] || !/[\s\\>]/.test(character) ? 1 : 0 };
}

const parser = unified().use(remarkParse);
const meanings = new Map<string, string | undefined>();

/** What the Markdown parser makes of a reference; undefined where it knows none of that name. */
function meaningOf(found: string): string | undefined {
  if (!meanings.has(found)) {
    const [paragraph] = parser.parse(found).children;
    const [text] = paragraph?.type === 'paragraph' ? paragraph.children : [];
    meanings.set(found, text?.type === 'text' && text.value !== found ? text.value : undefined);
  }
  return meanings.get(found);
}
