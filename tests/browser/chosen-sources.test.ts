import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { type RunningPage, startPage } from '../fakes/running-page.ts';
import { openWatched } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

const question = 'How does LoRA save memory?';

describe.skipIf(chromiumPath === undefined)('choosing sources', () => {
  let server: RunningPage;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await startPage();
    browser = await launchChromium();
  });
  beforeEach(async () => {
    ({ page } = await openWatched(browser, server.url));
    await page.goto(server.url);
  });
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const choice = () => page.getByTitle('Choose which sources are asked');
  const dialog = () => page.getByRole('dialog', { name: 'Which sources to ask' });
  const ask = async (text: string) => {
    await page.locator('#question').fill(text);
    await page.keyboard.press('Enter');
    await page.locator('article', { hasText: text }).last().locator('a[data-why]').waitFor();
  };
  const choose = async (...titles: string[]) => {
    await choice().click();
    for (const title of titles) {
      await dialog().getByRole('searchbox').fill(title);
      await dialog().getByRole('checkbox', { name: title }).first().check();
    }
    await dialog().getByRole('button', { name: 'Use these' }).click();
    await dialog().waitFor({ state: 'detached' });
  };

  it('asks them alone, says so, and asks all when it is told to', async () => {
    expect(await choice().innerText()).toContain('All sources');
    await choose('Attention', 'Tokenisation');
    expect(await choice().innerText()).toContain('2 sources');
    await ask(question);
    const turn = page.locator('article', { hasText: question });
    expect(await turn.innerText()).toMatch(/Searched only in Attention · Tokenisation/);
    expect(await turn.innerText()).toContain('The chosen sources do not hold');
    await turn.getByRole('button', { name: 'Ask all sources' }).click();
    await turn.locator('.answer').getByText('LoRA').first().waitFor();
    await turn.locator('a[data-why]').waitFor();
    expect(await turn.count()).toBe(1);
    expect(await turn.innerText()).not.toContain('Searched only in');
    expect(await choice().innerText()).toContain('All sources');
  });

  it('keeps the choice with the conversation, and begins a new one with all', async () => {
    await choose('Parameter-efficient');
    await ask(question);
    expect(await page.locator('article').last().innerText()).toContain('Searched only in');
    await page.reload();
    await page.locator('a[data-why]').waitFor();
    expect(await choice().innerText()).toMatch(/Parameter-efficient/i);
    await ask('What does its rank decide?');
    expect(await page.locator('article').last().innerText()).toContain('Searched only in');
    await page.getByRole('link', { name: 'New conversation' }).first().click();
    await page.getByText('To begin with').waitFor();
    expect(await choice().innerText()).toContain('All sources');
  });

  it('works with the keyboard alone, and Escape leaves all as it was', async () => {
    await choice().focus();
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    expect(await page.evaluate('document.activeElement.type')).toBe('search');
    await page.keyboard.type('quantization');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await choice().innerText()).toContain('All sources');
    expect(await page.evaluate('document.activeElement.title')).toContain('which sources');
    await page.keyboard.press('Enter');
    await page.keyboard.type('quantization');
    expect(await dialog().getByRole('status').innerText()).toMatch(/^Nothing is chosen/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await dialog().getByRole('status').innerText()).toMatch(/^1 of \d+ sources/);
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    expect(await choice().innerText()).toMatch(/quantisation/i);
  });

  it('is begun from a source', async () => {
    const { documents } = await (await page.request.get(`${server.url}/api/documents`)).json();
    const attention = documents.find(({ uri }: { uri: string }) => uri === 'attention.md');
    await page.goto(`${server.url}/read/${attention.id}`);
    await page.getByRole('link', { name: 'Ask this source' }).click();
    await page.locator('#question').waitFor();
    await expect.poll(() => choice().innerText()).toContain(attention.title);
    expect(new URL(page.url()).search).toBe('');
    await ask('Why are the scores scaled?');
    expect(await page.locator('article').last().innerText()).toContain(
      `Searched only in ${attention.title}`,
    );
  });

  it('fits a phone, in the dark as well', async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await choose('Attention');
    await choice().click();
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBe(360);
    const box = (await dialog().boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(360);
    expect(box.height).toBeLessThanOrEqual(640);
    await dialog().getByRole('button', { name: 'All sources' }).click();
    expect(await choice().innerText()).toContain('All sources');
  });
});
