import { writeFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { encodeGif } from './encode-gif.ts';
import { createFilm } from './film.ts';
import { createPointer } from './pointer.ts';

const question = 'Why are attention scores scaled?';
/** CSS pixels. From 1024 on the source stands beside the answer. */
const view = { width: 1120, height: 700 };
/** Device pixels. */
const gifWidth = 960;
/** Down to the search, where the passages that were found are compared. */
const wheelTurns = 6;
const wheelPixels = 120;

/** A question typed, answered, checked in its source and explained, as a GIF. */
export async function recordTour(browser: Browser, url: string, file: string): Promise<void> {
  const context = await browser.newContext({
    viewport: view,
    deviceScaleFactor: gifWidth / view.width,
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByText('To begin with').waitFor();
  await page.waitForLoadState('networkidle');
  const film = createFilm(page);
  const pointer = await createPointer(page, film, view.width * 0.7, view.height * 0.55);
  await film.shoot(700);

  const field = page.locator('#question');
  await pointer.moveTo(field);
  await pointer.press();
  for (let at = 0; at < question.length; at += 2) {
    await page.keyboard.type(question.slice(at, at + 2));
    await film.shoot(80);
  }
  await film.shoot(400);
  await page.keyboard.press('Enter');
  const why = page.locator('a[data-why]');
  await film.shootUntil(() => why.isVisible());
  await page.waitForTimeout(500);
  await film.shoot(1_600);

  const cite = page.locator('[data-cite="2"]').first();
  await pointer.moveTo(cite);
  await page.waitForTimeout(600);
  await film.shoot(1_400);
  await pointer.press();
  const quoted = page.locator('[data-name="2 active"]').first();
  await film.shootUntil(() => quoted.isVisible());
  await page.waitForTimeout(1_500);
  await film.shoot(2_200);

  await pointer.moveTo(why);
  await pointer.press();
  const heading = page.locator('main h1').first();
  await film.shootUntil(async () => page.url().includes('/why/') && (await heading.isVisible()));
  await page.waitForTimeout(800);
  await film.shoot(1_500);
  for (let turn = 0; turn < wheelTurns; turn += 1) {
    await page.mouse.wheel(0, wheelPixels);
    await page.waitForTimeout(100);
    await film.shoot(80);
  }
  await film.shoot(2_000);
  await context.close();
  writeFileSync(file, encodeGif(film.frames));
}
