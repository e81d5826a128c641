import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { type RunningPage, startPage } from '../fakes/running-page.ts';
import { openWatched } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1280, 360].map((width) => ({ colorScheme, width, name: `${colorScheme}, ${width} px wide` })),
);

describe.skipIf(chromiumPath === undefined)('every view', () => {
  let server: RunningPage;
  let browser: Browser;
  /** Addresses of all views, with what shows that they are there. */
  let views: readonly (readonly [name: string, path: string, ready: string])[];

  beforeAll(async () => {
    server = await startPage();
    browser = await launchChromium();
    const answered = await storeTurn('How does LoRA save memory?');
    const declined = await storeTurn('Who won the 2018 World Cup?');
    const { documentId, start, end } = server.conversations.turn(answered.id).result!.answer
      .citations[0]!;
    const broken = server.conversations.begin({ conversation: 'new', question: 'What is RAG?' });
    server.conversations.fail(broken.id, 'The model does not answer.');
    views = [
      ['welcome', '/', 'text=To begin with'],
      ['answer', `/c/${answered.conversationId}`, 'a[data-why]'],
      ['declined', `/c/${declined.conversationId}`, 'text=Nearest topics'],
      ['failed answer', `/c/${broken.conversationId}`, 'text=The model does not answer.'],
      ['missing conversation', '/c/none', 'text=There is no conversation'],
      ['source', `/read/${documentId}?at=${start}-${end}`, '[data-name~="active"]'],
      ['missing source', '/read/none', 'text=No document of that name'],
      ['see why', `/why/${answered.id}`, 'text=Rewrite the question'],
      ['see why, declined', `/why/${declined.id}`, 'text=Rewrite the question'],
      ['missing trace', '/why/none', '[role=alert]'],
      ['library', '/library', 'text=Attention'],
      ['search', '/library?q=dropout', 'text=dropout'],
      ['evaluation', '/evaluation', 'text=hit@5'],
    ];
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function storeTurn(question: string) {
    const turn = server.conversations.begin({ conversation: 'new', question });
    const answered = await server.pipeline.ask(question, { explain: true });
    return server.conversations.answer(
      turn.id,
      answered,
      await server.pipeline.followUps(answered),
    );
  }

  it.each(looks)('passes axe and fits its window, $name', async ({ colorScheme, width }) => {
    const { page, foreign, problems } = await openWatched(browser, server.url, {
      colorScheme,
      viewport: { width, height: 800 },
      reducedMotion: 'reduce',
    });
    for (const [name, path, ready] of views) {
      await page.goto(`${server.url}${path}`);
      await page.locator(ready).first().waitFor({ state: 'attached' });
      await page.waitForTimeout(250);
      await page.evaluate(
        "for (const one of document.querySelectorAll('main details')) one.open = true",
      );
      expect({ name, violations: await violationsOf(page) }).toEqual({ name, violations: [] });
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect({ name, overflow }).toEqual({ name, overflow: 0 });
    }
    expect(foreign).toEqual([]);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it.each(looks)('passes axe with its dialogs and cards open, $name', async (look) => {
    const { page } = await openWatched(browser, server.url, {
      colorScheme: look.colorScheme,
      viewport: { width: look.width, height: 800 },
      reducedMotion: 'reduce',
    });
    await page.goto(`${server.url}${views[1]![1]}`);
    await page.locator('[data-cite="1"]').focus();
    await page.locator('[data-radix-popper-content-wrapper]').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.locator('[data-cite="1"]').click();
    await page.locator('[data-name~="active"]').first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    if (look.width < 768) {
      await page.getByRole('button', { name: 'Open the menu' }).click();
      await page.getByRole('dialog', { name: 'Menu' }).waitFor();
    }
    await page
      .getByRole('button', { name: /^More about/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Delete' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: 'Delete this conversation?' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('shows a chosen theme from the first paint on', async () => {
    const { page } = await openWatched(browser, server.url, { colorScheme: 'light' });
    await page.goto(server.url);
    await page.locator('#question').waitFor();
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await page.locator('main').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('t');
    await page.keyboard.press('t');
    const dark = await background();
    expect(dark).not.toBe(light);
    // The style sheet stands, the script of the page has not come: what shows is dark already.
    await page.route(/assets\/index-.*\.js/, () => undefined);
    await page.reload({ waitUntil: 'commit' });
    await expect
      .poll(() => page.evaluate('document.body !== null && document.styleSheets.length > 0'))
      .toBe(true);
    expect(await page.locator('#question').count()).toBe(0);
    expect(await background()).toBe(dark);
    await page.context().close();
  });

  it('moves nothing when less motion is wished', async () => {
    const { page } = await openWatched(browser, server.url, { reducedMotion: 'reduce' });
    await page.goto(`${server.url}${views[1]![1]}`);
    await page.locator('[data-cite="1"]').click();
    await page.locator('[data-name~="active"]').first().waitFor();
    const running = await page.evaluate(
      'document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 1).length',
    );
    expect(running).toBe(0);
    await page.context().close();
  });

  it('says when a source has changed since it was quoted', async () => {
    const turn = await storeTurn('What is a tokenizer?');
    const stored = server.conversations.turn(turn.id);
    const answered = stored.answered!;
    server.conversations.answer(
      turn.id,
      {
        ...answered,
        answer: {
          ...answered.answer,
          citations: answered.answer.citations.map((one) => ({ ...one, contentHash: 'f00' })),
        },
      },
      [],
    );
    const { page } = await openWatched(browser, server.url);
    await page.goto(`${server.url}/c/${turn.conversationId}`);
    await page.getByText('The source has changed since.').first().waitFor();
    await page.locator('[data-cite="1"]').click();
    await page.getByText('The source has changed since this answer.').waitFor();
    await page.getByText('The quoted words still stand in it.').waitFor();
    await page.context().close();
  });
});

async function violationsOf(page: Page): Promise<string[]> {
  // Evaluated, not added as an element: the page's policy would refuse that one.
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => id + ' ' + target.join(' ') + ' ' + failureSummary)))`);
}
