import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { type RunningPage, startPage } from '../fakes/running-page.ts';
import { openWatched } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

/** What a reader does while something else is under way. */
describe.skipIf(chromiumPath === undefined)('going on', () => {
  let server: RunningPage;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await startPage();
    browser = await launchChromium();
  });
  beforeEach(async () => {
    ({ page } = await openWatched(browser, server.url));
  });
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Holds questions back before they reach the server. */
  const hold = async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/api/chat', async (route) => {
      await held;
      await route.continue().catch(() => undefined);
    });
    return () => release();
  };
  const ask = async (question: string) => {
    await page.locator('#question').fill(question);
    await page.keyboard.press('Enter');
  };
  const answered = (question: string) =>
    page.locator('article', { hasText: question }).last().locator('a[data-why]').waitFor();
  const focused = () => page.evaluate('document.activeElement?.ariaLabel');

  it('leaves a reader in the view that was opened while the answer began', async () => {
    const release = await hold();
    await page.goto(server.url);
    await ask('What is a tokenizer?');
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('heading', { name: 'Library', level: 1 }).waitFor();
    release();
    await page.getByRole('link', { name: 'What is a tokenizer?' }).first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/library');
    expect(await page.title()).toContain('Library');
  });

  it('keeps what is typed while the answer begins, and over other views', async () => {
    const release = await hold();
    await page.goto(server.url);
    await ask('What is byte-pair encoding?');
    await page.locator('#question').fill('And then');
    release();
    await answered('What is byte-pair encoding?');
    expect(await page.locator('#question').inputValue()).toBe('And then');
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('heading', { name: 'Library', level: 1 }).waitFor();
    await page.goBack();
    await page.locator('#question').waitFor();
    expect(await page.locator('#question').inputValue()).toBe('And then');
  });

  it('keeps a question that was stopped before it began', async () => {
    const release = await hold();
    await page.goto(server.url);
    await ask('What is a logit?');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('Stopped. The question is kept here').waitFor();
    release();
    await page.unroute('**/api/chat');
    await page.getByRole('button', { name: 'Try again' }).click();
    await answered('What is a logit?');
  });

  it('shows a deleted conversation no more, not even on the way back', async () => {
    await page.goto(server.url);
    await ask('What is temperature in sampling?');
    await answered('What is temperature in sampling?');
    await page.getByRole('button', { name: /More about “What is temperature/ }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'To begin with' }).waitFor();
    await page.goBack();
    expect(await page.locator('[data-cite]').count()).toBe(0);
  });

  it('gives the focus back after a rename, and shows the new name everywhere', async () => {
    await page.goto(server.url);
    await ask('What is top-k sampling?');
    await answered('What is top-k sampling?');
    await page.getByRole('button', { name: /More about “What is top-k/ }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByLabel('Name of the conversation').fill('Sampling');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Sampling', exact: true }).waitFor();
    await expect.poll(() => page.title()).toBe('Sampling · Groundwork');
    await expect.poll(focused).toContain('More about “Sampling”');
  });

  it('shows what another window has asked in between', async () => {
    await page.goto(server.url);
    await ask('What is a context window?');
    await answered('What is a context window?');
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.locator('#question').fill('How long can it be?');
    await other.keyboard.press('Enter');
    await other.getByRole('heading', { name: 'How long can it be?', level: 2 }).waitFor();
    await other.locator('article').last().locator('a[data-why]').waitFor();
    await page.bringToFront();
    await ask('What is attention sink?');
    await answered('What is attention sink?');
    await page.getByRole('heading', { name: 'How long can it be?', level: 2 }).waitFor();
  });

  it('keeps an edit that is scrolled out of sight, and the focus when it is given up', async () => {
    const first = server.conversations.begin({ conversation: 'new', question: 'Question 1' });
    const stored = await server.pipeline.ask('Why are attention scores scaled?');
    server.conversations.answer(first.id, stored, []);
    for (const at of [2, 3, 4, 5, 6, 7]) {
      const { conversationId: conversation } = first;
      const turn = server.conversations.begin({ conversation, question: `Question ${at}` });
      server.conversations.answer(turn.id, stored, []);
    }
    await page.goto(`${server.url}/c/${first.conversationId}`);
    const scroller = page.locator('[data-scroller]');
    await page.getByRole('heading', { name: 'Question 7', level: 2 }).waitFor();
    await scroller.evaluate((element) => element.scrollTo(0, 0));
    const question = page.getByRole('article', { name: 'Question 1' });
    await question.getByRole('button', { name: 'Edit the question' }).click();
    const field = question.getByRole('textbox', { name: 'Question' });
    await field.fill('Question 1, put better');
    await scroller.evaluate((element) => element.scrollTo(0, 100_000));
    await page.waitForTimeout(400);
    await scroller.evaluate((element) => element.scrollTo(0, 0));
    await page.waitForTimeout(400);
    expect(await field.inputValue()).toBe('Question 1, put better');
    await field.press('Escape');
    await expect.poll(focused).toContain('Edit the question');
  });

  it('comes back from another view to the place that was read', async () => {
    const first = server.conversations.begin({ conversation: 'new', question: 'Place 1' });
    const stored = await server.pipeline.ask('How does LoRA save memory?');
    server.conversations.answer(first.id, stored, []);
    for (const at of [2, 3, 4, 5]) {
      const { conversationId: conversation } = first;
      const turn = server.conversations.begin({ conversation, question: `Place ${at}` });
      server.conversations.answer(turn.id, stored, []);
    }
    await page.goto(`${server.url}/c/${first.conversationId}`);
    await page.getByRole('heading', { name: 'Place 5', level: 2 }).waitFor();
    await page.locator('[data-scroller]').evaluate((element) => element.scrollTo(0, 0));
    await page.getByRole('article', { name: 'Place 1' }).locator('a[data-why]').click();
    await page.getByRole('heading', { name: 'Rewrite the question' }).waitFor();
    await page.goBack();
    const place = page.getByRole('heading', { name: 'Place 1', level: 2 });
    await place.waitFor({ timeout: 10_000 });
    await expect
      .poll(async () => Math.abs((await place.boundingBox())?.y ?? 10_000))
      .toBeLessThan(200);
  });
});
