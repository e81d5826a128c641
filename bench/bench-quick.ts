/**
 * A minute's look at what a change may have made slow: Groundwork against its own bare parts, at two
 * sizes, in one process. Ratios alone are judged, as times differ from machine to machine.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localModel } from '../src/embed/local-model.ts';
import { seededRandom } from '../src/evaluate/metrics.ts';
import { queryTermsOf, termsOf } from '../src/text/terms.ts';
import { conceptQuestions } from './concept-questions.ts';
import type { OpenContender } from './peers/contender.ts';
import { createDataset, type Dataset, type Question } from './peers/dataset.ts';
import {
  buildGroundwork,
  type OpenGroundwork,
  openGroundwork,
} from './peers/groundwork-contender.ts';
import { createVectorGrower } from './peers/grow-vectors.ts';
import { langchainMemory } from './peers/langchain-memory.ts';
import { readSeeds, type Seeds } from './peers/seeds.ts';
import { createBareSearches } from './quick/bare-searches.ts';

/**
 * The greatest ratio that is let pass, beside what was measured on a machine that was busy otherwise:
 * far enough from it for noise, and not so far that a pass over everything could hide in between.
 */
const bounds = {
  /** 2.5 to 3.0 */
  hybridSmall: 5,
  /** 1.8 to 2.1 */
  hybridLarge: 4,
  /** 1.4 */
  lexicalLarge: 2.5,
  /** 0.07; without SIMD about 1 */
  denseLarge: 0.3,
  /** 1.8 */
  hybridGrowth: 4,
  /** 3.6; 5 would be in proportion to the size */
  denseGrowth: 7,
  /** 4.1 to 5.4 */
  open: 10,
  /** 1.9 to 2.6 */
  build: 5,
  /** 0.02 */
  langchain: 0.2,
} as const;

const small = 1_000;
const large = 5_000;
const rounds = 20;
const slowRounds = 5;
/** A ratio beyond its bound is measured again before it is believed. */
const tries = 3;

const questions = [
  ...conceptQuestions,
  'Which kinds of long-term memory do agents have?',
  'What does a reward model learn from people who rank answers?',
  'How do diffusion models trade quality against the number of steps?',
];

interface Compared {
  readonly what: string;
  readonly bound: number;
  readonly left: () => Promise<unknown>;
  readonly right: () => Promise<unknown>;
  readonly rounds: number;
}

interface OpenLibrary {
  readonly data: Dataset;
  readonly folder: string;
  readonly opened: OpenGroundwork;
}

/** @returns true when every ratio is within its bound; prints them all */
export async function benchQuick(corpus: string): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-quick-'));
  try {
    const seeds = await readSeeds(corpus, localModel, null, folder);
    const asked = questionsOf(seeds);
    const libraries = await Promise.all(
      [small, large].map(async (size): Promise<OpenLibrary> => {
        const data = createDataset(seeds, asked, size);
        const own = mkdtempSync(join(folder, `${size}-`));
        await buildGroundwork(data, own);
        return { data, folder: own, opened: await openGroundwork(data, own) };
      }),
    );
    let passed = true;
    for (const compared of await comparisons(libraries[0]!, libraries[1]!, folder)) {
      passed = (await judge(compared)) && passed;
    }
    for (const { opened } of libraries) await opened.close();
    return passed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function judge(compared: Compared): Promise<boolean> {
  const { what, bound } = compared;
  let ratio = Number.POSITIVE_INFINITY;
  for (let time = 0; time < tries && ratio > bound; time += 1) {
    ratio = Math.min(ratio, await ratioOf(compared));
  }
  const passed = ratio <= bound;
  console.log(`${passed ? 'ok  ' : 'SLOW'} ${ratio.toFixed(2)} (at most ${bound}) ${what}`);
  return passed;
}

/**
 * Of the least times of both, taken in turn: on a machine that others use, the median tells of them, and
 * the least of what was asked.
 */
async function ratioOf({ left, right, rounds: count }: Compared): Promise<number> {
  let leastLeft = Number.POSITIVE_INFINITY;
  let leastRight = Number.POSITIVE_INFINITY;
  for (let round = 0; round <= count; round += 1) {
    leastLeft = Math.min(leastLeft, await timeOf(left));
    leastRight = Math.min(leastRight, await timeOf(right));
  }
  return leastLeft / leastRight;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function comparisons(
  one: OpenLibrary,
  other: OpenLibrary,
  folder: string,
): Promise<Compared[]> {
  const asked = other.data.questions;
  const bare = createBareSearches(other.data);
  const all = (work: (question: Question) => unknown) => async (): Promise<void> => {
    for (const question of asked) await work(question);
  };
  const hybrid = ({ opened }: OpenLibrary) => all((question) => opened.search('hybrid', question));
  const dense = ({ opened }: OpenLibrary) => all((question) => opened.search('dense', question));
  const bareBoth = ({ opened }: OpenLibrary) => all((question) => opened.searchBare(question));
  const lexical = all((question) => other.opened.search('lexical', question));
  const compared: Compared[] = [
    {
      what: `question by both at ${small} chunks / its two searches`,
      bound: bounds.hybridSmall,
      left: hybrid(one),
      right: bareBoth(one),
      rounds,
    },
    {
      what: `question by both at ${large} chunks / its two searches`,
      bound: bounds.hybridLarge,
      left: hybrid(other),
      right: bareBoth(other),
      rounds,
    },
    {
      what: `search by words at ${large} chunks / sums over bare arrays`,
      bound: bounds.lexicalLarge,
      left: lexical,
      right: all((question) => bare.lexical(question)),
      rounds,
    },
    {
      what: `search by vectors at ${large} chunks / all products in plain JavaScript`,
      bound: bounds.denseLarge,
      left: dense(other),
      right: all((question) => bare.dense(question)),
      rounds,
    },
    {
      what: `question by both at ${large} chunks / at ${small}`,
      bound: bounds.hybridGrowth,
      left: hybrid(other),
      right: hybrid(one),
      rounds,
    },
    {
      what: `search by vectors at ${large} chunks / at ${small}`,
      bound: bounds.denseGrowth,
      left: dense(other),
      right: dense(one),
      rounds,
    },
    {
      what: `opening ${large} chunks / reading and hashing its files`,
      bound: bounds.open,
      left: async () => (await openGroundwork(other.data, other.folder)).close(),
      right: async () => hashFiles(other.folder),
      rounds: slowRounds,
    },
    {
      what: `writing ${small} chunks / splitting them into terms`,
      bound: bounds.build,
      left: async () => buildGroundwork(one.data, mkdtempSync(join(folder, 'build-'))),
      right: async () => splitAll(one.data),
      rounds: slowRounds,
    },
  ];
  const langchain = await openLangchain(other.data);
  if (langchain === undefined) {
    console.log('skip LangChain MemoryVectorStore is not installed');
    return compared;
  }
  const theirs = all((question) => langchain.search('dense', question));
  const what = `search by vectors at ${large} chunks / LangChain MemoryVectorStore`;
  return [
    ...compared,
    { what, bound: bounds.langchain, left: dense(other), right: theirs, rounds },
  ];
}

/** Real questions; their vectors lie between passages, as no encoder need be there. */
function questionsOf(seeds: Seeds): Question[] {
  const grower = createVectorGrower(seeds);
  const random = seededRandom(1);
  return questions.map((text) => {
    const vector = grower.grow(grower.pair(random), random);
    const terms = queryTermsOf(text).map(({ term }) => term);
    return { text, terms, vector, values: Array.from(vector) };
  });
}

function splitAll(data: Dataset): void {
  for (const batch of data.batches(data.size)) for (const { text } of batch) termsOf(text);
}

function hashFiles(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    createHash('sha256')
      .update(readFileSync(join(entry.parentPath, entry.name)))
      .digest();
  }
}

async function openLangchain(data: Dataset): Promise<OpenContender | undefined> {
  try {
    return await langchainMemory.open(data, '');
  } catch {
    return undefined;
  }
}
