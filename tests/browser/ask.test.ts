import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGolden } from '../../src/evaluate/golden.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';
import { plainText } from '../../src/text/plain-text.ts';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { type RunningPage, startPage } from '../fakes/running-page.ts';
import { openWatched, type WatchedPage } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

describe.skipIf(chromiumPath === undefined)('asking', () => {
  let server: RunningPage;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  /** Held back answers, so that a test can act in the middle of one. */
  let holding: Promise<void> | undefined;
  /** Of the answer asked for last: aborted once the server knows that nobody waits for it. */
  let asked: AbortSignal | undefined;

  const held = (pipeline: Pipeline): Pipeline => ({
    ...pipeline,
    ask: async (question, options) => {
      asked = options?.signal;
      await holding;
      options?.signal?.throwIfAborted();
      return pipeline.ask(question, options);
    },
  });

  beforeAll(async () => {
    server = await startPage({ wrap: held });
    browser = await launchChromium();
    watched = await openWatched(browser, server.url, { acceptDownloads: true });
    ({ page } = watched);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const ask = async (question: string) => {
    await page.locator('#question').fill(question);
    await page.keyboard.press('Enter');
    await page.locator('article', { hasText: question }).last().locator('a[data-why]').waitFor();
  };
  const open = async () => {
    await page.goto(server.url);
    await page.locator('#question').waitFor();
  };

  it('highlights for each citation exactly its quote', async () => {
    const questions = readGolden(new URL('../quality/golden/', import.meta.url))
      .filter(({ split, answerable, variant }) => split === 'dev' && answerable && !variant)
      .filter((_, at) => at % 24 === 0)
      .map(({ question }) => question);
    let checked = 0;
    const { page } = await openWatched(browser, server.url, { reducedMotion: 'reduce' });
    for (const question of questions) {
      await page.goto(`${server.url}/?q=${encodeURIComponent(question)}`);
      await page.locator('a[data-why]').waitFor();
      const turnId = (await page.locator('a[data-why]').getAttribute('href'))?.split('/').at(-1);
      const { result } = server.conversations.turn(turnId!);
      for (const citation of result!.answer.citations) {
        const { marker, quote, documentId, start, end } = citation;
        await page.locator(`[data-cite="${marker}"]`).click();
        const marks = page.locator('[data-name~="active"]');
        await page.locator(`[data-name="${marker} active"]`).first().waitFor();
        // What a reader sees of the quote: without the marks of Markdown; formulas as drawn.
        const read = await marks.evaluateAll((elements) =>
          elements
            .map(
              (element) => element.querySelector('annotation')?.textContent ?? element.textContent,
            )
            .join(''),
        );
        expect(squeeze(read)).toBe(squeeze(readable(quote)));
        expect(await isInSight(page, marker)).toBe(true);
        await page.getByRole('button', { name: 'As in the file' }).click();
        const exact = page.locator(`pre[data-file] mark[data-name="${marker} active"]`);
        await exact.waitFor();
        expect(await exact.evaluate(({ textContent }) => textContent)).toBe(quote);
        const { text } = await server.pipeline.document(documentId);
        expect(text.slice(start, end)).toBe(quote);
        await page.getByRole('button', { name: 'Read', exact: true }).click();
        checked += 1;
      }
    }
    await page.context().close();
    expect(questions.length).toBeGreaterThan(8);
    expect(checked).toBeGreaterThan(questions.length);
  }, 180_000);

  it('works by keyboard alone, from the question to the quoted words and back', async () => {
    await open();
    await page.locator('body').click({ position: { x: 700, y: 20 } });
    await page.keyboard.press('/');
    await page.keyboard.type('Why are attention scores scaled?');
    await page.keyboard.press('Enter');
    const cite = page.locator('[data-cite="1"]');
    await cite.waitFor();
    await tabTo(page, '[data-cite="1"]');
    // Its quotation shows when it has the focus.
    await page.getByText('Verified', { exact: true }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('[data-name="1 active"]').first().waitFor();
    await page.keyboard.press(']');
    await page.locator('[data-name="2 active"]').first().waitFor();
    await page.keyboard.press('[');
    await page.locator('[data-name="1 active"]').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name: 'Source' }).waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement?.dataset.cite')).toBe('1');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('w');
    await page.waitForURL(/\/why\//);
  });

  it('moves nothing while an answer streams in', async () => {
    await open();
    await page.getByRole('heading', { name: 'To begin with' }).waitFor();
    await watched.takeLayoutShift();
    for (const question of ['How does LoRA save memory?', 'Why are attention scores scaled?']) {
      await ask(question);
      await page.waitForTimeout(300);
      expect(await watched.takeLayoutShift()).toEqual({ score: 0, moved: [] });
      // The frame stands still, whatever scrolls inside it.
      const frame =
        '[document.scrollingElement.scrollTop, document.querySelector("#root").scrollTop]';
      expect(await page.evaluate(frame)).toEqual([0, 0]);
      expect(
        await page.evaluate('document.scrollingElement.scrollHeight - innerHeight'),
      ).toBeLessThanOrEqual(0);
    }
  });

  it.each([1280, 360])(
    'moves nothing when the library was slow to read, %i px wide',
    async (width) => {
      const slow = await openWatched(browser, server.url, { viewport: { width, height: 800 } });
      await slow.page.route('**/api/documents', async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 700));
        await route.continue();
      });
      await slow.page.goto(server.url);
      await slow.page.getByRole('heading', { name: 'To begin with' }).waitFor();
      await slow.page.locator('[data-mode]', { hasText: 'found by words' }).waitFor();
      await slow.page.waitForTimeout(300);
      expect(await slow.takeLayoutShift()).toEqual({ score: 0, moved: [] });
      await slow.page.context().close();
    },
  );

  it('declines in its own words, with topics to go on with', async () => {
    await open();
    await ask('Who won the 2018 World Cup?');
    const topics = page.getByRole('region', { name: 'Nearest topics' });
    expect(await page.locator('article').last().innerText()).toContain('do not hold an answer');
    expect(await page.locator('[data-cite]').count()).toBe(0);
    await topics.getByRole('button').first().click();
    await page.locator('[data-cite]').first().waitFor();
    expect(await page.locator('article').count()).toBe(2);
  });

  it('says who answers and what searched, before and after a question', async () => {
    await open();
    await page.locator('[data-mode]', { hasText: 'found by words and meaning' }).waitFor();
    await ask('What is retrieval-augmented generation?');
    await page
      .locator('article', { hasText: 'Quotes the notes, found by words and meaning' })
      .waitFor();
  });

  it('asks follow-ups in their conversation, and suggests some', async () => {
    await open();
    await ask('What is a variational autoencoder?');
    await ask('Why are its samples blurry?');
    const id = page.url().split('/').at(-1)!;
    expect(server.conversations.conversation(id).turns).toHaveLength(2);
    const next = page.getByRole('region', { name: 'Ask next' }).getByRole('button').first();
    const suggested = await next.innerText();
    await next.click();
    await page
      .locator('article', { hasText: suggested.trim() })
      .last()
      .locator('a[data-why]')
      .waitFor();
    expect(server.conversations.conversation(id).turns).toHaveLength(3);
  });

  it('edits a question in place and says what goes with it', async () => {
    await open();
    await ask('What is a GAN?');
    await ask('What is mode collapse?');
    await page.getByRole('button', { name: 'Edit the question' }).first().click();
    await page.getByText('The question after this one will be removed.').waitFor();
    await page
      .getByRole('textbox', { name: 'Question' })
      .first()
      .fill('What is a diffusion model?');
    await page.keyboard.press('Enter');
    await page
      .locator('article', { hasText: 'What is a diffusion model?' })
      .locator('a[data-why]')
      .waitFor();
    await page.getByRole('region', { name: 'Ask next' }).waitFor();
    const { turns } = server.conversations.conversation(page.url().split('/').at(-1)!);
    expect(turns.map(({ question }) => question)).toEqual(['What is a diffusion model?']);
  });

  it('keeps conversations: finds, renames, exports and deletes them', async () => {
    const name = `The ${randomUUID().slice(0, 8)} one`;
    await open();
    await ask('What is quantization of model weights?');
    const rows = page.getByRole('region', { name: 'Conversations' }).getByRole('listitem');
    await rows.filter({ hasText: 'What is quantization' }).getByRole('button').click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByLabel('Name of the conversation').fill(name);
    await page.keyboard.press('Enter');
    const row = rows.filter({ hasText: name });
    await row.getByRole('link', { name }).waitFor();

    await page.getByLabel('Search conversations').fill('quantization weights');
    await row.getByRole('link', { name }).waitFor();
    for (const [item, extension] of [
      ['Export as Markdown', '.md'],
      ['Export as JSON', '.json'],
    ] as const) {
      await row.getByRole('button').click();
      const download = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: item }).click();
      const file = await download;
      expect(file.suggestedFilename()).toMatch(new RegExp(`\\${extension}$`));
      expect(readFileSync(await file.path(), 'utf8')).toContain('quantization');
    }
    await row.getByRole('button').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No conversation holds “quantization weights”.').waitFor();
    expect(page.url()).toBe(`${server.url}/`);
  });

  it('stops an answer, keeps the question and asks it again', async () => {
    await open();
    let release: () => void = () => undefined;
    holding = new Promise((resolve) => {
      release = resolve;
    });
    await page.locator('#question').fill('What is speculative decoding?');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/c\//);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect.poll(() => asked?.aborted).toBe(true);
    holding = undefined;
    release();
    await page.getByText('This answer was interrupted').waitFor();
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.locator('[data-cite]').first().waitFor();
    expect(await page.locator('article').count()).toBe(1);
  });

  it('survives a reload in the middle of an answer', async () => {
    await open();
    let release: () => void = () => undefined;
    holding = new Promise((resolve) => {
      release = resolve;
    });
    await page.locator('#question').fill('What is a reranker?');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/c\//);
    await page.reload();
    await expect.poll(() => asked?.aborted).toBe(true);
    holding = undefined;
    release();
    await page.getByRole('heading', { name: 'What is a reranker?' }).first().waitFor();
    await page.getByText('This answer was interrupted').waitFor();
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.locator('[data-cite]').first().waitFor();
  });

  it('asked nothing of another host, and no script failed', () => {
    expect(watched.foreign).toEqual([]);
    expect(watched.problems).toEqual([]);
  });
});

/** The quote as it is read: Markdown's marks gone, formulas without their dollars. */
function readable(quote: string): string {
  return plainText(quote.replace(/^\s*(?:[-*+]|\d+\.)\s+/, ''))
    .replace(/\$\$?([^$]+)\$\$?/g, '$1')
    .replace(/`([^`]+)`/g, '$1');
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}

async function isInSight(page: Page, marker: number): Promise<boolean> {
  const mark = page.locator(`[data-name="${marker} active"]`).first();
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const box = await mark.boundingBox();
    if (box && box.y >= 0 && box.y + Math.min(box.height, 40) <= 800) return true;
    await page.waitForTimeout(100);
  }
  return false;
}

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await page.evaluate(`document.activeElement?.matches('${selector}')`)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${selector}.`);
}
