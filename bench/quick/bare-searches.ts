/** What a search comes down to: loops over arrays, with nothing around them. */
import type { Scored } from '../../src/index/contract.ts';
import { TopK } from '../../src/index/top-k.ts';
import { rowCosine } from '../../src/index/vector-table.ts';
import { resultsAsked } from '../peers/contender.ts';
import type { Dataset, Question } from '../peers/dataset.ts';
import { dimensions } from '../peers/seeds.ts';

export interface BareSearches {
  lexical(question: Question): Scored[];
  dense(question: Question): Scored[];
}

interface Row {
  readonly ordinals: number[];
  readonly scores: number[];
}

/** The scores of the rows are term counts: what they are makes no difference to the time. */
export function createBareSearches(data: Dataset): BareSearches {
  const values = new Float32Array(data.size * dimensions);
  const rows = new Map<string, Row>();
  for (const [chunk] of data.batches(1)) {
    const { id, vector, terms } = chunk!;
    values.set(vector, id * dimensions);
    const counts = new Map<string, number>();
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const [term, count] of counts) {
      const row = rows.get(term) ?? { ordinals: [], scores: [] };
      row.ordinals.push(id);
      row.scores.push(count);
      rows.set(term, row);
    }
  }
  const packed = new Map(
    [...rows].map(([term, { ordinals, scores }]) => [
      term,
      { ordinals: Uint32Array.from(ordinals), scores: Float32Array.from(scores) },
    ]),
  );
  const totals = new Float32Array(data.size);
  return {
    lexical({ terms }) {
      for (const term of terms) {
        const row = packed.get(term);
        if (row === undefined) continue;
        const { ordinals, scores } = row;
        for (let at = 0; at < ordinals.length; at += 1) {
          totals[ordinals[at]!] = totals[ordinals[at]!]! + scores[at]!;
        }
      }
      const best = new TopK(resultsAsked);
      for (let ordinal = 0; ordinal < totals.length; ordinal += 1) {
        if (totals[ordinal]! > 0) best.offer(ordinal, totals[ordinal]!);
      }
      totals.fill(0);
      return best.ranked();
    },
    dense({ vector }) {
      const best = new TopK(resultsAsked);
      const table = { values, dimensions };
      for (let row = 0; row < data.size; row += 1) best.offer(row, rowCosine(table, vector, row));
      return best.ranked();
    },
  };
}
