import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { type RunningPage, startPage } from '../fakes/running-page.ts';
import { openWatched } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

describe.skipIf(chromiumPath === undefined)('a demo in the browser', () => {
  let server: RunningPage;
  let browser: Browser;

  beforeAll(async () => {
    server = await startPage({ app: { demo: true } });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('answers without a key, goes on from the answer, and says that nothing is kept', async () => {
    const { url } = server;
    const { page, foreign, problems } = await openWatched(browser, url);
    await page.goto(url);
    await page.getByText('A demo: nothing you ask is kept.').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Settings' }).count()).toBe(0);
    expect(await page.getByLabel('Conversations', { exact: true }).count()).toBe(0);

    await page.locator('#question').fill('What is LoRA?');
    await page.keyboard.press('Enter');
    await page.locator('[data-cite]').first().waitFor();
    await page.getByRole('button', { name: 'Ask again' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
    expect(await page.locator('[data-why]').count()).toBe(0);
    await page.locator('[data-cite]').first().click();
    await page.getByRole('complementary').waitFor();

    await page.locator('#question').fill('How does it save memory?');
    await page.keyboard.press('Enter');
    const second = page.locator('[data-turn="unkept-2"]');
    await second.locator('[data-cite]').first().waitFor();
    expect(await second.innerText()).toMatch(/LoRA|low-rank|adapter/i);
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.locator('[data-turn="unkept-3"] [data-cite]').first().waitFor();
    expect(await page.locator('[data-turn]').count()).toBe(2);

    await page.getByRole('link', { name: 'New conversation' }).click();
    await page.getByRole('heading', { name: 'To begin with' }).waitFor();
    expect(await page.locator('[data-turn]').count()).toBe(0);
    await page.goto(`${url}/settings`);
    await page.getByText('This is a read-only demo').waitFor();
    expect(server.conversations.list('')).toEqual([]);
    expect(foreign).toEqual([]);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('begins a conversation of its own where a source is asked', async () => {
    const { url } = server;
    const { page } = await openWatched(browser, url);
    await page.goto(url);
    await page.locator('#question').fill('What is LoRA?');
    await page.keyboard.press('Enter');
    await page.locator('[data-cite]').first().waitFor();
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('link', { name: 'Read Attention', exact: true }).click();
    await page.getByRole('link', { name: 'Ask this source' }).click();
    const choice = page.getByTitle('Choose which sources are asked');
    await expect.poll(() => choice.innerText()).toContain('Attention');
    expect(await page.locator('[data-turn]').count()).toBe(0);
    await page.context().close();
  });
});
