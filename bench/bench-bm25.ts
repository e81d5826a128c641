/** The product's lexical search against its bare loops over the same arrays. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localModel } from '../src/embed/local-model.ts';
import { readGolden } from '../src/evaluate/golden.ts';
import { seededRandom } from '../src/evaluate/metrics.ts';
import { Bm25Builder, type Bm25Data, createBm25Index } from '../src/index/bm25.ts';
import type { BoundedRow } from '../src/index/search-rows.ts';
import { queryTermsOf } from '../src/text/terms.ts';
import { createBareBm25 } from './bare-bm25.ts';
import { ExactLexical } from './peers/exact-lexical.ts';
import { growText } from './peers/grow-texts.ts';
import { createVectorGrower } from './peers/grow-vectors.ts';
import { readSeeds } from './peers/seeds.ts';
import { sideBySide } from './side-by-side.ts';

/** As many as `retrieve` asks for. */
const candidates = 50;
/** Of them, so many are compared with the exact ones. */
const compared = 10;
const rounds = 40;

/** @param golden folder of the questions; those of the split for tuning are asked */
export async function benchBm25(corpus: string, golden: string, size: number): Promise<string> {
  const questions = readGolden(golden)
    .filter(({ split, answerable, history }) => split === 'dev' && answerable && !history.length)
    .map(({ question }) => queryTermsOf(question).map(({ term }) => term));
  const exact = new ExactLexical(questions.flat());
  const stored = await growPostings(corpus, size, exact);
  const index = createBm25Index(stored);
  const bare = createBareBm25(stored, candidates);
  const rows = questions.map((terms) => rowsOf(stored, terms));
  const { left, right, ratio } = await sideBySide(
    rounds,
    async () => {
      for (const terms of questions) index.search(terms, candidates);
    },
    async () => {
      for (const one of rows) bare(one, candidates);
    },
  );
  const shares = questions.map((terms, at) => {
    const best = new Set(exact.best(terms, compared));
    const found = index.search(terms, candidates);
    const bareFound = new Set(bare(rows[at]!, candidates));
    // The loops know no order among chunks of the same score: only of the last may they choose others.
    const last = found.at(-1)?.score;
    if (found.some(({ ordinal, score }) => score !== last && !bareFound.has(ordinal))) {
      throw new Error(`The bare search finds other chunks for "${terms.join(' ')}".`);
    }
    return found.slice(0, compared).filter(({ ordinal }) => best.has(ordinal)).length / best.size;
  });
  const overlap = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const each = (milliseconds: number): string => (milliseconds / questions.length).toFixed(3);
  return `| lexical query, ${size} chunks | ${each(left)} ms, ${overlap.toFixed(2)} of the exact best ${compared} | bare loops ${each(right)} ms | ${ratio.toFixed(2)} |`;
}

async function growPostings(corpus: string, size: number, exact: ExactLexical): Promise<Bm25Data> {
  const cache = join(tmpdir(), 'groundwork-bench-cache');
  const seeds = await readSeeds(corpus, localModel, null, cache);
  const grower = createVectorGrower(seeds);
  const random = seededRandom(size);
  const builder = new Bm25Builder();
  for (let count = 0; count < size; count += 1) {
    const { terms } = growText(seeds, grower.pair(random), random);
    const counts = new Map<string, number>();
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    builder.add(counts, []);
    exact.add(terms);
  }
  return builder.finish();
}

/** In the order in which the product adds them. */
function rowsOf({ terms, offsets, scores }: Bm25Data, asked: readonly string[]): BoundedRow[] {
  return asked
    .map((term) => terms.indexOf(term))
    .filter((id) => id !== -1)
    .map((id) => {
      const start = offsets[id]!;
      const end = offsets[id + 1]!;
      const greatest = scores
        .subarray(start, end)
        .reduce((most, score) => Math.max(most, score), 0);
      return { start, end, greatest };
    })
    .sort((left, right) => right.greatest - left.greatest || left.start - right.start);
}
