import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKeys } from '../../src/access/keys.ts';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { type RunningPage, startPage } from '../fakes/running-page.ts';
import { openWatched } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

const apiKey = 'a key that only the tests know';

describe.skipIf(chromiumPath === undefined)('a server that demands a key', () => {
  let server: RunningPage;
  let browser: Browser;

  beforeAll(async () => {
    server = await startPage({ host: '0.0.0.0', apiKey });
    // Under a name that is not a loopback one, this machine is a stranger like any other.
    browser = await launchChromium(['--host-resolver-rules=MAP notes.test 127.0.0.1']);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('asks for it, refuses a wrong one, and keeps the right one where no script reads it', async () => {
    const url = `http://notes.test:${new URL(server.url).port}`;
    const { page, foreign } = await openWatched(browser, url);
    await page.goto(url);
    const dialog = page.getByRole('dialog', { name: 'This server asks for a key' });
    await dialog.waitFor();
    await page.getByLabel(/API_KEY/).fill('a wrong key');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').waitFor();
    await page.getByLabel(/API_KEY/).fill(apiKey);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'To begin with' }).waitFor();
    expect(await dialog.count()).toBe(0);
    await page.locator('#question').fill('What is a token?');
    await page.keyboard.press('Enter');
    await page.locator('[data-cite]').first().waitFor();
    await page.reload();
    await page.locator('[data-cite]').first().waitFor();

    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    expect(cookie?.value).not.toContain(apiKey);
    expect(await page.evaluate('document.cookie')).toBe('');
    const kept = await page.evaluate('JSON.stringify([localStorage, sessionStorage])');
    expect(kept).not.toContain(apiKey);
    expect(foreign).toEqual([]);
    await page.context().close();
  });

  it('takes a key of scope read too, and says of the rest which scope it needs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'groundwork-page-keys-'));
    const keys = openKeys({ folder });
    const { key } = await keys.add({ name: 'reader', scope: 'read' });
    const reading = await startPage({ host: '0.0.0.0', app: { keys } });
    const url = `http://notes.test:${new URL(reading.url).port}`;
    const { page } = await openWatched(browser, url);
    await page.goto(url);
    await page.getByLabel(/API_KEY/).fill(key);
    await page.keyboard.press('Enter');
    // As long as it stands, keys are pressed in it.
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('#question').fill('What is a token?');
    await page.keyboard.press('Enter');
    await page.locator('[data-cite]').first().waitFor();

    await page.getByRole('button', { name: /^More about/ }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.keyboard.type('Another name');
    await page.keyboard.press('Enter');
    const list = page.getByLabel('Conversations', { exact: true });
    await list.getByText('This needs a key of scope "write"; yours has "read".').waitFor();
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByText(/needs a key of scope "write"; ask without/).waitFor();
    await page.goto(`${url}/settings`);
    await page.getByText('This needs a key of scope "admin"; yours has "read".').waitFor();
    await page.context().close();
    await reading.stop();
    keys.close();
    rmSync(folder, { recursive: true });
  });
});
