import fc from 'fast-check';
import type { Nodes } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { valueOffsets } from '../../../../web/src/markdown/value-offsets.ts';
import { markedTree, marksOf } from './chain.ts';

/** Marks each word of `words` where it stands in `source`, and reads back what was marked. */
function markWords(source: string, words: readonly string[]): (string | undefined)[] {
  const spans = words.map((word, at) => {
    const start = source.indexOf(word);
    return { start, end: start + word.length, name: `w${at}` };
  });
  const marks = marksOf(markedTree(source, spans));
  return words.map((_, at) => marks.get(`w${at}`));
}

function textsOf(node: Nodes): { start: number; end: number; value: string }[] {
  if (node.type === 'text') {
    const { start, end } = node.position!;
    return [{ start: start.offset!, end: end.offset!, value: node.value }];
  }
  return 'children' in node ? node.children.flatMap(textsOf) : [];
}

describe('valueOffsets', () => {
  it.each([
    ['a\\*b', 'a*b', [0, 1, 1, 2, 3]],
    ['a&lt;b', 'a<b', [0, 1, 1, 1, 1, 2, 3]],
    ['&amp;amp;', '&amp;', [0, 0, 0, 0, 0, 1, 2, 3, 4, 5]],
    ['AT&T', 'AT&T', [0, 1, 2, 3, 4]],
    ['&nope;', '&nope;', [0, 1, 2, 3, 4, 5, 6]],
    ['&#x1F600;x', '😀x', [0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3]],
    ['😀\\_', '😀_', [0, 1, 2, 2, 3]],
    ['one\n  two', 'one\ntwo', [0, 1, 2, 3, 4, 4, 4, 5, 6, 7]],
    ['one \n> two', 'one\ntwo', [0, 1, 2, 3, 3, 4, 4, 4, 5, 6, 7]],
    ['c:\\dir', 'c:\\dir', [0, 1, 2, 3, 4, 5, 6]],
    ['a\\\\b', 'a\\b', [0, 1, 1, 2, 3]],
  ])('maps %j to %j', (source, value, offsets) => {
    expect(valueOffsets(source, value)).toEqual(offsets);
  });

  it('places words after continued lines, escapes and references', () => {
    expect(markWords('- an item\n  that goes on\n  and ends', ['goes', 'ends'])).toEqual([
      'goes',
      'ends',
    ]);
    expect(markWords('> quoted\n> words > more\r\n> last', ['words', 'more', 'last'])).toEqual([
      'words',
      'more',
      'last',
    ]);
    expect(markWords('A\\_b &copy; 𝒳 \\[ c &hellip; word', ['𝒳', 'word'])).toEqual(['𝒳', 'word']);
    expect(markWords('| a \\| b | cell |\n|---|---|\n| x \\| y | z |', ['b', 'cell', 'y'])).toEqual(
      ['b', 'cell', 'y'],
    );
  });

  it('ascends from 0 to the length of the value for any text that the parser makes', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'b ',
        '\n',
        '\n> ',
        '\n  ',
        '\\*',
        '&amp;',
        '&#65;',
        '&',
        '😀',
        '*x*',
        '\\',
        '- ',
        '>',
      ],
    );
    const parser = unified().use(remarkParse);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const source = pieces.join('');
        for (const { start, end, value } of textsOf(parser.parse(source))) {
          const offsets = valueOffsets(source.slice(start, end), value);
          expect(offsets).toHaveLength(end - start + 1);
          expect([...offsets].sort((left, right) => left - right)).toEqual(offsets);
          expect(offsets.at(-1)).toBe(value.length);
          // A letter maps to itself: none of them is ever written in another way here.
          for (const [at, offset] of offsets.entries()) {
            if (source[start + at] === 'b') expect(value[offset]).toBe('b');
          }
        }
      }),
      { numRuns: 500, seed: 6 },
    );
  });
});
