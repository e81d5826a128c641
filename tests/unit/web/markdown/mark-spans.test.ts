import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Sentence, sentencesOf } from '../../../../src/text/sentences.ts';
import { markedTree, marksOf, textOf } from './chain.ts';

const corpus = new URL('../../../../corpus/', import.meta.url);
const notes = readdirSync(corpus)
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .map((name) => ({ name, body: bodyOf(readFileSync(new URL(name, corpus), 'utf8')) }));

/** Front matter is never rendered as Markdown. */
function bodyOf(text: string): string {
  return text.replace(/^---\n[\s\S]*?\n---\n/, '');
}

/** What marks may differ in from the source: its markup, and the white space around it. */
function bare(text: string): string {
  return text
    .replace(/^```\w*$/gm, '')
    .replace(/\]\([^)\s]*\)/g, '')
    .replace(/[\s*_`|$\\#>~[\]()-]/g, '');
}

function markSentences(body: string, sentences: readonly Sentence[]) {
  const spans = sentences.map(({ start, end }, at) => ({ start, end, name: `s${at}` }));
  return marksOf(markedTree(body, spans));
}

function marked(source: string, quote: string): string | undefined {
  const start = source.indexOf(quote);
  return marksOf(markedTree(source, [{ start, end: start + quote.length, name: 'q' }])).get('q');
}

describe('marks in the real notes', () => {
  it.each(notes)('are the sentences of $name', ({ body }) => {
    const sentences = sentencesOf(body);
    const marks = markSentences(body, sentences);
    for (const [at, { start, end, block }] of sentences.entries()) {
      const sentence = body.slice(start, end);
      const text = marks.get(`s${at}`);
      if (block === 'code') expect(text && sentence.includes(text.trim())).toBeTruthy();
      else if (/[\n*_`|$\\#<>[\]~&]/.test(sentence)) expect(bare(text ?? '')).toBe(bare(sentence));
      else expect(text).toBe(sentence);
    }
  });

  it('leave the text of the note as it is and mark nothing beside one sentence', () => {
    const all = notes.flatMap((note) =>
      sentencesOf(note.body).map((sentence) => ({ ...note, sentence })),
    );
    fc.assert(
      fc.property(fc.nat(all.length - 1), (at) => {
        const { body, sentence } = all[at]!;
        const tree = markedTree(body, [{ ...sentence, name: 'one' }]);
        expect(textOf(tree)).toBe(textOf(markedTree(body, [])));
        expect([...marksOf(tree).keys()]).toEqual(['one']);
        const outside = body.slice(sentence.start, sentence.end);
        expect(bare(marksOf(tree).get('one')!).length).toBeLessThanOrEqual(bare(outside).length);
      }),
      { numRuns: 60, seed: 6 },
    );
  });
});

describe('markSpans', () => {
  it('marks from within a bold word to within a link', () => {
    expect(marked('Some **bold words** and [a link](x.md) end.', 'words** and [a li')).toBe(
      'words and a li',
    );
  });

  it('gives the words of two overlapping spans to both', () => {
    const tree = markedTree('one two three', [
      { start: 0, end: 7, name: 'a' },
      { start: 4, end: 13, name: 'b' },
    ]);
    expect(marksOf(tree)).toEqual(
      new Map([
        ['a', 'one two'],
        ['b', 'two three'],
      ]),
    );
  });

  it('marks a span that lies in another one', () => {
    const tree = markedTree('one two three', [
      { start: 0, end: 13, name: 'outer' },
      { start: 4, end: 7, name: 'inner' },
    ]);
    expect(marksOf(tree).get('outer')).toBe('one two three');
    expect(marksOf(tree).get('inner')).toBe('two');
  });

  it('marks a formula and code as a whole', () => {
    expect(marked('The scale $\\sqrt{d_k}$ matters', '{d_k}$ mat')).toBe('\\sqrt{d_k} mat');
    expect(marked('Call `run(x)` now', '(x)')).toBe('run(x)');
    expect(marked('```js\nlet a = 1;\n```\n', 'a = 1')).toBe('let a = 1;\n');
  });

  it('marks words beside addresses', () => {
    expect(marked('Ask me@example.org or see www.example.org today.', 'or see')).toBe('or see');
    expect(marked('Ask me@example.org first.', 'Ask me@example.org first.')).toBe(
      'Ask me@example.org first.',
    );
  });

  it('marks HTML of the source as the text that it is', () => {
    expect(marked('a <b>word</b> here', '<b>word</b>')).toBe('<b>word</b>');
    expect(marked('<div>\nblock\n</div>\n', 'block')).toBe('block');
  });

  it('marks nothing for an empty span or one beyond the text', () => {
    const spans = [
      { start: 2, end: 2, name: 'empty' },
      { start: 90, end: 99, name: 'beyond' },
    ];
    expect(marksOf(markedTree('some words', spans)).size).toBe(0);
  });
});
