import type { Browser } from 'playwright-core';
import { type AnswerPlace, type QuestionName, questions } from './scenes.ts';

/** Asks each question through the page, in turn, so that the pictures find real answers. */
export async function askQuestions(
  browser: Browser,
  url: string,
): Promise<Record<QuestionName, AnswerPlace>> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const answers: Partial<Record<QuestionName, AnswerPlace>> = {};
  for (const name of Object.keys(questions) as QuestionName[]) {
    await page.goto(url);
    await page.locator('#question').fill(questions[name]);
    await page.keyboard.press('Enter');
    const why = page.locator('a[data-why]');
    await why.waitFor();
    await page.waitForURL(/\/c\/./);
    const turnId = lastPart((await why.getAttribute('href')) ?? '');
    answers[name] = { conversationId: lastPart(new URL(page.url()).pathname), turnId };
  }
  await context.close();
  return answers as Record<QuestionName, AnswerPlace>;
}

function lastPart(path: string): string {
  return path.split('/').at(-1) ?? '';
}
