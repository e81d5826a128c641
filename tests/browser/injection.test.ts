import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { obedientAnswers } from '../fakes/obedient-answers.ts';
import { type RunningPage, startPage } from '../fakes/running-page.ts';
import { openWatched } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

const turnsAPage = 100;

describe.skipIf(chromiumPath === undefined)('1,500 answers of a model that obeys attacks', () => {
  let server: RunningPage;
  let browser: Browser;
  const conversations: string[] = [];

  beforeAll(async () => {
    server = await startPage();
    browser = await launchChromium();
    const mode = await server.pipeline.mode();
    const shown = { passages: [], mode, confidence: 1, trace: { steps: [], totalMs: 1 } };
    let conversation = 'new';
    for (const [at, { name, answer }] of (await obedientAnswers()).entries()) {
      if (at % turnsAPage === 0) conversation = 'new';
      const turn = server.conversations.begin({ conversation, question: name });
      server.conversations.answer(turn.id, { answer, ...shown }, []);
      if (conversation === 'new') conversations.push(turn.conversationId);
      conversation = turn.conversationId;
    }
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('fetch nothing, link nowhere else and run nothing on the page', async () => {
    let seen = 0;
    for (const id of conversations) {
      const { page, foreign, problems } = await openWatched(browser, server.url);
      // Notes every turn that comes into the document, and what of it is not ours.
      await page.addInitScript({ content: watchTurns });
      await page.goto(`${server.url}/c/${id}`);
      await page.locator('[data-turn]').first().waitFor();
      const scroller = page.locator('[data-scroller]');
      for (let step = 0; step < 400; step += 1) {
        await scroller.evaluate((element) => element.scrollBy(0, -1_400));
        await page.waitForTimeout(12);
        if ((await scroller.evaluate(({ scrollTop }) => scrollTop)) === 0) break;
      }
      await page.waitForTimeout(100);
      const { turns, leaks } = (await page.evaluate('seenTurns()')) as {
        turns: number;
        leaks: string[];
      };
      expect(leaks).toEqual([]);
      expect(foreign).toEqual([]);
      expect(problems).toEqual([]);
      seen += turns;
      await page.context().close();
    }
    expect(seen).toBe(1_500);
  }, 240_000);
});

const watchTurns = `
  const turns = new Set();
  const leaks = new Set();
  const look = (element) => {
    const turn = element.closest('[data-turn]');
    if (turn) turns.add(turn.dataset.turn);
    if (/^(?:IFRAME|OBJECT|EMBED|VIDEO|AUDIO|FORM|BASE|META|LINK|STYLE|SCRIPT)$/.test(element.tagName) && element.closest('main') && !element.matches('main form:has(#question)')) {
      leaks.add(element.outerHTML.slice(0, 200));
    }
    for (const { name, value } of element.attributes) {
      const runs = /^on|^srcdoc$|^ping$/i.test(name);
      const leads = /^(?:href|src|srcset|action|formaction|data|poster|background)$/i.test(name) &&
        new URL(value, location.href).origin !== location.origin;
      if (runs || leads) leaks.add(element.tagName + ' ' + name + '=' + value);
    }
  };
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        look(node);
        node.querySelectorAll('*').forEach(look);
      }
    }
  }).observe(document, { childList: true, subtree: true });
  globalThis.seenTurns = () => ({ turns: turns.size, leaks: [...leaks] });
`;
