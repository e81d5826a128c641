/** Starts Groundwork, asks it real questions and writes the pictures of docs/pictures. */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askQuestions } from './screenshots/ask-questions.ts';
import { openChromium } from './screenshots/open-chromium.ts';
import { recordTour } from './screenshots/record-tour.ts';
import { startForPictures } from './screenshots/start-for-pictures.ts';
import { takePictures } from './screenshots/take-pictures.ts';

const folder = fileURLToPath(new URL('../docs/pictures', import.meta.url));
mkdirSync(folder, { recursive: true });
const browser = await openChromium();
try {
  const groundwork = await startForPictures();
  try {
    const answers = await askQuestions(browser, groundwork.url);
    await takePictures(browser, groundwork.url, answers, folder);
    await recordTour(browser, groundwork.url, join(folder, 'tour.gif'));
  } finally {
    await groundwork.stop();
  }
} finally {
  await browser.close();
}
for (const name of readdirSync(folder).sort()) {
  console.log(`${Math.ceil(statSync(join(folder, name)).size / 1024)} KiB  docs/pictures/${name}`);
}
