import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createPipeline } from '../../src/pipeline.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';
import { createApp } from '../../src/serve/app.ts';
import { type RunningServer, serve } from '../../src/serve/serve.ts';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

const corpus = fileURLToPath(new URL('../../corpus', import.meta.url));

describe.skipIf(chromiumPath === undefined)('the page', () => {
  const data = mkdtempSync(join(tmpdir(), 'groundwork-page-'));
  const foreign: string[] = [];
  let pipeline: Pipeline;
  let server: RunningServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    pipeline = await createPipeline(readConfig({ CORPUS_DIR: corpus, DATA_DIR: data }));
    await pipeline.ingest();
    pipeline.refresh();
    const app = createApp(pipeline, {
      host: '127.0.0.1',
      apiKey: undefined,
      preparing: () => undefined,
      onUnexpectedError: () => undefined,
    });
    server = await serve(app, '127.0.0.1', 0);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url)) foreign.push(request.url());
    });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await pipeline?.close();
    rmSync(data, { recursive: true, force: true });
  });

  it('answers by keyboard alone and opens a citation at its exact words', async () => {
    await page.goto(server.url);
    await page.keyboard.press('/');
    await page.keyboard.type('Why are attention scores scaled?');
    await page.keyboard.press('Enter');
    const cite = page.locator('.cite').first();
    await cite.waitFor();
    await cite.focus();
    await page.keyboard.press('Enter');
    await page.locator('mark').waitFor();
    const marked = await page.locator('mark').textContent();
    const quote = (await cite.getAttribute('title'))?.split('\n—')[0];
    expect(marked).toBe(quote);
    await page.keyboard.press('Escape');
    expect(await page.locator('#reader').isVisible()).toBe(false);
  });

  it('declines with topics to click', async () => {
    await page.goto(`${server.url}/?q=${encodeURIComponent('Who won the 2018 World Cup?')}`);
    await page.getByText('Nearest topics').waitFor();
    expect(await page.locator('#answer button.link').count()).toBeGreaterThan(0);
  });

  it('fits a phone and asks no other host for anything', async () => {
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(360);
    expect(foreign).toEqual([]);
  });
});
