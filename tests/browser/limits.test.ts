import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAnswerSlots } from '../../src/access/answer-slots.ts';
import { openTokenQuota } from '../../src/access/token-quota.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { type RunningPage, type RunningPageOptions, startPage } from '../fakes/running-page.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { openWatched } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

/** As if a model was configured; questions that are not to be quoted are never let through. */
const withModel = (pipeline: Pipeline): Pipeline => ({
  ...pipeline,
  mode: async () => ({ ...(await pipeline.mode()), answers: 'generative', model: 'scripted' }),
  answerers: () => ['extractive', 'generative', 'deep'],
});

describe.skipIf(chromiumPath === undefined)('a page whose server has had enough', () => {
  let browser: Browser;
  let server: RunningPage | undefined;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });
  afterAll(async () => {
    await browser?.close();
  });

  async function open(options: RunningPageOptions, headers: Record<string, string> = {}) {
    server = await startPage(options);
    const { page, problems } = await openWatched(browser, server.url, {
      extraHTTPHeaders: headers,
    });
    await page.goto(server.url);
    const ask = async (question: string) => {
      await page.locator('#question').fill(question);
      await page.keyboard.press('Enter');
    };
    return { page, problems, ask };
  }

  it('says that it is busy, and asks again when told to', async () => {
    const answerSlots = createAnswerSlots(1);
    const other = answerSlots.take();
    const { page, problems, ask } = await open({ app: { answerSlots } });
    await ask('What is beam search?');
    await page.getByRole('alert').getByText('as many questions as it can').waitFor();
    other.giveBack();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-cite]').first().waitFor();
    expect(await page.locator('article').count()).toBe(1);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('says that the tokens of the day are used up, and quotes when that is chosen', async () => {
    const file = join(temporaryFolder(), 'model-tokens.json');
    const tokenQuota = openTokenQuota({ perDay: 1, file });
    const { page, problems, ask } = await open({ wrap: withModel, app: { tokenQuota } });
    await ask('What is beam search?');
    await page.getByRole('alert').getByText('used up its tokens of today').waitFor();
    await page.getByRole('radio', { name: 'Quote' }).check({ force: true });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-cite]').first().waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('says how long to wait after too many questions, and keeps the one that was asked', async () => {
    const { page, problems, ask } = await open(
      { app: { demo: true, answersPerMinute: 1 } },
      { 'x-forwarded-for': '203.0.113.9' },
    );
    await ask('What is beam search?');
    await page.locator('[data-cite]').first().waitFor();
    await ask('What is nucleus sampling?');
    await page
      .getByRole('alert')
      .getByText(/try again in \d+ s\./)
      .waitFor();
    await page.getByRole('heading', { name: 'What is nucleus sampling?', level: 2 }).waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
