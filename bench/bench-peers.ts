/**
 * Groundwork against libraries that do one of its parts or both: what a question costs, what is found,
 * memory, disk, building and changing, as the number of chunks grows.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLocalEmbedder } from '../src/embed/local-embedder.ts';
import { readGolden } from '../src/evaluate/golden.ts';
import { queryTermsOf } from '../src/text/terms.ts';
import { openDataset, writeDataset } from './peers/dataset.ts';
import { hasTruth, writeTruths } from './peers/exact-truth.ts';
import { installPeers } from './peers/install-peers.ts';
import { measureSize } from './peers/measure-size.ts';
import { keepMeasured, type MeasuredSize, readMeasured } from './peers/measured.ts';
import { peersSection } from './peers/peers-section.ts';
import { embedCached, readSeeds } from './peers/seeds.ts';
import { writePlots } from './peers/write-plots.ts';

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const figures = path('docs/bench-peers.json');
const cache = join(tmpdir(), 'groundwork-bench-cache');
const questionsAsked = 200;

export interface PeersOptions {
  /** Numbers of chunks; those that are left out keep the figures of an earlier run. */
  readonly sizes: readonly number[];
  /** A contender that builds longer is stopped. */
  readonly limitMinutes: number;
  readonly memoryGb: number;
  /** Names of contenders; all unless said. */
  readonly only?: readonly string[];
  /** Folder where truths and what was built stay, so that a run that was cut off goes on from there. */
  readonly keep?: string;
}

/** The section of the report. Progress is told on the error output. */
export async function benchPeers(options: PeersOptions): Promise<string> {
  const say = (line: string) => console.warn(`${new Date().toISOString().slice(11, 19)} ${line}`);
  installPeers(say);
  const sizes = [...options.sizes].sort((left, right) => left - right);
  const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'groundwork-peers-'));
  try {
    const data = join(folder, 'data');
    say('Growing chunks from the notes, and looking for the true best of every question');
    const questions = await writeData(data);
    const left = sizes.filter((size) => !hasTruth(data, size));
    if (left.length > 0) writeTruths(data, openDataset(data, left.at(-1)!), left);
    let all: readonly MeasuredSize[] = readMeasured(figures);
    for (const size of sizes) {
      const measured = await measureSize(size, all, {
        ...options,
        data,
        stores: join(folder, 'stores', String(size)),
        keepsStores: options.keep !== undefined,
        questions,
        say,
      });
      all = keepMeasured(figures, measured);
    }
    writePlots(path('docs/pictures'), all);
    return peersSection(all);
  } finally {
    if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns how many questions there are */
export async function writeData(folder: string): Promise<number> {
  const embedder = createLocalEmbedder(path('models'));
  try {
    const seeds = await readSeeds(path('corpus'), embedder, embedder, cache);
    const texts = questionsOf();
    const vectors = await embedCached(texts, embedder, cache);
    const questions = texts.map((text, at) => ({
      text,
      terms: queryTermsOf(text).map(({ term }) => term),
      vector: vectors[at]!,
    }));
    writeDataset(folder, seeds, questions);
    return questions.length;
  } finally {
    await embedder.close();
  }
}

/** Questions that the notes answer, from the split for tuning, evenly over all topics. */
function questionsOf(): string[] {
  const all = readGolden(path('tests/quality/golden'))
    .filter(
      ({ split, answerable, history }) => split === 'dev' && answerable && history.length === 0,
    )
    .map(({ question }) => question);
  const every = all.length / Math.min(questionsAsked, all.length);
  return Array.from(
    { length: Math.round(all.length / every) },
    (_, at) => all[Math.floor(at * every)]!,
  );
}
