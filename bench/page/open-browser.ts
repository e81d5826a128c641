/** The browser that the page is measured in. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const paths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Undefined where none is installed. */
export async function openBrowser(): Promise<Browser | undefined> {
  const executablePath = paths.find((path) => existsSync(path));
  if (executablePath === undefined) return undefined;
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
}

/** Runs `use` on a page of a context of its own: nothing is cached, nothing stored. */
export async function inFreshContext<Result>(
  browser: Browser,
  use: (page: Page, context: BrowserContext) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    return await use(await context.newPage(), context);
  } finally {
    await context.close();
  }
}
