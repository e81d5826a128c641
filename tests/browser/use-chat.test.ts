import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';
import { UpstreamError } from '../../src/errors.ts';
import { createPipeline } from '../../src/pipeline.ts';
import type { AskOptions, Pipeline } from '../../src/pipeline-contract.ts';
import { chatRoute } from '../../src/serve/chat-route.ts';
import { citationSchema } from '../../src/serve/contract.ts';
import { createErrorHandler } from '../../src/serve/errors.ts';
import { securityHeaders } from '../../src/serve/guards.ts';
import { type RunningServer, serve } from '../../src/serve/serve.ts';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { createMemoryConversations } from '../fakes/memory-conversations.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

const corpus = fileURLToPath(new URL('../../corpus', import.meta.url));
const fixture = fileURLToPath(new URL('../fixtures/use-chat', import.meta.url));

const messagesSchema = z.array(
  z.object({
    role: z.enum(['user', 'assistant']),
    parts: z.array(z.looseObject({ type: z.string() })),
  }),
);

describe.skipIf(chromiumPath === undefined)('useChat of the AI SDK', () => {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-use-chat-'));
  const unexpected: unknown[] = [];
  const heard: AskOptions[] = [];
  /** Asks the notes, unless a test puts something else here. */
  let ask: Pipeline['ask'];
  let notes: Pipeline;
  let server: RunningServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const data = join(folder, 'data');
    const built = join(folder, 'page');
    await build({
      root: fixture,
      configFile: false,
      logLevel: 'error',
      build: { outDir: built, emptyOutDir: true },
    });
    notes = await createPipeline(
      readConfig({ CORPUS_DIR: corpus, DATA_DIR: data, EMBEDDINGS: 'none' }),
    );
    await notes.ingest();
    await notes.refresh();
    const hear = (error: unknown) => void unexpected.push(error);
    const app = express();
    app.use(securityHeaders);
    app.post(
      '/api/chat',
      express.json({ limit: '1mb' }),
      chatRoute({
        pipeline: {
          isReady: () => true,
          checkSources: async () => undefined,
          ask: (question, options = {}) => {
            heard.push(options);
            return ask(question, options);
          },
        },
        conversations: createMemoryConversations({ now: () => new Date(), newId: () => 'id' }),
        suggest: async () => [],
        onUnexpectedError: hear,
      }),
    );
    app.use(express.static(built), createErrorHandler(hear));
    server = await serve(app, '127.0.0.1', 0);
    browser = await launchChromium();
  });

  beforeEach(async () => {
    ask = notes.ask;
    heard.length = 0;
    page = await browser.newPage();
    await page.goto(server.url);
    return () => page.close();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await notes?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = async (question: string) => {
    await page.getByLabel('Question').fill(question);
    await page.getByText('Ask').click();
  };
  const reach = (status: string) => page.locator('#status', { hasText: status }).waitFor();
  const readMessages = async () =>
    messagesSchema.parse(JSON.parse((await page.locator('#messages').textContent()) ?? ''));
  const textOf = (message: z.infer<typeof messagesSchema>[number] | undefined) =>
    (message?.parts ?? [])
      .filter(({ type }) => type === 'text')
      .map((part) => part['text'])
      .join('');
  /** Settles once the chat holds `count` messages and the last is whole. */
  const settleAnswer = async (count: number) => {
    await expect.poll(async () => (await readMessages()).length).toBe(count);
    await reach('ready');
  };

  it('shows the exact answer with its quotes, and sends it back as history', async () => {
    const question = 'Why are attention scores scaled?';
    await send(question);
    await settleAnswer(2);
    const { answer } = await notes.ask(question);
    expect(answer.status).toBe('answered');
    const reply = (await readMessages())[1];
    expect(textOf(reply)).toBe(answer.text);
    const citations = reply?.parts.filter(({ type }) => type === 'data-citation') ?? [];
    expect(citations.map((part) => citationSchema.parse(part['data']))).toEqual(answer.citations);
    for (const { documentId, start, end, quote } of answer.citations) {
      expect((await notes.document(documentId)).text.slice(start, end)).toBe(quote);
    }
    expect(reply?.parts.map(({ type }) => type)).not.toContain('data-progress');
    expect(reply?.parts.map(({ type }) => type)).toContain('source-document');

    await send('Who won the 2018 World Cup?');
    await settleAnswer(4);
    expect(textOf((await readMessages())[3])).toMatch(/^The notes do not hold/);
    expect(heard[1]?.history).toEqual([
      { role: 'user', text: question },
      { role: 'assistant', text: answer.text },
    ]);
    expect(unexpected).toEqual([]);
  });

  it('is ready again after a stop, and the server stops too', async () => {
    ask = (_question, { signal } = {}) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    await send('Anything?');
    await expect.poll(() => heard.length).toBe(1);
    // The stream is open: its first part has made a message for the answer.
    await expect.poll(async () => (await readMessages()).length).toBe(2);
    await reach('submitted');
    await page.getByText('Stop').click();
    await reach('ready');
    await expect.poll(() => heard[0]?.signal?.aborted).toBe(true);
    expect(await page.locator('#error').textContent()).toBe('');
    ask = notes.ask;
    await send('What is dropout?');
    await expect.poll(async () => textOf((await readMessages()).at(-1))).toMatch(/dropout/i);
    expect(unexpected).toEqual([]);
  });

  it('shows what went wrong, before the stream and within it', async () => {
    ask = () => Promise.reject(new UpstreamError('The provider gives nothing; try later.'));
    await send('Anything?');
    await reach('error');
    expect(await page.locator('#error').textContent()).toBe(
      'The provider gives nothing; try later.',
    );
    await send('a'.repeat(5_000));
    await expect.poll(() => page.locator('#error').textContent()).toContain('5000 characters');
    await reach('error');
  });
});
