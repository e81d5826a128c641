import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/evaluate/metrics.ts';
import type { Scored } from '../../../src/index/contract.ts';
import type { Postings } from '../../../src/index/row-sums.ts';
import { type BoundedRow, createRowSearch } from '../../../src/index/search-rows.ts';

interface Table {
  readonly postings: Postings;
  readonly rows: readonly BoundedRow[];
}

/** @param rows for each row its postings, by ordinal */
function tableOf(size: number, rows: readonly (readonly (readonly [number, number])[])[]): Table {
  const all = rows.flat();
  const ordinals = Uint32Array.from(all, ([ordinal]) => ordinal);
  const scores = Float32Array.from(all, ([, score]) => score);
  let start = 0;
  return {
    postings: { size, ordinals, scores },
    rows: rows.map((row) => {
      const end = start + row.length;
      const bounded = { start, end, greatest: Math.max(0, ...scores.subarray(start, end)) };
      start = end;
      return bounded;
    }),
  };
}

/** Every posting added, in the order that `createRowSearch` promises, and every sum sorted. */
function searchAll({ postings }: Table, rows: readonly BoundedRow[], k: number): Scored[] {
  const { size, ordinals, scores } = postings;
  const sums = new Float32Array(size);
  const ordered = [...rows].sort(
    (left, right) => right.greatest - left.greatest || left.start - right.start,
  );
  for (const { start, end } of ordered) {
    for (let at = start; at < end; at += 1) {
      const ordinal = ordinals[at]!;
      sums[ordinal] = sums[ordinal]! + scores[at]!;
    }
  }
  return [...sums]
    .map((score, ordinal) => ({ ordinal, score }))
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score || left.ordinal - right.ordinal)
    .slice(0, k);
}

/** Rare rows score high and common ones low, as terms do, in levels few enough for ties. */
function randomTable(random: () => number): Table {
  const size = 1 + Math.floor(random() ** 2 * 1_500);
  const levels = random() < 0.5 ? 4 : 10_000;
  const rows = Array.from({ length: 1 + Math.floor(random() * 6) }, () => {
    const share = random() ** 4;
    const weight = Math.log(1 + 1 / share);
    const row: [number, number][] = [];
    for (let ordinal = 0; ordinal < size; ordinal += 1) {
      if (random() >= share) continue;
      row.push([ordinal, (weight * (1 + Math.floor(random() * levels))) / levels]);
    }
    return row;
  });
  return tableOf(size, rows);
}

describe('createRowSearch', () => {
  it('gives what adding every posting gives, to the last bit', () => {
    const random = seededRandom(20);
    for (let round = 0; round < 1_500; round += 1) {
      const table = randomTable(random);
      const search = createRowSearch(table.postings);
      for (const k of [1, 3, 10, 2_000]) {
        const chosen = table.rows.filter(() => random() < 0.8);
        expect(search(chosen, k), `round ${round}, k ${k}`).toEqual(searchAll(table, chosen, k));
      }
    }
  });

  const many = 20_000;
  const long = Array.from({ length: many }, (_, ordinal) => [ordinal, 1] as const);
  const few = [7, 30, 31, 9_000].map((ordinal) => [ordinal, 5] as const);

  it('takes from a long row only what the chunks of a rare one need', () => {
    const table = tableOf(many, [few, long]);
    const [rare, common] = table.rows;
    // Whoever reads this one would find it the best.
    table.postings.scores[few.length + 12_345] = 100;
    const found = createRowSearch(table.postings)([common!, rare!], 2);
    expect(found).toEqual([
      { ordinal: 7, score: 6 },
      { ordinal: 30, score: 6 },
    ]);
  });

  it('reads a long row whole where it can lift other chunks among the best', () => {
    const table = tableOf(many, [few, long]);
    const found = createRowSearch(table.postings)(table.rows, 6);
    expect(found.map(({ ordinal }) => ordinal)).toEqual([7, 30, 31, 9_000, 0, 1]);
  });

  it('reads a long row whole where two rare ones hold the same chunks, fewer than k', () => {
    const table = tableOf(many, [few, few, long]);
    const found = createRowSearch(table.postings)(table.rows, 6);
    expect(found.map(({ ordinal }) => ordinal)).toEqual([7, 30, 31, 9_000, 0, 1]);
  });

  it('reads a long row whole where its greatest score is no less than that of the rare one', () => {
    const high = long.map(([ordinal], at) => [ordinal, at === 12_345 ? 5.5 : 1] as const);
    const table = tableOf(many, [few, high]);
    expect(createRowSearch(table.postings)(table.rows, 5)).toEqual([
      ...few.map(([ordinal]) => ({ ordinal, score: 6 })),
      { ordinal: 12_345, score: 5.5 },
    ]);
  });

  it('leaves nothing behind for the next search', () => {
    const table = tableOf(many, [few, long]);
    const search = createRowSearch(table.postings);
    const [rare, common] = table.rows;
    const first = search([rare!], 10);
    search([rare!, common!], 2);
    search([rare!, common!], 6);
    search([common!], 3);
    expect(search([rare!], 10)).toEqual(first);
  });

  it('gives nothing for k = 0, without rows, and for rows without postings', () => {
    const table = tableOf(3, [[], [[1, 2]]]);
    const search = createRowSearch(table.postings);
    expect(search(table.rows, 0)).toEqual([]);
    expect(search([], 5)).toEqual([]);
    expect(search(table.rows.slice(0, 1), 5)).toEqual([]);
    expect(search(table.rows, 5)).toEqual([{ ordinal: 1, score: 2 }]);
  });
});
