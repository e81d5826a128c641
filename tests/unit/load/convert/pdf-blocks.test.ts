import { describe, expect, it } from 'vitest';
import { readPages } from '../../../../src/load/convert/page-marks.ts';
import { blocksOf } from '../../../../src/load/convert/pdf/pdf-blocks.ts';
import type { TextLine } from '../../../../src/load/convert/pdf/pdf-lines.ts';
import { stringifyMarkdown } from '../../../../src/load/convert/stringify-markdown.ts';

/** A line of a column from 50 to 300, each 12 below the one before. */
function line(at: number, text: string, own: Partial<TextLine> = {}): TextLine {
  return {
    text,
    x: 50,
    y: 100 + 12 * at,
    right: 300,
    size: 10,
    part: 0,
    isBold: false,
    isMono: false,
    isRtl: false,
    gap: 0,
    ...own,
  };
}

function paragraphsOf(...lines: TextLine[]): string[] {
  const marked = stringifyMarkdown(blocksOf([{ height: 800, lines }]));
  return readPages(marked, []).text.trim().split('\n\n');
}

describe('paragraphs of a page', () => {
  it('go on where the first line of an item is indented', () => {
    expect(
      paragraphsOf(
        line(0, 'Text that stands before the items of this law.', { right: 260 }),
        line(1, '(a) The office, upon the rec-', { x: 62 }),
        line(2, 'ommendation of the other office, may'),
        line(3, 'decide so.', { right: 110 }),
        line(4, '(b) Any person may ask for it.', { x: 62 }),
      ),
    ).toEqual([
      'Text that stands before the items of this law.',
      '- (a) The office, upon the recommendation of the other office, may decide so.\n- (b) Any person may ask for it.',
    ]);
  });

  it('go on in a line that begins with small capitals', () => {
    expect(
      paragraphsOf(
        line(0, 'The office shall print it in the REG-'),
        line(1, 'ISTER. If comments that were made', { size: 6.5 }),
        line(2, 'raise questions, it shall wait until'),
        line(3, 'they have been answered.', { right: 180 }),
        line(4, 'The register is printed by another.', { right: 290, y: 170 }),
      ),
    ).toEqual([
      'The office shall print it in the REGISTER. If comments that were made raise questions, it shall wait until they have been answered.',
      'The register is printed by another.',
    ]);
  });

  it('go on over columns after an abbreviation that a small letter follows', () => {
    expect(
      paragraphsOf(
        line(0, 'This is for people who became U.S.'),
        line(0, 'citizens in that year.', { x: 320, right: 430, part: 1 }),
      ),
    ).toEqual(['This is for people who became U.S. citizens in that year.']);
  });

  it('end with their sentence where a capital follows in the next column', () => {
    expect(
      paragraphsOf(
        line(0, 'This is for people who are there.'),
        line(0, 'Citizens are they all.', { x: 320, right: 430, part: 1 }),
      ),
    ).toHaveLength(2);
  });

  it('keep every line where they are long', () => {
    const lines = Array.from({ length: 400 }, (_, at) => `number ${at} of the lines of a para-`);
    const [text, ...rest] = paragraphsOf(...lines.map((own, at) => line(at, own)));
    expect(rest).toEqual([]);
    expect(text!.match(/number \d+ of the lines of a para/g)).toHaveLength(400);
  });
});
