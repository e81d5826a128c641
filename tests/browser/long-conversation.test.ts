import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../fakes/chromium.ts';
import { type RunningPage, startPage } from '../fakes/running-page.ts';
import { openWatched } from '../fakes/watched-page.ts';

if (chromiumPath === undefined) {
  console.warn('SKIPPED: browser tests need Chromium (Debian: apt-get install chromium).');
}

describe.skipIf(chromiumPath === undefined)('a conversation of 300 messages', () => {
  let server: RunningPage;
  let browser: Browser;
  const lengths = { short: 10, long: 150 };
  const ids: Partial<Record<keyof typeof lengths, string>> = {};

  beforeAll(async () => {
    server = await startPage();
    browser = await launchChromium();
    const answered = await server.pipeline.ask('Why are attention scores scaled?');
    for (const [name, turns] of Object.entries(lengths)) {
      let conversation = 'new';
      for (let at = 1; at <= turns; at += 1) {
        const question = `Question ${at}: why are attention scores scaled?`;
        const turn = server.conversations.begin({ conversation, question });
        server.conversations.answer(turn.id, answered, []);
        conversation = turn.conversationId;
      }
      ids[name as keyof typeof lengths] = conversation;
    }
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('holds no more than the turns in sight, and a little for each other one', async () => {
    const { page, problems } = await openWatched(browser, server.url);
    const open = async (id: string | undefined, last: number) => {
      await page.goto(`${server.url}/c/${id}`);
      await page.getByRole('heading', { name: `Question ${last}:`, level: 2 }).waitFor();
      await page.waitForTimeout(500);
    };
    const count = (): Promise<number> => page.evaluate("document.querySelectorAll('*').length");
    await open(ids.short, 10);
    const short = await count();
    await open(ids.long, 150);
    // An empty box and a rule for each turn that is out of sight.
    const bound = short + 2 * (lengths.long - lengths.short);
    expect(await count()).toBeLessThanOrEqual(bound);

    // Read upwards to the first question: what was left behind is let go.
    const scroller = page.locator('[data-scroller]');
    const box = (await scroller.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    let highest = 0;
    for (let wheel = 0; wheel < 400; wheel += 1) {
      await page.mouse.wheel(0, -1_500);
      await page.waitForTimeout(15);
      if (wheel % 10 === 0) highest = Math.max(highest, await count());
      if ((await scroller.evaluate(({ scrollTop }) => scrollTop)) === 0) break;
    }
    await page.getByRole('heading', { name: 'Question 1:', level: 2 }).waitFor();
    // Scrolling fast, turns above and below the view are there for a moment.
    expect(highest).toBeLessThanOrEqual(2 * bound);
    await page.waitForTimeout(500);
    // At the top the room below the view holds a turn or two more, and the latest is always there.
    expect(await count()).toBeLessThanOrEqual(1.5 * bound);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('opens at its latest question and takes another one', async () => {
    const { page } = await openWatched(browser, server.url);
    await page.goto(`${server.url}/c/${ids.long}`);
    const latest = page.getByRole('heading', { name: 'Question 150:', level: 2 });
    await latest.waitFor();
    await expect
      .poll(async () => (await latest.boundingBox())?.y ?? Number.POSITIVE_INFINITY)
      .toBeLessThan(400);
    await page.locator('#question').fill('How does LoRA save memory?');
    await page.keyboard.press('Enter');
    const asked = page.getByRole('heading', { name: 'How does LoRA save memory?', level: 2 });
    await asked.waitFor();
    await expect
      .poll(async () => (await asked.boundingBox())?.y ?? Number.POSITIVE_INFINITY)
      .toBeLessThan(200);
    await page.context().close();
  });
});
