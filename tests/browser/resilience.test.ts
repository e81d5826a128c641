import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Pipeline } from '../../src/pipeline-contract.ts';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { type RunningPage, startPage } from '../fakes/running-page.ts';
import { openWatched } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

/** Passes everything on, until it is told to cut every connection. */
async function startCuttable(
  target: () => number,
): Promise<{ port: number; cut(): void; server: Server }> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = createConnection(target(), '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
        sockets.delete(socket);
      });
    }
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    port,
    server,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

describe.skipIf(chromiumPath === undefined)('a page whose server goes away', () => {
  const data = mkdtempSync(join(tmpdir(), 'groundwork-resilience-'));
  let browser: Browser;
  let server: RunningPage | undefined;
  let holding: Promise<void> | undefined;
  const held = (pipeline: Pipeline): Pipeline => ({
    ...pipeline,
    ask: async (question, options) => {
      await holding;
      options?.signal?.throwIfAborted();
      return pipeline.ask(question, options);
    },
  });
  const start = async (port = 0) => {
    server = await startPage({ dataFolder: data, port, wrap: held });
    return server;
  };

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(data, { recursive: true, force: true });
  });

  it('says so in plain words, keeps the question and asks it again once it is back', async () => {
    const { url } = await start();
    const { page } = await openWatched(browser, url);
    await page.goto(url);
    await page.getByRole('heading', { name: 'To begin with' }).waitFor();
    await server!.stop();
    server = undefined;
    await page.locator('#question').fill('What is beam search?');
    await page.keyboard.press('Enter');
    await page.getByText('The server cannot be reached.').first().waitFor();
    await page.getByRole('heading', { name: 'What is beam search?', level: 2 }).waitFor();
    await start(Number(new URL(url).port));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-cite]').first().waitFor();
    expect(await page.locator('article').count()).toBe(1);
    await page.context().close();
  });

  it('shows conversations of before a restart', async () => {
    const { url } = await start();
    const { page } = await openWatched(browser, url);
    await page.goto(`${url}/?q=${encodeURIComponent('What is nucleus sampling?')}`);
    await page.locator('a[data-why]').waitFor();
    const address = page.url();
    await server!.stop();
    await start(Number(new URL(url).port));
    await page.goto(address);
    await page.locator('[data-cite]').first().waitFor();
    await page.locator('a[data-why]').click();
    await page.getByRole('heading', { name: 'Rewrite the question' }).waitFor();
    await page.context().close();
  });

  it('says that the connection was cut in the middle of an answer, and keeps the question', async () => {
    const { url } = await start();
    const between = await startCuttable(() => Number(new URL(url).port));
    const address = `http://127.0.0.1:${between.port}`;
    const { page } = await openWatched(browser, address);
    await page.goto(address);
    await page.locator('#question').waitFor();
    let release: () => void = () => undefined;
    holding = new Promise((resolve) => {
      release = resolve;
    });
    await page.locator('#question').fill('What is a mixture of experts?');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/c\//);
    between.cut();
    holding = undefined;
    release();
    await page.getByText(/was cut before the answer was whole|was interrupted/).waitFor();
    await page
      .getByRole('button', { name: /Try again|Ask again/ })
      .first()
      .click();
    await page.locator('[data-cite]').first().waitFor();
    expect(await page.locator('article').count()).toBe(1);
    await page.context().close();
    between.cut();
    between.server.close();
  });

  it('keeps what was read on the page, and says why another view cannot be shown', async () => {
    const { url } = await start();
    const { page } = await openWatched(browser, url);
    await page.goto(`${url}/?q=${encodeURIComponent('What is perplexity?')}`);
    await page.locator('[data-cite]').first().waitFor();
    await server!.stop();
    server = undefined;
    expect(await page.locator('[data-cite]').count()).toBeGreaterThan(0);
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByText('The server may be stopped, or newer than this page.').waitFor();
    await page.context().close();
  });
});
