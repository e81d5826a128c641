import fc from 'fast-check';
import type { Nodes, Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import {
  type ExportedConversation,
  exportMarkdown,
} from '../../../src/conversations/export-markdown.ts';
import { splitAnswered } from '../../../src/conversations/stored-answer.ts';
import type { Answer, Statement } from '../../../src/types.ts';
import { answeredQuestion, citation } from '../../fakes/answered-question.ts';

type Exported = ExportedConversation['turns'][number];

function turn(answer: Partial<Answer> | null, changes: Partial<Exported> = {}): Exported {
  return {
    id: 't',
    conversationId: 'c',
    question: 'Why does it diverge?',
    state: 'answered',
    error: null,
    createdAt: '2026-02-03T10:11:12.000Z',
    sources: [],
    suggestions: [],
    result: answer && splitAnswered(answeredQuestion(answer)).result,
    changedSources: [],
    ...changes,
  };
}

function write(turns: readonly Exported[], title = 'Divergence'): string {
  return exportMarkdown({
    id: 'c',
    title,
    createdAt: '2026-02-03T10:11:12.000Z',
    updatedAt: '2026-02-04T00:00:00.000Z',
    turns,
  });
}

function statement(changes: Partial<Statement>): Statement {
  return {
    text: 'A.',
    support: 'supported',
    supportScore: 1,
    citations: [],
    layout: 'sentence',
    ...changes,
  };
}

const parse = (markdown: string): Root => unified().use(remarkParse).use(remarkGfm).parse(markdown);
const typesOf = (node: Nodes): string[] => [
  node.type,
  ...('children' in node ? node.children.flatMap(typesOf) : []),
];
const wordsOf = (node: Nodes): string =>
  'value' in node ? node.value : 'children' in node ? node.children.map(wordsOf).join('') : '';

describe('exportMarkdown', () => {
  it('writes title, dates, question, answer and footnote', () => {
    expect(write([turn({})])).toBe(`# Divergence

Begun 2026-02-03 10:11 UTC, last added to 2026-02-04 00:00 UTC.

## Why does it diverge?

A step that is too large diverges.[^1]

[^1]: “A step that is too large diverges.” — Gradient descent › Step size, notes/gradient.md, characters 10 to 31, verified.
`);
  });

  it('numbers the footnotes through the document and says which sources have changed', () => {
    const markdown = write([turn({}), turn({}, { changedSources: ['d1'] })]);
    expect(markdown).toContain('diverges.[^1]\n');
    expect(markdown).toContain('diverges.[^2]\n');
    expect(markdown).toMatch(/^\[\^1\]: .*verified\.$/m);
    expect(markdown).toMatch(/^\[\^2\]: .*verified\. The source has changed since\.$/m);
  });

  it('says what alone was searched', () => {
    expect(write([turn({}, { sources: ['deep_dive/', 'a*.md'] })])).toContain(
      '## Why does it diverge?\n\n*Searched only in deep\\_dive/, a\\*.md.*\n\nA step',
    );
  });

  it('sets items as a list and formulas by themselves', () => {
    const statements = [
      statement({ text: 'Two cases:' }),
      statement({ text: 'one', layout: 'item', citations: [1] }),
      statement({ text: 'two with `code_x` and $a_i$', layout: 'item' }),
      statement({ text: '$$\nx = y_i\n$$', layout: 'formula', citations: [1] }),
      statement({ text: 'End.' }),
      statement({ text: 'And _more_.' }),
    ];
    expect(write([turn({ statements })])).toContain(
      [
        'Two cases:',
        '- one[^1]\n- two with `code_x` and $a_i$',
        '$$\nx = y_i\n$$',
        '[^1]',
        'End. And \\_more\\_.',
      ].join('\n\n'),
    );
  });

  it('flags in words what is not supported', () => {
    const statements = [
      statement({ text: 'Half.', support: 'partial', citations: [1] }),
      statement({ text: 'None.', support: 'unsupported' }),
    ];
    expect(write([turn({ statements })])).toContain(
      'Half.[^1] (only partly supported by its quotes) None. (not supported by its quotes)',
    );
  });

  it('says how a quote was found', () => {
    const citations = [
      citation({ marker: 1, status: 'repaired' }),
      citation({ marker: 2, status: 'unverified' }),
    ];
    const markdown = write([turn({ citations })]);
    expect(markdown).toMatch(/^\[\^1\]: .* repaired \(/m);
    expect(markdown).toMatch(/^\[\^2\]: .* unverified \(not found in the notes\)\.$/m);
  });

  it('says that a question was declined, with the nearest topics', () => {
    const { documentId, uri, title, headingPath } = citation();
    const markdown = write([
      turn({
        status: 'declined',
        text: 'The notes do not say.',
        statements: [],
        citations: [],
        nearestTopics: [{ documentId, uri, title, headingPath }],
      }),
    ]);
    expect(markdown).toContain(
      'The notes do not say.\n\nNearest in the notes:\n\n- Gradient descent › Step size\n',
    );
  });

  it('says that a turn failed, was interrupted or is still being answered', () => {
    const markdown = write([
      turn(null, { state: 'failed', error: 'The model is *gone*.' }),
      turn(null, { state: 'interrupted' }),
      turn(null, { state: 'answering' }),
    ]);
    expect(markdown).toContain('*No answer: The model is \\*gone\\*.*');
    expect(markdown).toContain('*No answer: it was interrupted.*');
    expect(markdown).toContain('*No answer yet.*');
  });

  it('escapes formulas that would count as footnotes, links or HTML elsewhere', () => {
    const statements = [
      statement({ text: 'See $[^1]$ and $x<b>$.' }),
      statement({ text: '$$\n[^1]: x\n$$', layout: 'formula' }),
    ];
    expect(write([turn({ statements })])).toContain(
      'See \\$\\[\\^1\\]\\$ and \\$x\\<b\\>\\$.\n\n\\$\\$ \\[\\^1\\]: x \\$\\$',
    );
  });

  it('does not open a formula that is empty', () => {
    const statements = [statement({ text: '$$\n$$', layout: 'formula' })];
    expect(write([turn({ statements })])).toContain('\\$\\$ \\$\\$');
  });

  it('keeps any words of notes and askers in their place', () => {
    const piece = fc.constantFrom(
      ...['\n', '\n\n', '# ', '- ', '1. ', '1', '.', '> ', '```', '`', '*', '_', '[^1]', '[^1]: '],
      ...['[a](b)', '![a](b)', '<b>', '</b>', '<!--', '&amp;', '|', '---', '===', '~~~', '~~'],
      ...['$', '$$', '\\', 'word', ' ', '    ', '\t', '+', ':', '“', '[x]', '](', '\u2028'],
    );
    const text = fc.array(piece, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, text, text, (question, quote, sentence, title) => {
        const layouts = ['sentence', 'item', 'formula'] as const;
        const statements = layouts.map((layout) =>
          statement({ text: sentence.trim() || 'a', layout, citations: [1] }),
        );
        const citations = [citation({ quote, title, uri: `n/${title}` })];
        const root = parse(
          write([turn({ statements, citations }, { question: `q${question}` })], title),
        );
        expect(root.children.map(({ type }) => type)).toEqual([
          ...['heading', 'paragraph', 'heading', 'paragraph', 'list', 'paragraph', 'paragraph'],
          'footnoteDefinition',
        ]);
        const types = root.children.flatMap(typesOf);
        for (const type of ['html', 'link', 'image', 'code', 'blockquote', 'table', 'delete']) {
          expect(types).not.toContain(type);
        }
        expect(types.filter((type) => type === 'footnoteReference')).toHaveLength(3);
        const oneLine = quote.replace(/\s+/g, ' ').trim();
        expect(wordsOf(root.children.at(-1)!)).toContain(`“${oneLine}”`);
      }),
      { numRuns: 400 },
    );
  });
});
