/** From the address of a long document to its text, and to the words that an address cites. */
import type { Browser } from 'playwright-core';
import type { Span } from '../../src/types.ts';
import {
  type Arrival,
  timeOfAction,
  timeOfArrival,
  timeUntil,
  watchFrames,
} from './frame-watch.ts';
import { inFreshContext } from './open-browser.ts';

const citedWords = '[data-name~="active"]';

/** @returns milliseconds from the navigation to the first words of the document */
export function timeFirstText(browser: Browser, address: string): Promise<number> {
  return inFreshContext(browser, async (page) => {
    await watchFrames(page);
    await page.goto(address, { waitUntil: 'commit' });
    return timeUntil(page, `document.querySelector('[data-piece]')?.textContent.length > 40`);
  });
}

/** In milliseconds: `read` from the navigation, `file` from pressing "As in the file". */
export interface CitationTime {
  readonly read: Arrival;
  readonly file: Arrival & { readonly text: number };
}

export function timeCitation(
  browser: Browser,
  address: string,
  { start, end }: Span,
): Promise<CitationTime> {
  return inFreshContext(browser, async (page) => {
    await watchFrames(page);
    await page.goto(`${address}?at=${start}-${end}`, { waitUntil: 'commit' });
    const read = await timeOfArrival(page, citedWords);
    const shown = timeUntil(page, `document.querySelector('[data-file]') !== null`);
    const arrival = timeOfArrival(page, `[data-file] ${citedWords}`);
    await page.getByRole('button', { name: 'As in the file' }).click();
    const [text, { seen, still }] = await Promise.all([shown, arrival]);
    const pressed = await timeOfAction(page);
    return { read, file: { text: text - pressed, seen: seen - pressed, still: still - pressed } };
  });
}
