/** The page in Chromium over loopback: how soon it shows what was asked for, how smoothly it scrolls. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startGroundwork } from '../scripts/started-groundwork.ts';
import { buildPage } from '../src/cli/build-page.ts';
import { readConfig } from '../src/config.ts';
import { documentListSchema } from '../src/serve/contract.ts';
import { timeAnswer } from './page/answer-time.ts';
import type { AskingFigures, ReadingFigures } from './page/figures.ts';
import { timeFirstView } from './page/first-view.ts';
import { writeLongConversation } from './page/long-conversation.ts';
import { writeLongNote } from './page/long-note.ts';
import { openBrowser } from './page/open-browser.ts';
import { pageSection } from './page/page-section.ts';
import { timeCitation, timeFirstText } from './page/reading-time.ts';
import { scrollThrough } from './page/scrolling.ts';

const rounds = 7;
const scrollRounds = 3;
const noteChars = 500_000;
const turns = 150;
/** Pixels a second: some five views, a hasty reader. */
const scrollSpeed = 4_000;
/** Answers of a model would measure its provider. */
const quoting = { ANSWERS: 'extractive' };
const questions = [
  'What is the difference between a GAN and a VAE?',
  'How does retrieval-augmented generation reduce hallucination?',
  'Why is attention scaled by the square root of the key dimension?',
  'When should I fine-tune a model instead of prompting it?',
  'How does LoRA save memory?',
];

/** @returns the section of docs/benchmarks.md; undefined where there is no browser to measure in */
export async function benchPage(corpus: string): Promise<string | undefined> {
  const browser = await openBrowser();
  if (browser === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-bench-'));
  try {
    const problem = await buildPage(process.env);
    if (problem !== undefined) throw new Error(problem);
    const before = loadavg()[0];
    const asked = await measureAsking(browser, corpus, folder);
    const read = await measureReading(browser, corpus, folder);
    const load = `Load of the last minute: ${before?.toFixed(1)} before, ${loadavg()[0]?.toFixed(1)} after, on ${availableParallelism()} cores.`;
    return pageSection(browser.version(), load, asked, read);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAsking(
  browser: Browser,
  corpus: string,
  folder: string,
): Promise<AskingFigures> {
  const settings = {
    CORPUS_DIR: corpus,
    DATA_DIR: join(folder, 'asking'),
    ...quoting,
    EMBEDDINGS: 'local',
  };
  const conversation = await writeLongConversation(readConfig(settings), questions, turns);
  const server = await startGroundwork({ settings });
  try {
    // The first of each meets a cold server; it is not counted.
    const firstViews = (await times(rounds + 1, () => timeFirstView(browser, server.url))).slice(1);
    await timeAnswer(browser, server.url, questions[0]!);
    const answers = await times(rounds * 2, (at) =>
      timeAnswer(browser, server.url, questions[at % questions.length]!),
    );
    const scrolled = await times(scrollRounds, () =>
      scrollThrough(browser, {
        address: `${server.url}/c/${conversation}`,
        loaded: 'a[data-why]',
        scroller: '[data-scroller]',
        direction: 'up',
        speed: scrollSpeed,
      }),
    );
    return { firstViews, answers, turns, scrolled };
  } finally {
    await server.stop();
  }
}

async function measureReading(
  browser: Browser,
  corpus: string,
  folder: string,
): Promise<ReadingFigures> {
  const notes = join(folder, 'notes');
  const { text, cited } = writeLongNote(corpus, notes, noteChars);
  const server = await startGroundwork({
    settings: {
      CORPUS_DIR: notes,
      DATA_DIR: join(folder, 'reading'),
      ...quoting,
      EMBEDDINGS: 'none',
    },
  });
  try {
    const listed = await fetch(`${server.url}/api/documents`);
    const { documents } = documentListSchema.parse(await listed.json());
    const address = `${server.url}/read/${documents[0]?.id}`;
    const firstTexts = await times(rounds, () => timeFirstText(browser, address));
    const citations = await times(rounds, () => timeCitation(browser, address, cited));
    const scrolled = await times(scrollRounds, () =>
      scrollThrough(browser, {
        address,
        loaded: '[data-piece] p',
        scroller: '[tabindex="0"]:has([data-piece])',
        direction: 'down',
        speed: scrollSpeed,
      }),
    );
    return { bytes: Buffer.byteLength(text), firstTexts, citations, scrolled };
  } finally {
    await server.stop();
  }
}

/** One after the other: side by side they would wait for each other. */
async function times<Result>(
  count: number,
  measure: (at: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < count; at += 1) results.push(await measure(at));
  return results;
}
