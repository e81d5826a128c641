import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Markdown } from '../../../../web/src/markdown/markdown.tsx';
import { resolveUri } from '../../../../web/src/markdown/note-link.tsx';
import { PieceText } from '../../../../web/src/read/piece-text.tsx';

function render(text: string): string {
  const page = createElement(Markdown, { text, spans: [{ start: 0, end: 9, name: 'm' }] });
  return renderToStaticMarkup(
    createElement(QueryClientProvider, { client: new QueryClient() }, page),
  );
}

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'a <img src="https://evil.example/x.png" onerror="alert(1)"> b',
  '![x](https://evil.example/x.png)',
  '![x][ref]\n\n[ref]: https://evil.example/x.png',
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt&colon;alert(1))',
  '[a](data:text/html;base64,PHNjcmlwdD4=)',
  '[a](//evil.example)',
  '[a][r]\n\n[r]: https://evil.example "title"',
  'https://evil.example and www.evil.example and me@evil.example',
  '<https://evil.example>',
  'note[^1]\n\n[^1]: see https://evil.example',
  '<!-- comment --> <style>@import "https://evil.example"</style>',
  '<iframe src="https://evil.example"></iframe>',
  '<a href="https://evil.example" ping="https://evil.example">x</a>',
  '<svg><use href="https://evil.example#x"/></svg>',
  '| a |\n|---|\n| ![x](https://evil.example/x.png) |',
  '$\\href{https://evil.example}{x}$ $\\includegraphics{https://evil.example/x.png}$',
];

describe('hostile text', () => {
  it.each(hostile)('fetches nothing and leads nowhere: %s', (text) => {
    const page = render(text);
    const tags = page.match(/<[a-z][^>]*>/g) ?? [];
    for (const tag of tags) {
      expect(tag).not.toMatch(/^<(?:script|img|iframe|style|object|embed|form|link|base|use|a)\b/);
      expect(tag).not.toMatch(/\s(?:href|src|srcset|ping|action|on\w+|style|id)=/);
    }
  });

  it('shows HTML as the text that it is', () => {
    expect(render('some words before <b>bold</b>')).toContain('&lt;b&gt;');
  });

  it('renders pathological text without holding up the page', () => {
    const texts = [
      '> '.repeat(6_000),
      '- '.repeat(6_000),
      Array.from({ length: 150 }, (_, at) => `${'  '.repeat(at)}- item`).join('\n'),
      '*'.repeat(12_000),
      '['.repeat(12_000),
      '`'.repeat(6_001) + 'a'.repeat(5_000),
      '$'.repeat(12_000),
      '<'.repeat(12_000),
      '- a\n'.repeat(500_000),
    ];
    for (const text of texts) {
      const began = performance.now();
      const piece = createElement(PieceText, { text, mediaType: 'text/markdown', spans: [] });
      const page = renderToStaticMarkup(
        createElement(QueryClientProvider, { client: new QueryClient() }, piece),
      );
      expect(page.length).toBeGreaterThan(0);
      expect(performance.now() - began, text.slice(0, 12)).toBeLessThan(3_000);
    }
  });
});

describe('resolveUri', () => {
  it.each([
    ['a/b.md', '../c.md#part', 'c.md'],
    ['b.md', 'c%20d.md', 'c d.md'],
    ['b.md', 'https://evil.example', undefined],
    ['b.md', '//evil.example', undefined],
    ['b.md', 'javascript:alert(1)', undefined],
    ['b.md', '%E0%A4%A', undefined],
  ])('takes %j and %j to %j', (from, href, uri) => {
    expect(resolveUri(from, href)).toBe(uri);
  });
});
