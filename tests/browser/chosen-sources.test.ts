import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { type RunningPage, startPage } from '../fakes/running-page.ts';
import { openWatched } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

const question = 'How does LoRA save memory?';

describe.skipIf(chromiumPath === undefined)('choosing sources', () => {
  let server: RunningPage;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await startPage();
    browser = await launchChromium();
  });
  beforeEach(async () => {
    ({ page } = await openWatched(browser, server.url));
    await page.goto(server.url);
  });
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const choice = () => page.getByTitle('Choose which sources are asked');
  const dialog = () => page.getByRole('dialog', { name: 'Which sources to ask' });
  const ask = async (text: string) => {
    await page.locator('#question').fill(text);
    await page.keyboard.press('Enter');
    await page.locator('article', { hasText: text }).last().locator('a[data-why]').waitFor();
  };
  const choose = async (...titles: string[]) => {
    await choice().click();
    for (const title of titles) {
      await dialog().getByRole('searchbox').fill(title);
      await dialog().getByRole('checkbox', { name: title }).first().check();
    }
    await dialog().getByRole('button', { name: 'Use these' }).click();
    await dialog().waitFor({ state: 'detached' });
  };

  it('asks them alone, says so, and asks all when it is told to', async () => {
    expect(await choice().innerText()).toContain('All sources');
    await choose('Attention', 'Tokenisation');
    expect(await choice().innerText()).toContain('2 sources');
    await ask(question);
    const turn = page.locator('article', { hasText: question });
    expect(await turn.innerText()).toMatch(/Searched only in Attention · Tokenisation/);
    expect(await turn.innerText()).toContain('The chosen sources do not hold');
    await turn.getByRole('button', { name: 'Ask all sources' }).click();
    await turn.locator('.answer').getByText('LoRA').first().waitFor();
    await turn.locator('a[data-why]').waitFor();
    expect(await turn.count()).toBe(1);
    expect(await turn.innerText()).not.toContain('Searched only in');
    expect(await choice().innerText()).toContain('All sources');
  });

  it('begins with questions that they answer', async () => {
    const given = page.waitForResponse(/suggestions\?source=attention\.md/);
    await choose('Attention');
    const { suggestions } = (await (await given).json()) as { suggestions: string[] };
    await page.getByRole('button', { name: suggestions[0]!, exact: true }).click();
    const turn = page.locator('article').first();
    await turn.locator('a[data-why]').waitFor();
    expect(await turn.innerText()).toContain('Searched only in Attention');
    expect(await turn.innerText()).not.toContain('do not hold');
  });

  it('keeps the choice with the conversation, and begins a new one with all', async () => {
    await choose('Parameter-efficient');
    await ask(question);
    expect(await page.locator('article').last().innerText()).toContain('Searched only in');
    await page.reload();
    await page.locator('a[data-why]').waitFor();
    expect(await choice().innerText()).toMatch(/Parameter-efficient/i);
    await ask('What does its rank decide?');
    expect(await page.locator('article').last().innerText()).toContain('Searched only in');
    await page.getByRole('link', { name: 'New conversation' }).first().click();
    await page.getByText('To begin with').waitFor();
    expect(await choice().innerText()).toContain('All sources');
  });

  it('asks the same sources again where the answer was interrupted', async () => {
    const { conversationId, id } = server.conversations.begin({
      conversation: 'new',
      question,
      sources: ['attention.md'],
    });
    server.conversations.interrupt(id);
    await page.goto(`${server.url}/c/${conversationId}`);
    const turn = page.locator('article', { hasText: question });
    await turn.getByText('Searched only in Attention').waitFor();
    await turn.getByRole('button', { name: 'Ask again' }).click();
    await turn.locator('a[data-why]').waitFor();
    expect(await turn.innerText()).toContain('The chosen sources do not hold');
    expect(await choice().innerText()).toContain('Attention');
  });

  it('works with the keyboard alone, and Escape leaves all as it was', async () => {
    await choice().focus();
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    expect(await page.evaluate('document.activeElement.type')).toBe('search');
    await page.keyboard.type('quantization');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await choice().innerText()).toContain('All sources');
    expect(await page.evaluate('document.activeElement.title')).toContain('which sources');
    await page.keyboard.press('Enter');
    await page.keyboard.type('quantization');
    expect(await dialog().getByRole('status').innerText()).toMatch(/^Nothing is chosen/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await dialog().getByRole('status').innerText()).toMatch(/^1 of \d+ sources/);
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    expect(await choice().innerText()).toMatch(/quantisation/i);
  });

  it('is begun from a source', async () => {
    const { documents } = await (await page.request.get(`${server.url}/api/documents`)).json();
    const attention = documents.find(({ uri }: { uri: string }) => uri === 'attention.md');
    await page.goto(`${server.url}/read/${attention.id}`);
    await page.getByRole('link', { name: 'Ask this source' }).click();
    await page.locator('#question').waitFor();
    await expect.poll(() => choice().innerText()).toContain(attention.title);
    expect(new URL(page.url()).search).toBe('');
    await ask('Why are the scores scaled?');
    expect(await page.locator('article').last().innerText()).toContain(
      `Searched only in ${attention.title}`,
    );
    await page.locator('a[data-why]').last().click();
    const why = page.locator('header', { hasText: 'Why are the scores scaled?' });
    await why.getByText(`Searched only in ${attention.title}`).waitFor();
  });

  it('shows a part of 5,000 sources in folders, and long names within its frame', async () => {
    const list = await (await page.request.get(`${server.url}/api/documents`)).json();
    const documents = Array.from({ length: 5_000 }, (_, at) => ({
      ...list.documents[0],
      id: `long-${at}`,
      uri: `folder-${at % 50}/${'unbroken'.repeat(20)}-${at}.md`,
      title: `${'Unbroken'.repeat(20)} ${at}`,
    }));
    await page.route('**/api/documents', (route) =>
      route.fulfill({ json: { ...list, documents } }),
    );
    await page.setViewportSize({ width: 360, height: 640 });
    await page.reload();
    await choice().click();
    expect(await dialog().getByRole('checkbox').count()).toBeLessThanOrEqual(400);
    expect(await dialog().innerText()).toContain('And 4800 more');
    const widths = await page.evaluate(`(() => {
      const list = document.querySelector('dialog fieldset').parentElement;
      return [list.scrollWidth, list.clientWidth];
    })()`);
    const [needed, given] = widths as [number, number];
    expect(needed).toBe(given);

    await dialog().getByRole('searchbox').fill('unbroken 4977');
    const folder = dialog().getByRole('group', { name: 'Folder folder-27/' });
    await folder.getByRole('checkbox', { name: / 4977 / }).check();
    const whole = folder.getByRole('checkbox', { name: 'The whole folder' });
    expect(await whole.and(page.locator(':indeterminate')).count()).toBe(1);
    await whole.click();
    expect(await dialog().getByRole('status').innerText()).toBe('100 of 5000 sources are asked.');
    await dialog().getByRole('button', { name: 'Use these' }).click();
    expect(await choice().innerText()).toContain('folder-27/');
  });

  it('lists all that were searched where they are many', async () => {
    await choose('Attention', 'Tokenisation', 'Agent memory', 'Agentic RAG');
    await ask('What is attention?');
    const said = page.getByText('Searched only in');
    expect(await said.innerText()).toMatch(/Attention · Tokenisation\s+and 2 more$/);
    await said.getByText('and 2 more').click();
    expect(await said.getByRole('listitem').allInnerTexts()).toEqual([
      'Agent memory',
      'Agentic RAG and GraphRAG',
    ]);
    // Markup that a parser would leave as it is.
    expect(await page.locator('p details, p ul').count()).toBe(0);
  });

  it('says that a source is gone, and drops it when the choice is looked at', async () => {
    await page.goto(`${server.url}/?source=gone.md`);
    await expect.poll(() => choice().innerText()).toContain('gone.md');
    await page.locator('#question').fill(question);
    await page.keyboard.press('Enter');
    await page.locator('article').getByRole('alert').filter({ hasText: 'gone.md' }).waitFor();
    await choice().click();
    expect(await dialog().getByRole('status').innerText()).toMatch(/^Nothing is chosen/);
    await dialog().getByRole('button', { name: 'Use these' }).click();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.answer').getByText('LoRA').first().waitFor();
  });

  it('loses no choice while the library is not read yet', async () => {
    let give = (): void => undefined;
    const given = new Promise<void>((resolve) => {
      give = resolve;
    });
    await page.route('**/api/documents', async (route) => {
      await given;
      await route.continue();
    });
    await page.goto(`${server.url}/?source=attention.md`);
    await choice().waitFor();
    expect(await choice().isDisabled()).toBe(true);
    give();
    await choice().click();
    expect(await dialog().getByRole('status').innerText()).toMatch(/^1 of \d+ sources/);
    await dialog().getByRole('button', { name: 'Use these' }).click();
    expect(await choice().innerText()).toContain('Attention');
  });

  it('fits a phone, in the dark as well', async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await choose('Attention');
    await choice().click();
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBe(360);
    const box = (await dialog().boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(360);
    expect(box.height).toBeLessThanOrEqual(640);
    await dialog().getByRole('button', { name: 'All sources' }).click();
    expect(await choice().innerText()).toContain('All sources');
  });
});
