/** Times the questions of the dataset against a library in Weaviate, and judges what its vectors find. */
import type { LibraryReader } from '../../src/library/contract.ts';
import type { WeaviateLibrary } from '../../src/library/weaviate/weaviate-library.ts';
import { retrieve } from '../../src/retrieve/retrieve.ts';
import { Tracer } from '../../src/retrieve/tracer.ts';
import { quantile } from '../page/spread.ts';
import { candidatesFused, resultsAsked } from '../peers/contender.ts';
import type { Question } from '../peers/dataset.ts';
import { type ExactTruth, shareFound } from '../peers/exact-truth.ts';
import { embedderOf, idOf } from '../peers/groundwork-contender.ts';
import { median } from '../side-by-side.ts';

/** Milliseconds; n questions in each of the rounds. */
export interface ArmTimes {
  readonly p50: number;
  readonly p99: number;
  /** Medians of the best and of the worst round. */
  readonly rounds: readonly [number, number];
  readonly n: number;
}

export interface Asked {
  readonly lexical: ArmTimes;
  readonly dense: ArmTimes;
  readonly hybrid: ArmTimes;
  /** Answers a second of `hybrid` with eight questions always under way. */
  readonly perSecond: number;
  /** Shares of the true best ten that each arm finds among its ten, 0 to 1. */
  readonly recall: { readonly lexical: number; readonly dense: number };
}

const rounds = 5;
const askers = 8;

type Ask = (reader: LibraryReader, question: Question) => Promise<unknown>;

/** As many candidates as a question by both takes. */
const lexical: Ask = (reader, { terms }) => reader.searchLexical(terms, candidatesFused);
const dense: Ask = (reader, { vector }) => reader.searchDense(vector, candidatesFused);
/** All that stands between a question's vector and its passages: both arms, the fusion, the texts. */
const hybrid: Ask = (reader, question) =>
  retrieve(question.text, reader, embedderOf(question), {
    k: resultsAsked,
    candidates: candidatesFused,
    tracer: new Tracer(),
  });

export async function askLibrary(
  library: WeaviateLibrary,
  questions: readonly Question[],
  truth: ExactTruth,
): Promise<Asked> {
  const timed = async (ask: Ask): Promise<ArmTimes> => {
    await roundOf(library, questions, ask);
    const times: number[][] = [];
    for (let round = 0; round < rounds; round += 1) {
      times.push(await roundOf(library, questions, ask));
    }
    const all = times.flat();
    const medians = times.map(median);
    return {
      p50: median(all),
      p99: quantile(all, 0.99),
      rounds: [Math.min(...medians), Math.max(...medians)],
      n: all.length,
    };
  };
  return {
    lexical: await timed(lexical),
    dense: await timed(dense),
    hybrid: await timed(hybrid),
    perSecond: await crowdOf(library, questions),
    recall: {
      lexical: await recallOf(library, questions, truth.lexical, (reader, { terms }) =>
        reader.searchLexical(terms, resultsAsked),
      ),
      dense: await recallOf(library, questions, truth.dense, (reader, { vector }) =>
        reader.searchDense(vector, resultsAsked),
      ),
    },
  };
}

async function roundOf(
  library: WeaviateLibrary,
  questions: readonly Question[],
  ask: Ask,
): Promise<number[]> {
  const times: number[] = [];
  for (const question of questions) {
    const begun = performance.now();
    await library.use((reader) => ask(reader, question));
    times.push(performance.now() - begun);
  }
  return times;
}

async function crowdOf(library: WeaviateLibrary, questions: readonly Question[]): Promise<number> {
  const left = [...questions];
  const begun = performance.now();
  const askOn = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const question = next;
      await library.use((reader) => hybrid(reader, question));
    }
  };
  await Promise.all(Array.from({ length: askers }, askOn));
  return (questions.length * 1_000) / (performance.now() - begun);
}

async function recallOf(
  library: WeaviateLibrary,
  questions: readonly Question[],
  truth: readonly (readonly number[])[],
  search: (
    reader: LibraryReader,
    question: Question,
  ) => Promise<readonly { readonly ordinal: number }[]>,
): Promise<number> {
  let sum = 0;
  for (const [at, question] of questions.entries()) {
    sum += await library.use(async (reader) => {
      const found = await search(reader, question);
      const records = await reader.chunks(found.map(({ ordinal }) => ordinal));
      return shareFound(
        records.map(({ chunkId }) => idOf(chunkId)),
        truth[at]!,
      );
    });
  }
  return sum / questions.length;
}
