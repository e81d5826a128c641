import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openKeys } from '../../src/access/keys.ts';
import { fileEndings } from '../../src/load/media-type.ts';
import type { AppOptions } from '../../src/serve/app.ts';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { type RunningPage, startPage } from '../fakes/running-page.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { openWatched } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

const lanterns = '# Lanterns\n\nA lantern of Orvik burns walnut oil.\n';
const beacons = '# Beacons\n\nThe beacon of Orvik burns peat.\n';
const damaged = '%PDF-1.7\nnothing of use';

const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1280, 360].map((width) => ({ colorScheme, width, name: `${colorScheme}, ${width} px wide` })),
);

describe.skipIf(chromiumPath === undefined)('own documents in the browser', () => {
  let browser: Browser;
  let server: RunningPage | undefined;
  let corpus: string;

  beforeAll(async () => {
    browser = await launchChromium(['--host-resolver-rules=MAP notes.test 127.0.0.1']);
  });

  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  afterAll(async () => {
    await browser?.close();
  });

  async function start(app: Partial<AppOptions> = {}, host = '127.0.0.1'): Promise<RunningPage> {
    corpus = temporaryFolder({ 'notes.md': '# Tides\n\nThey rise twice a day.\n' });
    const dataFolder = temporaryFolder();
    server = await startPage({
      corpus,
      dataFolder,
      host,
      app: {
        ...app,
      },
    });
    return server;
  }

  it('takes several dropped files, shows where to drop them, and says aloud when they are ready', async () => {
    const { url } = await start();
    const { page, foreign, problems } = await openWatched(browser, url);
    await page.goto(`${url}/library`);
    await page.getByRole('button', { name: 'Add documents' }).waitFor();
    await drag(page, 'dragenter', { 'lanterns.md': lanterns });
    await page.getByText('Drop the files to add them').waitFor();
    await drag(page, 'dragleave', { 'lanterns.md': lanterns });
    await page.getByText('Drop the files to add them').waitFor({ state: 'detached' });
    await drag(page, 'dragenter', { 'lanterns.md': lanterns });
    await drag(page, 'drop', { 'lanterns.md': lanterns, 'beacons.md': beacons });
    await page.getByRole('link', { name: 'Read lanterns.md' }).waitFor();
    await page.getByRole('link', { name: 'Read beacons.md' }).waitFor();
    expect(await page.getByText('Drop the files to add them').count()).toBe(0);
    await page.locator('[role=status]', { hasText: 'The documents are ready.' }).waitFor();
    const table = page.getByRole('table', { name: 'The documents of the library' });
    const row = table.getByRole('row', { name: /Lanterns/ });
    expect(await row.innerText()).toMatch(/Markdown\s*Uploaded · lanterns\.md/);
    expect(await table.getByRole('row', { name: /Tides/ }).innerText()).toContain('Folder');
    // Files of the folder are not removed here.
    expect(await page.getByRole('button', { name: /^Remove / }).count()).toBe(2);
    await page.getByRole('button', { name: 'Close this list' }).click();
    await page.getByRole('region', { name: 'Adding documents' }).waitFor({ state: 'detached' });
    expect(foreign).toEqual([]);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('moves no row while a file comes in that stands behind them', async () => {
    const { url } = await start();
    const { page } = await openWatched(browser, url);
    await page.goto(`${url}/library`);
    await page.getByRole('button', { name: 'Add documents' }).waitFor();
    const row = page.getByRole('row', { name: /Tides/ });
    const before = (await row.boundingBox())!.y;
    await page.setInputFiles(
      'input[type=file]',
      filesOf({ 'zebras.md': '# Zebras\n\nStripes.\n' }),
    );
    await page.getByRole('region', { name: 'Adding documents' }).waitFor();
    expect((await row.boundingBox())!.y).toBe(before);
    await page.getByRole('link', { name: 'Read zebras.md' }).waitFor();
    await page.getByRole('row', { name: /Zebras/ }).waitFor();
    expect((await row.boundingBox())!.y).toBe(before);
    await page.context().close();
  });

  it("shows the server's refusal beside the file, and sets a damaged one aside with its reason", async () => {
    const { url } = await start();
    const { page } = await openWatched(browser, url);
    await page.goto(`${url}/library`);
    const picker = page.locator('input[type=file]');
    expect(await picker.getAttribute('accept')).toBe(fileEndings.join(','));
    await picker.setInputFiles(
      filesOf({ 'virus.exe': 'MZ', 'broken.pdf': damaged, 'lanterns.md': lanterns }),
    );
    const panel = page.getByRole('region', { name: 'Adding documents' });
    await panel.getByText(/"virus.exe" is of no kind that can be read; send one of \.md/).waitFor();
    await panel.getByText(/is a damaged PDF/).waitFor();
    await panel.getByRole('link', { name: 'Read lanterns.md' }).waitFor();
    await panel.getByText('1 file could not be read.').waitFor();
    // It is remembered: whoever comes later is told too, and may put it away.
    await page.reload();
    await panel.getByText(/is a damaged PDF/).waitFor();
    await panel.getByRole('button', { name: 'Close this list' }).click();
    await panel.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('follows an ingestion that somebody else began, and reads the folder again when asked', async () => {
    const { url } = await start();
    const { page } = await openWatched(browser, url);
    await page.goto(`${url}/library`);
    await page.getByText(/^1 document,/).waitFor();
    writeFileSync(join(corpus, 'beacons.md'), beacons);
    expect((await fetch(`${url}/api/ingest`, { method: 'POST' })).status).toBe(202);
    await page.getByText(/^2 documents,/).waitFor({ timeout: 30_000 });
    writeFileSync(join(corpus, 'lanterns.md'), lanterns);
    await page.getByRole('button', { name: 'Read the folder again' }).click();
    await page.getByText(/^3 documents,/).waitFor();
    await page.context().close();
  });

  it('adds and removes by keyboard alone', async () => {
    const { url } = await start();
    const { page } = await openWatched(browser, url);
    await page.goto(`${url}/library`);
    const add = page.getByRole('button', { name: 'Add documents' });
    await add.waitFor();
    const picking = page.waitForEvent('filechooser');
    await tabTo(page, 'Add documents');
    await page.keyboard.press('Enter');
    await (await picking).setFiles(filesOf({ 'lanterns.md': lanterns }));
    await page.getByRole('link', { name: 'Read lanterns.md' }).waitFor();
    await tabTo(page, 'Remove Lanterns');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Remove this document?' }).waitFor();
    // What keeps it has the focus first, and gives it back.
    expect(await focusedName(page)).toBe('Keep it');
    await page.keyboard.press('Escape');
    expect(await focusedName(page)).toBe('Remove Lanterns');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Remove');
    await page.keyboard.press('Enter');
    await page.getByText(/^1 document,/).waitFor();
    expect(await focusedName(page)).toBe('Documents');
    await page.context().close();
  });

  it('offers the button where there are no documents at all', async () => {
    const { url } = await start();
    const { page } = await openWatched(browser, url);
    const message = 'The folder of documents holds none that can be read; put some into it.';
    // As a server answers whose folder is empty, until something is sent to it.
    let isEmpty = true;
    await page.route('**/api/documents', (route) => {
      if (route.request().method() === 'POST') isEmpty = false;
      return isEmpty
        ? route.fulfill({ status: 503, json: { error: { code: 'not-ready', message } } })
        : route.continue();
    });
    await page.goto(`${url}/library`);
    await page.getByText('No documents yet').waitFor();
    await page.getByText(message).waitFor();
    await page.getByText(/PDF, Word, PowerPoint, EPUB/).waitFor();
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(filesOf({ 'lanterns.md': lanterns }));
    await page.getByRole('table').getByText('Lanterns', { exact: true }).waitFor();
    await page.context().close();
  });

  it('says beside the question that vectors are being made, until they are', async () => {
    const { url } = await start();
    const { page } = await openWatched(browser, url);
    const notice =
      'The documents are still being encoded: searching by words only until that is done.';
    let isRunning = true;
    const progress = { files: 2, filesDone: 1, embedded: 7 };
    await page.route('**/api/ingest', (route) =>
      route.fulfill({
        json: {
          state: isRunning ? 'running' : 'idle',
          progress: isRunning ? progress : null,
          endedAt: isRunning ? null : '2026-11-25T12:00:00.000Z',
          failure: null,
          setAside: [],
          notices: [],
        },
      }),
    );
    await page.route('**/api/documents', async (route) => {
      const response = await route.fetch();
      const list = (await response.json()) as { mode: { notices: string[] } };
      if (isRunning) list.mode.notices.push(notice);
      await route.fulfill({ response, json: list });
    });
    await page.goto(url);
    await page.locator('[data-mode]').getByText(notice).waitFor();
    isRunning = false;
    await page.locator('[data-mode]').getByText(notice).waitFor({ state: 'detached' });
    await page.context().close();
  });

  it.each(looks)('passes axe and fits its window while it adds, $name', async (look) => {
    const { url } = await start();
    const { page, problems } = await openWatched(browser, url, {
      colorScheme: look.colorScheme,
      viewport: { width: look.width, height: 800 },
      reducedMotion: 'reduce',
    });
    await page.goto(`${url}/library`);
    await page.getByRole('button', { name: 'Add documents' }).waitFor();
    await page.setInputFiles(
      'input[type=file]',
      filesOf({ 'virus.exe': 'MZ', 'broken.pdf': damaged, 'lanterns.md': lanterns }),
    );
    await page.getByRole('link', { name: 'Read lanterns.md' }).waitFor();
    await page.getByText(/is a damaged PDF/).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    await page.getByRole('button', { name: 'Remove Lanterns' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await drag(page, 'dragenter', { 'beacons.md': beacons });
    await page.getByText('Drop the files to add them').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('offers nothing of it to a key of scope read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'groundwork-page-keys-'));
    const keys = openKeys({ folder });
    const { key } = await keys.add({ name: 'reader', scope: 'read' });
    const started = await start({ keys }, '0.0.0.0');
    const url = `http://notes.test:${new URL(started.url).port}`;
    const { page } = await openWatched(browser, url);
    await page.goto(`${url}/library`);
    await page.getByLabel(/API_KEY/).fill(key);
    await page.keyboard.press('Enter');
    await expectNoControls(page);
    await page.context().close();
    keys.close();
    rmSync(folder, { recursive: true });
  });

  it('offers nothing of it in a demo', async () => {
    const { url } = await start({ demo: true });
    const { page } = await openWatched(browser, url);
    await page.goto(`${url}/library`);
    await expectNoControls(page);
    await page.context().close();
  });
});

async function expectNoControls(page: Page): Promise<void> {
  await page.getByRole('table').getByText('Tides', { exact: true }).waitFor();
  await page.waitForTimeout(300);
  expect(await page.getByRole('button', { name: /^(?:Add|Read the folder|Remove)/ }).count()).toBe(
    0,
  );
  expect(await page.locator('input[type=file]').count()).toBe(0);
  await drag(page, 'dragenter', { 'lanterns.md': lanterns });
  await page.waitForTimeout(100);
  expect(await page.getByText('Drop the files to add them').count()).toBe(0);
}

function filesOf(contents: Readonly<Record<string, string>>) {
  return Object.entries(contents).map(([name, content]) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(content),
  }));
}

/** What a browser tells a page when files are dragged over it from elsewhere. */
async function drag(
  page: Page,
  event: 'dragenter' | 'dragleave' | 'drop',
  contents: Readonly<Record<string, string>>,
): Promise<void> {
  await page.evaluate(`(() => {
    const dataTransfer = new DataTransfer();
    for (const [name, content] of Object.entries(${JSON.stringify(contents)})) {
      dataTransfer.items.add(new File([content], name));
    }
    const init = { bubbles: true, cancelable: true, dataTransfer };
    document.querySelector('main h1').dispatchEvent(new DragEvent('${event}', init));
  })()`);
}

function focusedName(page: Page): Promise<string> {
  return page.evaluate(
    `document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()`,
  );
}

async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    if ((await focusedName(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  expect(await focusedName(page)).toBe(name);
}

async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => id + ' ' + target.join(' ') + ' ' + failureSummary)))`);
}
