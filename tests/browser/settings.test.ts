import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { type RunningPage, startPage } from '../fakes/running-page.ts';
import { openWatched } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

describe.skipIf(chromiumPath === undefined)('the settings view', () => {
  let server: RunningPage;
  let browser: Browser;
  let model: ChatServer;

  beforeAll(async () => {
    model = await startChatServer({
      reply: ({ messages }) => {
        const id = /\[\[\w+ (\w+)\]\]/.exec(String(messages.at(-1)?.content))?.[1];
        return id === undefined
          ? 'one\ntwo\nthree\nfour\nfive'
          : `LoRA saves memory. <cite id="${id}">LoRA saves memory</cite> It was found on the moon. <cite id="${id}">found on the moon by cats</cite>`;
      },
    });
    server = await startPage();
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await model?.close();
  });

  it('tests and saves a provider, which then writes answers; what it invents is flagged', async () => {
    const { page, problems, foreign } = await openWatched(browser, server.url);
    await page.goto(`${server.url}/settings`);
    await page.getByLabel('Address of the provider').fill(model.url);
    await page.getByLabel('Key of the provider').fill('sk-secret-of-the-tests');
    await page.getByLabel('Chat model').fill('scripted');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText('All of it works.').waitFor();
    await page.evaluate(axe.source);
    const violations = await page.evaluate(
      `axe.run(document).then(({ violations }) => violations.map(({ id }) => id))`,
    );
    expect(violations).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect(await page.getByLabel('Key of the provider').inputValue()).toBe('');

    await page.getByRole('link', { name: 'New conversation' }).first().click();
    await page.getByRole('radio', { name: 'Write' }).waitFor();
    await page.locator('#question').fill('How does LoRA save memory?');
    await page.keyboard.press('Enter');
    await page.locator('a[data-why]').waitFor();
    await page.locator('article', { hasText: 'Written by scripted' }).waitFor();
    await page.locator('[data-support]:not([data-support="supported"])').first().waitFor();
    await page.getByText('Its quotation is not in the source').first().waitFor();

    await page.getByText('Quote', { exact: true }).click();
    await page.locator('#question').fill('Why are attention scores scaled?');
    await page.keyboard.press('Enter');
    await page.locator('article', { hasText: 'Quotes the notes' }).waitFor();
    expect(problems).toEqual([]);
    expect(foreign).toEqual([]);
    await page.context().close();
  });
});
