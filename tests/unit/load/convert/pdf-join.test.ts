import { describe, expect, it } from 'vitest';
import { createLineJoiner, guessedHyphen } from '../../../../src/load/convert/pdf/pdf-join.ts';

describe('joining of lines', () => {
  it.each([
    ['makes a word whole that is cut', 'a transfor-', 'mation of it', 'a transformation of it'],
    ['keeps the hyphen of a word with others', 'the state-of-the-', 'art', 'the state-of-the-art'],
    ['keeps it after a part that makes compounds', 'it is well-', 'known', 'it is well-known'],
    ['keeps it before a capital', 'by Smith-', 'Jones', 'by Smith-Jones'],
    ['keeps it before a number', 'with GPT-', '4 only', 'with GPT-4 only'],
    ['takes a soft hyphen out', 'a mat\u00ad', 'ter', 'a matter'],
    ['leaves a dash between spaces alone', 'one thing -', 'and another', 'one thing - and another'],
    ['puts a space between words', 'two', 'lines', 'two lines'],
    [
      'makes the last part of a compound whole',
      'by cross-ex-',
      'amination',
      'by cross-examination',
    ],
  ])('%s', (_, text, next, joined) => {
    expect(createLineJoiner([text, next]).join(text, next)).toBe(joined);
  });

  it('keeps a hyphen that the document has elsewhere in the same word', () => {
    const joiner = createLineJoiner(['a fast-path here', 'the fast-', 'path']);
    expect(joiner.join('the fast-', 'path')).toBe('the fast-path');
  });

  it('makes a word in capitals whole where it occurs elsewhere', () => {
    const joiner = createLineJoiner(['the FEDERAL law', 'the FED-', 'ERAL law']);
    expect(joiner.join('the FED-', 'ERAL law')).toBe('the FEDERAL law');
    expect(joiner.join('by GPT-', 'BERT')).toBe('by GPT-BERT');
  });

  it('takes a line that is a little short for one with a lost hyphen, where no hyphen is seen', () => {
    const joiner = createLineJoiner([`some transfor${guessedHyphen}`, 'mation of it']);
    expect(joiner.join(`some transfor${guessedHyphen}`, 'mation')).toBe('some transformation');
  });

  it('takes it for a line that ends with its word, where hyphens are seen at other lines', () => {
    const lines = ['some transfor-', 'mation of', `open-domain${guessedHyphen}`, 'question'];
    const joiner = createLineJoiner(lines);
    expect(joiner.join(`open-domain${guessedHyphen}`, 'question')).toBe('open-domain question');
  });

  it('takes a hyphen out where the whole word occurs elsewhere', () => {
    const joiner = createLineJoiner(['without it', 'a self with', 'out', 'with-', 'out']);
    expect(joiner.join('with-', 'out')).toBe('without');
  });
});
