/** From the Enter key to the first sentence and to the whole answer, as its asker sees them. */
import type { Browser } from 'playwright-core';
import { conversationSchema } from '../../src/serve/contract.ts';
import { timeOfAction, timeUntil, watchFrames } from './frame-watch.ts';
import { inFreshContext } from './open-browser.ts';

/** In milliseconds from the key press, but for the last. */
export interface AnswerTime {
  readonly firstSentence: number;
  readonly whole: number;
  /** `totalMs` of the same answer: what the server's pipeline took. */
  readonly server: number;
}

/**
 * Asks in a context of its own, so that what sets formulas and code is fetched where it is needed.
 *
 * @param question one that the notes answer; another one is never over
 */
export function timeAnswer(browser: Browser, url: string, question: string): Promise<AnswerTime> {
  return inFreshContext(browser, async (page) => {
    await watchFrames(page);
    await page.goto(url, { waitUntil: 'networkidle' });
    await page.locator('#question').fill(question);
    const seen = Promise.all([
      timeUntil(page, `document.querySelector('[data-support]') !== null`),
      timeUntil(page, `document.querySelector('a[data-why]') !== null`),
    ]);
    await page.locator('#question').press('Enter');
    const [firstSentence, whole] = await seen;
    const pressed = await timeOfAction(page);
    const id = new URL(page.url()).pathname.replace('/c/', '');
    const response = await fetch(`${url}/api/conversations/${id}`);
    const { turns } = conversationSchema.parse(await response.json());
    const server = turns.at(-1)?.result?.totalMs;
    if (server === undefined) throw new Error(`The answer to "${question}" is not stored.`);
    return { firstSentence: firstSentence - pressed, whole: whole - pressed, server };
  });
}
