/** Where a found passage holds the question's words. For the eye only: the server did the searching. */

export interface Piece {
  readonly text: string;
  readonly emphasised: boolean;
}

// Words that say nothing of the matter; longer ones are rarely among them.
const emptyWords = new Set(
  (
    'the and are was were for with from that this these those what when where which who whom whose ' +
    'why how can could does did has have had not but you your our its into than then them they there ' +
    'about should would will shall may might must one any all some'
  ).split(' '),
);
const word = /[\p{L}\p{N}]+/gu;

/** Pieces of the text in order; joined they are the text. A word counts in its other forms too. */
export function emphasiseWords(text: string, question: string): Piece[] {
  const wanted = stemsOf(question);
  const pieces: Piece[] = [];
  let done = 0;
  for (const { 0: found, index } of text.matchAll(word)) {
    if (!wanted.has(stemOf(found))) continue;
    if (index > done) pieces.push({ text: text.slice(done, index), emphasised: false });
    pieces.push({ text: found, emphasised: true });
    done = index + found.length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), emphasised: false });
  return pieces;
}

/**
 * About `length` characters of a passage in plain reading: where it holds most of the question's
 * words, without headings, Markdown's marks and line ends. Cut ends carry an ellipsis.
 */
export function excerptOf(passage: string, question: string, length = 320): string {
  const text = readPlainly(passage);
  if (text.length <= length) return text;
  const wanted = stemsOf(question);
  const places = [...text.matchAll(word)].filter(([found]) => wanted.has(stemOf(found)));
  let best = { start: 0, words: 0 };
  for (const { index } of places) {
    const within = places.filter((one) => one.index >= index && one.index < index + length - 60);
    const words = new Set(within.map(([found]) => stemOf(found))).size;
    if (words > best.words) best = { start: index, words };
  }
  const start = nextSpace(text, Math.min(Math.max(0, best.start - 60), text.length - length));
  const end = Math.min(text.length, spaceBefore(text, start + length, start));
  return `${start > 0 ? '… ' : ''}${text.slice(start, end).trim()}${end < text.length ? ' …' : ''}`;
}

// Scripts without spaces, and words without end, are cut where they stand.
function nextSpace(text: string, at: number): number {
  const space = text.indexOf(' ', at);
  return at === 0 || space === -1 || space > at + 40 ? at : space;
}

function spaceBefore(text: string, at: number, from: number): number {
  if (at >= text.length) return text.length;
  const space = text.lastIndexOf(' ', at);
  return space <= from || space < at - 40 ? at : space;
}

function readPlainly(markdown: string): string {
  return markdown
    .replace(/^#{1,6} .*$/gm, '')
    .replace(/^\|[\s:|-]+\|\s*$/gm, '')
    .replace(/\*\*|`/g, '')
    .replace(/^\||\|\s*$/gm, '')
    .replace(/\s\|\s/g, ' · ')
    .replace(/\s+/g, ' ')
    .trim();
}

function stemsOf(question: string): Set<string> {
  const words = question.match(word) ?? [];
  return new Set(words.map(stemOf).filter((stem) => stem.length > 1 && !emptyWords.has(stem)));
}

/** Endings taken off by eye; a rough cut, since only the look of a result depends on it. */
function stemOf(found: string): string {
  const folded = found.toLowerCase();
  if (folded.length < 5) return folded.length === 4 ? folded.replace(/(?<!s)s$/, '') : folded;
  return folded.replace(/(?:ations?|ings?|ies|ied|ed|es|e|ly|y|(?<!s)s)$/, '');
}
