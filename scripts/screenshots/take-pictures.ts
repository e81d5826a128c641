import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { packPng } from './pack-png.ts';
import { type AnswerPlace, type QuestionName, type Scene, scenes, type Theme } from './scenes.ts';

/** Writes `<scene>-<theme>.png`, or `<scene>.png` of a scene in one theme, into the folder. */
export async function takePictures(
  browser: Browser,
  url: string,
  answers: Readonly<Record<QuestionName, AnswerPlace>>,
  folder: string,
): Promise<void> {
  for (const scene of scenes) {
    for (const theme of scene.themes) {
      const name = scene.themes.length === 1 ? scene.name : `${scene.name}-${theme}`;
      await takePicture(
        browser,
        url + scene.path(answers),
        scene,
        theme,
        join(folder, `${name}.png`),
      );
    }
  }
}

async function takePicture(
  browser: Browser,
  address: string,
  scene: Scene,
  theme: Theme,
  file: string,
): Promise<void> {
  const context = await browser.newContext({
    viewport: scene.size,
    deviceScaleFactor: 1,
    colorScheme: theme,
    reducedMotion: 'reduce',
    hasTouch: scene.size.width < 500,
    isMobile: scene.size.width < 500,
  });
  const page = await context.newPage();
  await page.goto(address);
  await scene.prepare(page);
  await page.mouse.move(scene.size.width - 1, scene.size.height - 1);
  await settle(page);
  writeFileSync(file, packPng(await page.screenshot({ caret: 'hide' })));
  await context.close();
}

/** Fonts and late parts move what stands below them; what is asked for late comes within this. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate('document.fonts.ready');
  await page.waitForTimeout(1_800);
}
