/** What a reader sees of a Markdown sentence. It is linear in its length, whatever stands in it. */

/** Link targets, images and marks of emphasis dropped, white space collapsed. */
export function plainText(markdown: string): string {
  const named = withoutTargets(withoutTargets(markdown, '!['), '[');
  return (
    withoutStrongMarks(named)
      // Linear: what it looks at ends with the next star.
      .replace(/(?<![\w*])\*(?=\S)([^*\n]*\S)\*(?![\w*])/g, '$1')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

/** `'see [here](x.md)'` -> `'see here'`; a name ends with the first `]`, a target with the first `)`. */
function withoutTargets(text: string, opening: '![' | '['): string {
  const closeName = placesOf(text, ']');
  const closeTarget = placesOf(text, ')');
  let shown = '';
  let from = 0;
  let at = text.indexOf(opening);
  while (at !== -1) {
    const nameEnd = closeName(at + opening.length);
    const end = text[nameEnd + 1] === '(' ? closeTarget(nameEnd + 2) : Number.POSITIVE_INFINITY;
    if (end < text.length) {
      shown += text.slice(from, at) + text.slice(at + opening.length, nameEnd);
      from = end + 1;
    }
    at = text.indexOf(opening, end < text.length ? from : at + 1);
  }
  return shown + text.slice(from);
}

const strongMarks = ['**', '__'] as const;

/** `'**so**'` -> `'so'`, where neither mark stands beside white space within. */
function withoutStrongMarks(text: string): string {
  const isAfterWord = (at: number) => /\S/.test(text[at - 1]!);
  const marks = strongMarks.map((mark) => ({
    opening: placesOf(text, mark),
    closing: placesOf(text, mark, isAfterWord),
  }));
  let shown = '';
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const [stars, lines] = marks.map(({ opening }) => opening(at)) as [number, number];
    at = Math.min(stars, lines);
    const { closing } = marks[stars < lines ? 0 : 1]!;
    const end = /\S/.test(text[at + 2] ?? '') ? closing(at + 3) : Number.POSITIVE_INFINITY;
    if (end < text.length) {
      shown += text.slice(from, at) + text.slice(at + 2, end);
      from = end + 2;
    }
    at = end < text.length ? from : at + 1;
  }
  return shown + text.slice(from);
}

/**
 * Finds the first place from a position on where `mark` stands and `isRight`, infinite without one.
 * Positions must ascend from call to call: then all calls together read the text once.
 */
function placesOf(
  text: string,
  mark: string,
  isRight: (at: number) => boolean = () => true,
): (from: number) => number {
  let place = -1;
  return (from) => {
    while (place < from || (Number.isFinite(place) && !isRight(place))) {
      const next = text.indexOf(mark, Math.max(from, place + 1));
      place = next === -1 ? Number.POSITIVE_INFINITY : next;
    }
    return place;
  };
}
