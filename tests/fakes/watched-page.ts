/** A browser page that writes down what must not happen. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export interface WatchedPage {
  readonly page: Page;
  /** Requests to anywhere but the server. */
  readonly foreign: readonly string[];
  /** Errors of scripts, and what the Content-Security-Policy refused. */
  readonly problems: readonly string[];
  /** Sum of layout shifts without input since the last call, as the browser scores them. */
  takeLayoutShift(): Promise<{ score: number; moved: string[] }>;
}

export async function openWatched(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const foreign: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(`${url}/`) && !address.startsWith('blob:')) foreign.push(address);
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    // A reply with an error status is the server's business and tested there.
    const refused = /Content Security Policy|Refused to/.test(message.text());
    if (refused || (message.type() === 'error' && !/Failed to load/.test(message.text()))) {
      problems.push(message.text());
    }
  });
  await page.addInitScript({ content: watchLayout });
  return {
    page,
    foreign,
    problems,
    takeLayoutShift: () => page.evaluate(takeShifts),
  };
}

/** Runs in the page. */
const watchLayout = `
  globalThis.shifts = { score: 0, moved: [] };
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      shifts.score += value;
      for (const { node } of sources) {
        shifts.moved.push((node?.nodeName ?? '') + ': ' + (node?.textContent ?? '').slice(0, 60));
      }
    }
  }).observe({ type: 'layout-shift', buffered: true });
`;

const takeShifts = `(() => {
  const { score, moved } = shifts;
  globalThis.shifts = { score: 0, moved: [] };
  return { score, moved };
})()`;
