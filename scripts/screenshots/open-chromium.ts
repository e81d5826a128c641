import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where distributions put it. CHROMIUM_PATH names another place. */
const usualPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @throws Error when no Chromium is installed; says where it was looked for */
export function openChromium(): Promise<Browser> {
  const paths = [process.env['CHROMIUM_PATH'] ?? '', ...usualPaths].filter((path) => path !== '');
  const executablePath = paths.find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error(
      `The pictures need Chromium, which is not at ${paths.join(', ')}; install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.`,
    );
  }
  return chromium.launch({
    executablePath,
    // The same letters on every machine: no subpixels of this one's screen.
    args: ['--no-sandbox', '--disable-gpu', '--disable-lcd-text', '--font-render-hinting=none'],
  });
}
