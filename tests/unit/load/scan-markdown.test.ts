import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Root, RootContent } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src/load/front-matter.ts';
import { scanMarkdown } from '../../../src/load/scan-markdown.ts';

interface Seen {
  readonly kind: string;
  readonly start: number;
  readonly level: number | undefined;
}

const corpus = fileURLToPath(new URL('../../../corpus/', import.meta.url));
const notes = readdirSync(corpus).filter((name) => name.endsWith('.md'));
const parser = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter).use(remarkMath);

const kinds: Partial<Record<RootContent['type'], string>> = {
  heading: 'heading',
  paragraph: 'paragraph',
  list: 'list',
  table: 'table',
  code: 'code',
  math: 'formula',
  blockquote: 'quote',
  html: 'html',
  thematicBreak: 'rule',
};

/** What the reference parser sees. Blocks start at their line, indentation included. */
function parsed(text: string): Seen[] {
  const root: Root = parser.parse(text);
  return root.children
    .filter((node) => node.type !== 'yaml')
    .map((node) => {
      const offset = node.position!.start.offset!;
      return {
        kind: isFormula(node) ? 'formula' : (kinds[node.type] ?? node.type),
        start: text.lastIndexOf('\n', offset - 1) + 1,
        level: node.type === 'heading' ? node.depth : undefined,
      };
    });
}

/** A formula on one line, `$$x$$`, is a paragraph to remark and a block to readers. */
function isFormula(node: RootContent): boolean {
  if (node.type !== 'paragraph') return false;
  return node.children.length === 1 && node.children[0]?.type === 'inlineMath';
}

function scanned(text: string): Seen[] {
  return scanMarkdown(text, readFrontMatter(text).bodyStart).map(({ kind, start, heading }) => ({
    kind,
    start,
    level: heading?.level,
  }));
}

const blocksOf = (text: string): [string, string][] =>
  scanMarkdown(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

describe('scanMarkdown', () => {
  it.each(notes)('sees in %s what a full parser sees', (name) => {
    const text = readFileSync(`${corpus}${name}`, 'utf8');
    expect(scanned(text)).toEqual(parsed(text));
  });

  it.each(notes)('sees the same in %s with CRLF line ends', (name) => {
    const text = readFileSync(`${corpus}${name}`, 'utf8').replace(/\r?\n/g, '\r\n');
    expect(scanned(text)).toEqual(parsed(text));
  });

  it.each([
    ['a setext heading', 'Title\n===\n\nSub\nlines\n---\nText\n'],
    ['ATX headings with closing marks', '## A ##\n### B #\n#not\n'],
    [
      'a fence in a list',
      '- item\n\n  ```js\n  # no heading\n  - no item\n  ```\n\n- next\n\nText\n',
    ],
    [
      'a fence with blank lines in a list',
      '1. item\n   ```\n   a\n\n   b\n   ```\n2. next\n\n# A\n',
    ],
    ['an unclosed fence', 'Text\n\n```\n# no heading\n\n- no item\n'],
    ['a fence closed by a longer mark', '```\n~~~\n````\n# A\n'],
    ['a fence of tildes', '~~~md\n```\n# no\n~~~\n\n# A\n'],
    ['a fence that interrupts a paragraph', 'Text\n```\ncode\n```\nText\n'],
    ['a table', 'Text\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n| 3 |\n\nText\n'],
    ['a row of bars without delimiter row', '| a | b |\n| 1 | 2 |\n'],
    ['a formula', 'Text\n\n$$\nx = 1\n\ny = 2\n$$\n\nText\n'],
    ['a quote with a lazy line', '> a\nb\n\nText\n'],
    ['a rule between paragraphs', 'a\n\n---\n\nb\n\n***\n'],
    ['a loose list', '- a\n\n  more\n\n- b\n\nText\n'],
    ['nested lists', '- a\n  - b\n    - c\n- d\n\nText\n'],
    ['two lists of different marks', '- a\n- b\n* c\n\n1. d\n2) e\n'],
    ['an indented code block', 'Text\n\n    code\n\n    more\n\nText\n'],
    ['a comment', '<!-- a\n\nb -->\n\nText\n'],
    ['a number that does not interrupt', 'It was in\n2014. Then\n'],
    ['a heading without text', '#\n\nText\n'],
  ])('sees %s as a full parser does', (_, text) => {
    expect(scanned(text)).toEqual(parsed(text));
    const windows = text.replaceAll('\n', '\r\n');
    expect(scanned(windows)).toEqual(parsed(windows));
  });

  it('gives the text of a heading without its syntax', () => {
    const texts = scanMarkdown('# A *soft* [link](x.md) and `code` ##\n\nTwo\nlines\n---\n').map(
      ({ heading }) => heading?.text,
    );
    expect(texts).toEqual(['A soft link and code', 'Two lines']);
  });

  it('leaves line ends out of blocks', () => {
    expect(blocksOf('# A\r\n\r\nText\r\nmore\r\n')).toEqual([
      ['heading', '# A'],
      ['paragraph', 'Text\r\nmore'],
    ]);
  });

  it('takes an unclosed fence to the end', () => {
    expect(blocksOf('```\na\n\n# b\n')).toEqual([['code', '```\na\n\n# b']]);
  });

  it('cuts lists at items and tables at rows', () => {
    const list = '- a\n- b\n  - c\n';
    expect(scanMarkdown(list)[0]?.cuts).toEqual([4, 8]);
    const table = '| a |\n|---|\n| 1 |\n| 2 |\n';
    expect(scanMarkdown(table)[0]).toMatchObject({ cuts: [12, 18], headerEnd: 11 });
  });

  it('covers any text with ordered, disjoint blocks', () => {
    const line = fc.oneof(
      fc.constantFrom('# A', '- a', '1. a', '  - b', '```', '~~~', '$$', '> q', '---', '===', ''),
      fc.constantFrom('| a | b |', '|---|---|', '    code', '\ttab', '<div>', '<!-- c', '-->'),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
    );
    const lines = fc.tuple(fc.array(line, { maxLength: 25 }), fc.constantFrom('\n', '\r\n'));
    fc.assert(
      fc.property(lines, ([parts, lineEnd]) => {
        const text = parts.join(lineEnd);
        let last = 0;
        for (const { start, end, cuts } of scanMarkdown(text)) {
          expect(text.slice(last, start).trim()).toBe('');
          expect(end).toBeGreaterThan(start);
          for (const cut of cuts) expect(cut > start && cut < end).toBe(true);
          expect([...cuts]).toEqual([...cuts].sort((left, right) => left - right));
          last = end;
        }
        expect(text.slice(last).trim()).toBe('');
      }),
      { numRuns: 500 },
    );
  });
});
