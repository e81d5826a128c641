/**
 * Search among some documents against the same search among all, for shares of the library from a
 * thousandth to the whole: what it costs, and how much of the exact best ten it finds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../src/evaluate/metrics.ts';
import { TopK } from '../src/index/top-k.ts';
import { rowCosine } from '../src/index/vector-table.ts';
import type { LibraryReader } from '../src/library/contract.ts';
import { retrieve } from '../src/retrieve/retrieve.ts';
import { Tracer } from '../src/retrieve/tracer.ts';
import { writeData } from './bench-peers.ts';
import { candidatesFused, resultsAsked } from './peers/contender.ts';
import { type Dataset, openDataset, type Question } from './peers/dataset.ts';
import {
  buildGroundwork,
  chunksInOne,
  embedderOf,
  openLibrary,
} from './peers/groundwork-contender.ts';
import { machineCard } from './peers/machine-card.ts';
import { dimensions } from './peers/seeds.ts';
import { sideBySide } from './side-by-side.ts';
import { rowOf, shown } from './table-text.ts';

export const withinHeading = '## Among chosen documents';

const shares = [0.001, 0.01, 0.1, 0.5, 0.9, 1];
const rounds = 5;

export async function benchWithin(sizes: readonly number[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-within-'));
  try {
    await writeData(join(folder, 'data'));
    const rows: string[] = [];
    for (const size of sizes) rows.push(...(await measure(folder, size)));
    return `${withinHeading}

Made by \`npm run bench -- within ${sizes.join(' ')}\`. Chunks and questions are those of the comparison above, ${chunksInOne} chunks a
document. Documents are drawn at random, which leaves the most gaps; the same 200 questions are asked of them and of all in turn, ${rounds} rounds. Each
cell: time of a question, and in brackets the median of the ratios to the same search among all documents. Recall is the share
of the exact best ${resultsAsked} by cosine within. ${machineCard()}.

${[
  rowOf(['chunks', 'documents asked', 'by words', 'by vectors', 'by both', 'recall@10']),
  rowOf(['---', '---', '---', '---', '---', '---']),
  ...rows,
].join('\n')}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, size: number): Promise<string[]> {
  const data = openDataset(join(folder, 'data'), size);
  const store = join(folder, `store-${size}`);
  await buildGroundwork(data, store);
  const library = await openLibrary(store);
  const values = vectorsOf(data);
  const rows: string[] = [];
  try {
    await library.use(async (reader) => {
      const documents = (await reader.documents()).map(({ id, uri }) => ({
        id,
        number: Number(/(\d+)\.md$/.exec(uri)![1]),
      }));
      for (const share of shares) {
        const chosen = drawn(documents, Math.max(1, Math.round(share * documents.length)));
        const within = new Set(chosen.map(({ id }) => id));
        const cells = [];
        for (const search of [byWords, byVectors, byBoth]) {
          const ask = (some?: ReadonlySet<string>) => async () => {
            for (const question of data.questions) await search(reader, question, some);
          };
          const { left, ratio } = await sideBySide(rounds, ask(within), ask());
          cells.push(`${shown(left / data.questions.length)} ms (${ratio.toFixed(2)})`);
        }
        const numbers = chosen.map(({ number }) => number);
        const recall = await recallOf(reader, data.questions, values, within, numbers);
        rows.push(
          rowOf([size.toLocaleString('en'), `${chosen.length}`, ...cells, recall.toFixed(3)]),
        );
      }
    });
  } finally {
    await library.close();
  }
  return rows;
}

type Search = (
  reader: LibraryReader,
  question: Question,
  within: ReadonlySet<string> | undefined,
) => Promise<unknown>;

const byWords: Search = (reader, { terms }, within) =>
  reader.searchLexical(terms, resultsAsked, within);
const byVectors: Search = (reader, { vector }, within) =>
  reader.searchDense(vector, resultsAsked, within);
const byBoth: Search = (reader, question, within) =>
  retrieve(question.text, reader, embedderOf(question), {
    k: resultsAsked,
    candidates: candidatesFused,
    within,
    tracer: new Tracer(),
  });

function vectorsOf(data: Dataset): Float32Array {
  const values = new Float32Array(data.size * dimensions);
  for (const batch of data.batches(1_000)) {
    for (const { id, vector } of batch) values.set(vector, id * dimensions);
  }
  return values;
}

/** In the order of the list. */
function drawn<Item>(items: readonly Item[], count: number): Item[] {
  const random = seededRandom(count);
  let left = count;
  return items.filter((_, at) => {
    const isDrawn = random() < left / (items.length - at);
    if (isDrawn) left -= 1;
    return isDrawn;
  });
}

/** @param numbers of the documents within; each holds the chunks from twenty times its own on */
async function recallOf(
  reader: LibraryReader,
  questions: readonly Question[],
  values: Float32Array,
  within: ReadonlySet<string>,
  numbers: readonly number[],
): Promise<number> {
  const chunks = numbers.flatMap((number) => {
    const first = number * chunksInOne;
    const end = Math.min(first + chunksInOne, values.length / dimensions);
    return Array.from({ length: end - first }, (_, at) => first + at);
  });
  let found = 0;
  let all = 0;
  for (const { vector } of questions) {
    const best = new TopK(resultsAsked);
    for (const chunk of chunks) best.offer(chunk, rowCosine({ values, dimensions }, vector, chunk));
    const least = best.ranked().at(-1)!.score;
    const hits = await reader.searchDense(vector, resultsAsked, within);
    // By score, since chunks that are alike may stand for each other.
    found += hits.filter(({ score }) => score >= least - 1e-5).length;
    all += Math.min(resultsAsked, chunks.length);
  }
  return found / all;
}
