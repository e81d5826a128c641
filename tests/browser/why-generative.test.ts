/** "See why" of answers that a language model wrote, and of those that it searched for in parts. */
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatServer, type ChatServerRequest, startChatServer } from '../fakes/chat-server.ts';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { type RunningPage, startPage } from '../fakes/running-page.ts';
import { openWatched } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1280, 360].map((width) => ({ colorScheme, width, name: `${colorScheme}, ${width} px wide` })),
);

const followUp = 'Why are the samples of a variational autoencoder blurry?';
const twoParts = 'How does LoRA save memory, and why are attention scores scaled?';

describe.skipIf(chromiumPath === undefined)('the "See why" view of a model\'s answer', () => {
  let server: RunningPage;
  let browser: Browser;
  let model: ChatServer;
  let written: Stored;
  let deep: Stored;

  beforeAll(async () => {
    model = await startChatServer({ reply: play });
    server = await startPage();
    browser = await launchChromium();
    await send('PUT', '/api/settings', {
      changes: { OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted' },
    });
    const { conversationId } = await ask({ question: 'What is a variational autoencoder?' });
    written = await ask({ question: 'Why are they blurry?', conversation: conversationId });
    deep = await ask({ question: twoParts, answers: 'deep' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await model?.close();
  });

  interface Stored {
    readonly conversationId: string;
    readonly turnId: string;
  }

  async function send(method: string, path: string, body: object): Promise<{ stored: Stored }> {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as { stored: Stored };
  }

  async function ask(body: object): Promise<Stored> {
    return (await send('POST', '/api/chat', { conversation: 'new', ...body })).stored;
  }

  const section = (page: Page, name: string) =>
    page.locator('li', { has: page.getByRole('heading', { level: 3, name }) });

  it('tells who wrote a follow-up, from what, and what became of every quotation', async () => {
    const { page, problems, foreign } = await openWatched(browser, server.url);
    await page.goto(`${server.url}/c/${written.conversationId}`);
    await page.locator('a[data-why]').last().click();

    const rewritten = section(page, 'Rewrite the question');
    await rewritten.getByText(followUp).first().waitFor();
    await rewritten.getByText('As scripted puts it, read against 2 earlier messages.').waitFor();

    const writing = await section(page, 'Write from the passages').innerText();
    expect(writing).toMatch(/Written by\s+scripted/);
    expect(writing).toMatch(/Was shown\s+8 passages/);
    expect(writing).toMatch(/Wrote\s+4 sentences/);
    expect(writing).toMatch(/1\s+found letter for letter/);
    expect(writing).toMatch(/1\s+found after normalising/);
    expect(writing).toMatch(/1\s+not found/);
    expect(writing).toMatch(/Yes, for 1 sentence .*: 1 left flagged/);
    expect(writing).toMatch(/Tokens\s+300 in, 60 out/);
    expect(writing).toMatch(/Estimated cost\s+not known/);
    const shown = page.getByRole('list', { name: 'Passages shown' }).getByRole('listitem');
    expect(await shown.filter({ hasText: 'quoted' }).count()).toBe(1);
    expect(await shown.count()).toBe(8);
    expect(await shown.first().getByRole('link').getAttribute('href')).toMatch(/^\/read\//);

    const checked = section(page, 'Check every quote');
    await checked.getByText('on the moon by nine cats', { exact: true }).waitFor();
    expect(await checked.getByText('Not verified').count()).toBe(1);
    expect(await checked.getByText('Nothing quoted stands under this sentence.').count()).toBe(1);
    expect(problems).toEqual([]);
    expect(foreign).toEqual([]);
    await page.context().close();
  });

  it('tells what a deep answer searched for, and times every search by itself', async () => {
    const { page, problems } = await openWatched(browser, server.url);
    await page.goto(`${server.url}/why/${deep.turnId}`);
    const parts = section(page, 'Search for the parts');
    await parts.getByRole('heading', { level: 4 }).first().waitFor();
    expect(await parts.getByRole('heading', { level: 4 }).allInnerTexts()).toEqual([
      'How does LoRA save memory?',
      'Why are attention scores scaled?',
      'Who won the 2018 World Cup?',
    ]);
    expect(await parts.getByText('The notes hold it', { exact: true }).count()).toBe(2);
    expect(await parts.getByText('The notes do not hold it; left out').count()).toBe(1);
    await parts.getByText('The planning ended when the model had searched for all').waitFor();
    const bar = page.getByRole('figure', { name: 'Where the time went' });
    expect(await bar.getByRole('link', { name: /^planning: / }).count()).toBe(2);
    await bar
      .getByRole('link', { name: /^searches: / })
      .first()
      .press('Enter');
    expect(await page.evaluate('document.querySelector(":target h3")?.textContent')).toBe(
      'Search for the parts',
    );
    const numbers = page.locator('li:has(> div > h3) > div > span[aria-hidden]');
    expect(await numbers.allInnerTexts()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it.each(looks)('passes axe and fits its window, $name', async ({ colorScheme, width }) => {
    const { page } = await openWatched(browser, server.url, {
      colorScheme,
      viewport: { width, height: 800 },
      reducedMotion: 'reduce',
    });
    for (const { turnId } of [written, deep]) {
      await page.goto(`${server.url}/why/${turnId}`);
      await page.getByRole('heading', { name: 'Check every quote' }).waitFor();
      await page.evaluate(
        "for (const one of document.querySelectorAll('main details')) one.open = true",
      );
      await page.evaluate(axe.source);
      const violations = await page.evaluate(`axe.run(document).then(({ violations }) =>
        violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ' ' + html)))`);
      expect(violations).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      const cut = await page.evaluate(sidewaysInMain);
      expect(cut).toBe(0);
    }
    await page.context().close();
  });
});

/** How far the view itself scrolls sideways, which the frame would hide. */
const sidewaysInMain = `Math.max(...[...document.querySelectorAll('main, main > *')]
  .map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth))`;

/** The scripted model: makes follow-ups whole, plans three searches, and quotes well and badly. */
function play(request: ChatServerRequest) {
  const prompt = String(request.messages.at(-1)?.content);
  if (request.tools !== undefined) {
    if (request.messages.some(({ role }) => role === 'tool')) return 'done';
    const queries = [
      'How does LoRA save memory?',
      'Why are attention scores scaled?',
      'Who won the 2018 World Cup?',
    ];
    return {
      toolCalls: queries.map((query) => ({ name: 'search_notes', arguments: { query } })),
    };
  }
  if (prompt.startsWith('Conversation')) return followUp;
  // Asked to mend its quotations, it has nothing better.
  if (prompt.includes('\nSentences\n')) return 'I do not know.';
  const [, id, text] = /\[\[\w+ (\w+)\]\][^\n]*\n([\s\S]*?)\n\[\[/.exec(prompt) ?? [];
  if (id === undefined || text === undefined) return 'one\ntwo\nthree\nfour\nfive';
  const sentence = text
    .replace(/^#.*$/gm, '')
    .trim()
    .split(/(?<=\.)\s/)[0]!;
  const quote = sentence.split(' ').slice(0, 10).join(' ');
  return [
    `${sentence} <cite id="${id}">${quote}</cite>`,
    `Put otherwise, ${sentence} <cite id="${id}">${quote.toUpperCase()}</cite>`,
    `It was found in 1911. <cite id="${id}">on the moon by nine cats</cite>`,
    'Nobody has doubted any of this since the beginning of the century.',
  ].join(' ');
}
