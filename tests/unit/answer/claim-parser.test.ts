import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClaimParser } from '../../../src/answer/claim-parser.ts';
import type { Claim } from '../../../src/answer/claims.ts';

function parse(pieces: readonly string[], cut = false) {
  const claims: Claim[] = [];
  const parser = createClaimParser({ onClaim: (claim) => claims.push(claim) });
  for (const piece of pieces) parser.push(piece);
  const { declined } = parser.end(cut);
  return { claims, declined };
}

const textsOf = (reply: string, cut = false): string[] =>
  parse([reply], cut).claims.map(({ text }) => text);
const quotesOf = (reply: string): string[][] =>
  parse([reply]).claims.map(({ quotes }) =>
    quotes.map(({ passageId, text }) => `${passageId}=${text}`),
  );

describe('createClaimParser', () => {
  it('gives each sentence the quotations that follow it', () => {
    expect(
      parse([
        'A grows. <cite id="k7f2">a grows fast</cite> B shrinks.<cite id="k7f2">b one</cite> <cite id="m3p9">b two</cite>\n',
      ]).claims,
    ).toEqual([
      {
        text: 'A grows.',
        quotes: [{ passageId: 'k7f2', text: 'a grows fast' }],
        layout: 'sentence',
      },
      {
        text: 'B shrinks.',
        quotes: [
          { passageId: 'k7f2', text: 'b one' },
          { passageId: 'm3p9', text: 'b two' },
        ],
        layout: 'sentence',
      },
    ]);
  });

  it('tells a claim as soon as the next one begins', () => {
    const claims: Claim[] = [];
    const parser = createClaimParser({ onClaim: (claim) => claims.push(claim) });
    parser.push('A grows. <cite id="k7f2">a grows</cite> ');
    expect(claims).toHaveLength(0);
    parser.push('N');
    expect(claims.map(({ text }) => text)).toEqual(['A grows.']);
  });

  it.each([
    ['X grows <cite id="k7f2">x</cite>. Y shrinks.', ['X grows.', 'Y shrinks.'], [['k7f2=x'], []]],
    [
      'X grows <cite id="k7f2">x</cite> and falls <cite id="m3p9">f</cite>.',
      ['X grows and falls.'],
      [['k7f2=x', 'm3p9=f']],
    ],
    [
      'One. Two, e.g. 3.5 times. <cite id="k7f2">t</cite>',
      ['One.', 'Two, e.g. 3.5 times.'],
      [[], ['k7f2=t']],
    ],
    ['A grows.\n<cite id="k7f2">a</cite>\n\nB.', ['A grows.', 'B.'], [['k7f2=a'], []]],
    ["A. <cite id='k7f2'>a</cite>", ['A.'], [['k7f2=a']]],
    ['A. <CITE id=k7f2>“a b”</CITE>', ['A.'], [['k7f2=a b']]],
    ['A. <cite k7f2>a</cite>', ['A.'], [['k7f2=a']]],
    ['A. <cite>a</cite>', ['A.'], [['=a']]],
    ['A. <cite id="k7f2"/> B.', ['A.', 'B.'], [['k7f2='], []]],
    [
      'A grows [k7f2]. B shrinks. [m3p9, k7f2]',
      ['A grows.', 'B shrinks.'],
      [['k7f2='], ['m3p9=', 'k7f2=']],
    ],
    ['A. <cite id="k7f2">a\n\nB.', ['A.', 'B.'], [['k7f2=a'], []]],
    ['A. <cite id="k7f2">a <cite id="m3p9">b</cite>', ['A.'], [['k7f2=a', 'm3p9=b']]],
    ['A. <cite id="k7f2">x &lt; y &amp; z</cite>', ['A.'], [['k7f2=x < y & z']]],
  ])('reads %j', (reply, texts, quotes) => {
    expect(textsOf(reply)).toEqual(texts);
    expect(quotesOf(reply)).toEqual(quotes);
  });

  it('tells items and formulas by their layout', () => {
    const reply =
      'Two parts. <cite id="k7f2">two</cite>\n- First part. <cite id="k7f2">one</cite>\n2. Second part.\n\n$$\na<b\n$$\n<cite id="m3p9">f</cite>\nThen more.';
    expect(
      parse([reply]).claims.map(({ text, layout, quotes }) => [layout, text, quotes.length]),
    ).toEqual([
      ['sentence', 'Two parts.', 1],
      ['item', 'First part.', 1],
      ['item', 'Second part.', 0],
      ['formula', '$$a< b$$', 1],
      ['sentence', 'Then more.', 0],
    ]);
  });

  it.each([
    ['## **Big** [words](http://evil.example/x) here', 'Big words here'],
    ['See <a href="javascript:alert(1)">this</a> ![p](http://e.example/p.png).', 'See this p.'],
    ['It is fast [1][2], see https://evil.example/?q=1 now [3, 4].', 'It is fast, see now.'],
    [
      'The range [0, 1] stays, `x[1]` too and $a_{[1]}$.',
      'The range [0, 1] stays, `x[1]` too and $a_{[1]}$.',
    ],
    ['A &lt;img src=x onerror=alert(1)&gt; word.', 'A word.'],
    ['Open <img src=x is no tag.', 'Open < img src=x is no tag.'],
    ['If a < b and c > d.', 'If a < b and c > d.'],
    [
      '[text][ref] and *soft* and __hard__ snake_case_name.',
      'text and soft and hard snake_case_name.',
    ],
  ])('makes %j plain', (reply, plain) => {
    expect(textsOf(reply)).toEqual([plain]);
  });

  it.each([
    '<decline/>',
    '  \n<decline>',
    '<decline></decline>',
    '```\n<decline/>\n```',
    'DECLINE',
    '[decline]',
    'Sorry. <decline/>',
    '<decline',
  ])('takes %j for a refusal', (reply) => {
    expect(parse([reply])).toEqual({ claims: [], declined: true });
  });

  it('reads no markup in a code fence', () => {
    const { claims } = parse([
      'Look.\n```html\n<cite id="k7f2">x</cite> code\n```\nAfter. <cite id="k7f2">y</cite>',
    ]);
    expect(claims.map(({ text, quotes }) => [text, quotes.length])).toEqual([
      ['Look.', 0],
      ['x code', 0],
      ['After.', 1],
    ]);
  });

  it('leaves out the last sentence of a reply that was cut', () => {
    expect(textsOf('A is. <cite id="k7f2">a</cite> B is hal', true)).toEqual(['A is.']);
    expect(textsOf('A is. <cite id="k7f2">a</cite> B is. <cite id="k7f2">ha', true)).toEqual([
      'A is.',
    ]);
    expect(textsOf('A is. <cite id="k7f2">a</cite>', true)).toEqual(['A is.']);
  });

  it('keeps to its bounds', () => {
    const many = parse([
      Array.from({ length: 90 }, (_, at) => `Sentence ${at} is here.\n`).join(''),
    ]);
    expect(many.claims).toHaveLength(60);
    const [longest] = textsOf('word '.repeat(5_000));
    expect(longest?.length).toBeLessThanOrEqual(4_000);
    expect(longest?.length).toBeGreaterThan(3_900);
    expect(quotesOf(`A. ${'<cite id="k7f2">q</cite>'.repeat(20)}`)[0]).toHaveLength(8);
  });

  it('gives the same claims however the reply is cut into pieces', () => {
    const part = fc.constantFrom(
      'The rate is 0.5. ',
      'It grows',
      '. ',
      ' ',
      '\n',
      '\n\n',
      '- ',
      '1. ',
      '## ',
      '> ',
      '🙂',
      'é',
      '..',
      '"',
      ')',
      ': ',
      '<cite id="k7f2">',
      '</cite>',
      '<cite>',
      '<cite id=m3p9/>',
      '[k7f2]',
      '[k7f2, m3p9]',
      '[1]',
      '[',
      ']',
      '<',
      '>',
      '&lt;',
      '&amp;',
      '&',
      '```',
      '```js\n',
      '$$',
      '$x<y$',
      '<decline/>',
      '<b>',
      '</b>',
      '<!-- x -->',
      '**',
      '[a](http://b.c)',
      'e.g. ',
      'Next',
      '\r\n',
      '~~~',
    );
    const reply = fc.array(part, { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        reply,
        fc.array(fc.nat({ max: 300 }), { maxLength: 30 }),
        fc.boolean(),
        (text, cuts, cut) => {
          const points = [...new Set(cuts.filter((at) => at < text.length))].sort((a, b) => a - b);
          const pieces = [0, ...points].map((from, at) =>
            text.slice(from, points[at] ?? text.length),
          );
          const whole = parse([text], cut);
          expect(parse(pieces, cut)).toEqual(whole);
          expect(parse(text.split(''), cut)).toEqual(whole);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
