import { describe, expect, it } from 'vitest';
import { sentencesOf } from '../../../src/text/sentences.ts';

const texts = (text: string) =>
  sentencesOf(text).map(({ block, start, end }) => [block, text.slice(start, end)]);

describe('displayed formulas', () => {
  const formula = '$$\\mathrm{FID} = a + \\mathrm{Tr}\\!\\left(b\\right)$$';

  it('on a line of their own are one piece', () => {
    expect(texts(`It is:\n\n${formula}\n\nWhere it is low, all is well.`)).toEqual([
      ['paragraph', 'It is:'],
      ['formula', formula],
      ['paragraph', 'Where it is low, all is well.'],
    ]);
  });

  it('inside a line do not end a sentence at a mark of theirs', () => {
    expect(texts(`The distance ${formula} is low.`)).toEqual([
      ['paragraph', `The distance ${formula} is low.`],
    ]);
  });
});
