import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { type RunningPage, startPage } from '../fakes/running-page.ts';
import { openWatched } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

interface Case {
  readonly format: string;
  readonly name: string;
  readonly question: string;
  /** Marked, whole and alone. */
  readonly sentence: string;
  /** What the strip above the text says first of the place. */
  readonly place: RegExp;
  /** What the list of sources says of it. */
  readonly source: string;
  /** Number of the page that the sentence stands on, by the mark before it. */
  readonly page: string | undefined;
}

const cases: readonly Case[] = [
  {
    format: 'a PDF at its page',
    name: 'lamps.pdf',
    question: 'What oil does a lantern of Orvik burn?',
    sentence: 'A lantern of Orvik burns walnut oil and is trimmed at noon by the harbour master.',
    place: /^Page 3, characters/,
    source: 'Lanterns, page 3',
    page: '3',
  },
  {
    format: 'a Word document at its section',
    name: 'pandoc.docx',
    question: 'How does gradient descent move the parameters?',
    sentence: 'Gradient descent moves the parameters against the gradient.',
    place: /^Characters/,
    source: 'The update rule',
    page: undefined,
  },
  {
    format: 'a book at its chapter',
    name: 'weather.epub',
    question: 'From which pressure to which pressure does wind flow?',
    sentence: 'Wind flows from high to low pressure.',
    place: /^Wind, characters/,
    source: 'Wind',
    page: '2',
  },
];

describe.skipIf(chromiumPath === undefined)('documents of other formats in the browser', () => {
  let server: RunningPage;
  let browser: Browser;
  let folder: string;
  let files: Readonly<Record<string, Buffer>>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'groundwork-formats-'));
    const corpus = join(folder, 'corpus');
    const dataFolder = join(folder, 'data');
    mkdirSync(corpus);
    writeFileSync(join(corpus, 'notes.md'), '# Tides\n\nTides rise twice a day.\n');
    server = await startPage({
      corpus,
      dataFolder,
      app: {},
    });
    browser = await launchChromium();
    files = {
      'lamps.pdf': await printLamps(browser),
      'pandoc.docx': readFixture('docx/pandoc.docx'),
      'weather.epub': readFixture('epub/epub-gen.epub'),
    };
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(cases)('takes in, quotes, opens and removes $format', async (one) => {
    const { page, foreign, problems } = await openWatched(browser, server.url, {
      acceptDownloads: true,
      reducedMotion: 'reduce',
    });
    await page.goto(`${server.url}/library`);
    const picking = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Add documents' }).click();
    await (await picking).setFiles({
      name: one.name,
      mimeType: 'application/octet-stream',
      buffer: files[one.name]!,
    });
    await page.getByRole('link', { name: `Read ${one.name}` }).waitFor();
    await page.getByText('The documents are ready.').waitFor();

    await page.goto(server.url);
    await page.locator('#question').fill(one.question);
    await page.keyboard.press('Enter');
    await page.locator('a[data-why]').waitFor();
    const turnId = (await page.locator('a[data-why]').getAttribute('href'))!.split('/').at(-1)!;
    const { citations } = server.conversations.turn(turnId).result!.answer;
    const { marker, start, end, documentId } = citations.find(
      ({ quote }) => quote === one.sentence,
    )!;
    const sources = page.getByRole('region', { name: 'Sources of this answer' });
    expect(await sources.innerText()).toContain(one.source);
    await page.locator(`[data-cite="${marker}"]`).first().click();
    await page.locator(`[data-name="${marker} active"]`).first().waitFor();

    // Exactly the sentence, whatever stands between its parts.
    const marks = page.locator('[data-name~="active"]');
    expect((await marks.allTextContents()).join('')).toBe(one.sentence);
    await expect.poll(() => isInSight(page, marker)).toBe(true);
    const strip = page.getByRole('region', { name: `Citation ${marker}` });
    expect(await strip.getByText(/haracters \d/).innerText()).toMatch(one.place);
    expect(await markedPage(page)).toBe(one.page);

    await page.getByRole('button', { name: 'As extracted' }).click();
    const exact = page.locator(`pre[data-file] mark[data-name="${marker} active"]`);
    expect(await exact.evaluate(({ textContent }) => textContent)).toBe(one.sentence);
    const whole = await page.locator('pre[data-file]').evaluate(({ textContent }) => textContent);
    const { text } = await server.pipeline.document(documentId);
    expect(whole).toBe(text);
    expect(text.slice(start, end)).toBe(one.sentence);

    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the original' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe(one.name);
    expect(readFileSync(await download.path()).equals(files[one.name]!)).toBe(true);

    await page.goto(`${server.url}/library`);
    await page.getByRole('button', { name: /^Remove / }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove this document?' });
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: /^Remov/ }).waitFor({ state: 'detached' });
    await page.getByText(/^1 document,/).waitFor();
    expect((await server.pipeline.documents()).map(({ uri }) => uri)).toEqual(['notes.md']);
    expect(foreign).toEqual([]);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('marks a passage across the end of a page, and leaves out what says where that is', async () => {
    const { page } = await openWatched(browser, server.url, { reducedMotion: 'reduce' });
    await page.goto(`${server.url}/library`);
    await page.setInputFiles('input[type=file]', {
      name: 'flow.pdf',
      mimeType: 'application/pdf',
      buffer: await printFlow(browser),
    });
    await page.getByRole('link', { name: 'Read flow.pdf' }).waitFor();
    const { id } = (await server.pipeline.documents()).find(({ uri }) => uri.endsWith('flow.pdf'))!;
    const { text, pages = [] } = await server.pipeline.document(id);
    const border = pages[1]!.start;
    // Within one paragraph, so that the mark stands inside of it.
    expect(text.slice(border - 40, border + 40)).not.toContain('\n\n');
    const [start, end] = [border - 40, border + 40];
    await page.goto(`${server.url}/read/${id}?at=${start}-${end}`);
    await page.locator('[data-name~="active"]').first().waitFor();
    const parts = await page.locator('[data-name~="active"]').allTextContents();
    expect(parts.length).toBeGreaterThan(1);
    expect(squeeze(parts.join(''))).toBe(squeeze(text.slice(start, end)));
    expect(await page.locator('p span[data-page="2"]').innerText()).toBe('Page 2');
    await page.context().close();
  });

  it('opens a thousand pages without a heading at once, and goes to the last of them', async () => {
    const { page } = await openWatched(browser, server.url, { reducedMotion: 'reduce' });
    const long = thousandPages();
    await page.route('**/api/documents/long', (route) => route.fulfill({ json: long }));
    const { start, end } = long.pages[499]!;
    const began = performance.now();
    await page.goto(`${server.url}/read/long?at=${start}-${Math.min(start + 60, end)}`);
    await page.locator('[data-name~="active"]').first().waitFor();
    await page.locator('[data-page="500"]').waitFor();
    const openedMs = performance.now() - began;
    await page.getByLabel('Page', { exact: true }).fill('1000');
    const asked = performance.now();
    await page.keyboard.press('Enter');
    await expect.poll(() => isInView(page, '[data-page="1000"]')).toBe(true);
    const wentMs = performance.now() - asked;
    expect(await page.locator('.page-mark').count()).toBeLessThan(200);
    expect(openedMs).toBeLessThan(8_000);
    expect(wentMs).toBeLessThan(4_000);
    await page.context().close();
  });

  it('goes to a page by its number, and says where there is none of that number', async () => {
    const { page } = await openWatched(browser, server.url, { reducedMotion: 'reduce' });
    await page.goto(`${server.url}/library`);
    await page.setInputFiles('input[type=file]', {
      name: 'lamps.pdf',
      mimeType: 'application/pdf',
      buffer: files['lamps.pdf']!,
    });
    await page.getByRole('link', { name: 'Read lamps.pdf' }).click();
    const field = page.getByLabel('Page', { exact: true });
    await field.fill('5');
    await page.keyboard.press('Enter');
    const mark = page.locator('[data-page="5"]');
    await mark.waitFor();
    await expect.poll(() => isInView(page, '[data-page="5"]')).toBe(true);
    expect(await mark.innerText()).toBe('Page 5');
    await field.fill('77');
    await page.keyboard.press('Enter');
    await page.getByText('No page is called “77”').waitFor();
    await page.context().close();
  });
});

function readFixture(path: string): Buffer {
  return readFileSync(new URL(`../fixtures/formats/${path}`, import.meta.url));
}

/** Five pages, each with a heading and a sentence of its own. */
async function printLamps(browser: Browser): Promise<Buffer> {
  const filler = 'The watch keeps a book in the old tower above the sea. '.repeat(8);
  const pages = [
    ['Quays', 'Every quay has nine posts of oak.'],
    ['Streets', 'Street lamps are lit at dusk by the watch.'],
    ['Lanterns', cases[0]!.sentence],
    ['Beacons', 'The beacon burns peat from the northern fen.'],
    ['Accounts', 'The tax was two marks a year.'],
  ];
  const context = await browser.newContext();
  const page = await context.newPage();
  const sections = pages.map(
    ([heading, sentence]) =>
      `<section style="break-after: page"><h1>${heading}</h1><p>${filler}</p><p>${sentence}</p></section>`,
  );
  await page.setContent(`<title>The lamps of Orvik</title>${sections.join('')}`);
  const printed = await page.pdf({ format: 'A5' });
  await context.close();
  return printed;
}

/** One paragraph over several small pages. */
async function printFlow(browser: Browser): Promise<Buffer> {
  const sentences = Array.from(
    { length: 80 },
    (_, at) => `Sentence number ${at} goes on about the tides and the moon above the harbour.`,
  );
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.setContent(`<title>Flow</title><p>${sentences.join(' ')}</p>`);
  const printed = await page.pdf({ format: 'A6' });
  await context.close();
  return printed;
}

/** A converted document of 2 MB, as the server gives it: one section, no blank line anywhere. */
function thousandPages() {
  const parts = Array.from({ length: 1_000 }, (_, page) =>
    Array.from(
      { length: 25 },
      (_, line) =>
        `Line ${line} of page ${page + 1} tells of the sea, of boats and of the weather.`,
    ).join(' '),
  );
  const text = parts.join(' ');
  let from = 0;
  const pages = parts.map((part, at) => {
    const start = from;
    from += part.length + 1;
    return { number: at + 1, start, end: Math.min(from, text.length) };
  });
  return {
    id: 'long',
    uri: 'uploads/long.pdf',
    title: 'Long',
    mediaType: 'application/pdf',
    contentHash: 'f00',
    text,
    sections: [{ start: 0, end: text.length, headingPath: [] }],
    pages,
    isConverted: true,
    metadata: {},
  };
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The page whose mark is the last before the active words. */
function markedPage(page: Page): Promise<string | undefined> {
  return page.evaluate(`(() => {
    const active = document.querySelector('[data-name~="active"]');
    const before = [...document.querySelectorAll('.page-mark')].filter(
      (mark) => mark.compareDocumentPosition(active) & Node.DOCUMENT_POSITION_FOLLOWING);
    return before.at(-1)?.dataset.page;
  })()`);
}

function isInSight(page: Page, marker: number): Promise<boolean> {
  return isInView(page, `[data-name="${marker} active"]`);
}

function isInView(page: Page, selector: string): Promise<boolean> {
  return page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      const view = element.closest('.overflow-y-auto')?.getBoundingClientRect();
      return view !== undefined && top >= view.top - 1 && bottom <= view.bottom + 1;
    });
}
