/** The true best ten of every question at every size, by comparing it with all chunks. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TopK } from '../../src/index/top-k.ts';
import { rowCosine } from '../../src/index/vector-table.ts';
import { resultsAsked } from './contender.ts';
import type { Dataset, Question } from './dataset.ts';
import { ExactLexical } from './exact-lexical.ts';
import { dimensions } from './seeds.ts';

const truthSchema = z.object({
  lexical: z.array(z.array(z.int())),
  dense: z.array(z.array(z.int())),
});

/** Ids for each question, best first. */
export type ExactTruth = z.infer<typeof truthSchema>;

/** @param sizes ascending; the last is the dataset's own */
export function writeTruths(folder: string, data: Dataset, sizes: readonly number[]): void {
  const questions = Float32Array.from(data.questions.flatMap(({ values }) => values));
  const table = { values: questions, dimensions };
  const nearest = data.questions.map(() => new TopK(resultsAsked));
  const lexical = new ExactLexical(data.questions.flatMap(({ terms }) => terms));
  const left = [...sizes];
  for (const [chunk] of data.batches(1)) {
    const { id, vector, terms } = chunk!;
    lexical.add(terms);
    for (const [at, best] of nearest.entries()) best.offer(id, rowCosine(table, vector, at));
    if (id + 1 !== left[0]) continue;
    const size = left.shift()!;
    const truth: ExactTruth = {
      lexical: data.questions.map((question: Question) =>
        lexical.best(question.terms, resultsAsked),
      ),
      dense: nearest.map((best) => best.ranked().map(({ ordinal }) => ordinal)),
    };
    writeFileSync(truthFile(folder, size), JSON.stringify(truth));
  }
}

export function hasTruth(folder: string, size: number): boolean {
  return existsSync(truthFile(folder, size));
}

export function readTruth(folder: string, size: number): ExactTruth {
  return truthSchema.parse(JSON.parse(readFileSync(truthFile(folder, size), 'utf8')));
}

/** Share of the true ones among those found, 0 to 1; of nothing to find all is found. */
export function shareFound(found: readonly number[], truth: readonly number[]): number {
  if (truth.length === 0) return 1;
  const known = new Set(found);
  return truth.filter((id) => known.has(id)).length / truth.length;
}

function truthFile(folder: string, size: number): string {
  return join(folder, `truth-${size}.json`);
}
