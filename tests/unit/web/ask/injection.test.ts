import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { annotationsOf, sourcesList } from '../../../../src/serve/source-links.ts';
import { Markdown } from '../../../../web/src/markdown/markdown.tsx';
import { away } from '../../../fakes/attacks.ts';
import { type ObedientAnswer, obedientAnswers } from '../../../fakes/obedient-answers.ts';

const origin = 'http://127.0.0.1:3000';

describe('a model that does what a document says', () => {
  let answers: ObedientAnswer[];

  beforeAll(async () => {
    answers = await obedientAnswers();
  }, 120_000);

  const each = (check: (one: ObedientAnswer) => void) => {
    for (const one of answers) {
      try {
        check(one);
      } catch (error) {
        throw new Error(`${one.name}: ${error instanceof Error ? error.message : error}`);
      }
    }
  };

  it('is tried with 300 attacks in 5 places each, and obeys in all of them', () => {
    expect(answers).toHaveLength(1_500);
    expect(new Set(answers.map(({ name }) => name)).size).toBe(1_500);
    each(({ reply }) => expect(reply.length).toBeGreaterThan(140));
  });

  it('cites nothing but what stands letter for letter in the passage it was shown', () => {
    each(({ answer, document }) => {
      for (const { start, end, quote, status, uri } of answer.citations) {
        expect(uri).toBe('zebrafish.md');
        if (status !== 'unverified') expect(document.slice(start, end)).toBe(quote);
      }
      const known = new Set(answer.citations.map(({ marker }) => marker));
      for (const { citations } of answer.statements) {
        for (const marker of citations) expect(known).toContain(marker);
      }
    });
  });

  it('writes statements without a link, a picture or an element', () => {
    each(({ answer }) => {
      for (const { text } of answer.statements) {
        const html = renderToStaticMarkup(
          createElement(
            QueryClientProvider,
            { client: new QueryClient() },
            createElement(Markdown, { text, inline: true }),
          ),
        );
        for (const tag of html.match(/<[a-z][^>]*>/g) ?? []) {
          expect(tag).not.toMatch(/^<(?:script|img|iframe|style|object|embed|form|link|base|a)\b/);
          expect(tag).not.toMatch(/\s(?:href|src|srcset|ping|action|on\w+)=/);
        }
      }
    });
  });

  it('leaves the links of other clients ours', () => {
    each(({ answer }) => {
      for (const { url_citation } of annotationsOf(answer.text, answer.citations, origin)) {
        expect(url_citation.url.startsWith(`${origin}/read/`)).toBe(true);
      }
      const links = [...sourcesList(answer.citations, origin).matchAll(/\]\(([^)]*)\)/g)];
      for (const [, url] of links) expect(url!.startsWith(`${origin}/read/`)).toBe(true);
      expect(sourcesList(answer.citations, origin)).not.toContain(away);
    });
  });
});
