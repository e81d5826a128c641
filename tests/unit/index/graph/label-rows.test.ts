import { describe, expect, it } from 'vitest';
import { labelRows } from '../../../../src/index/graph/label-rows.ts';

/** 32 bytes a key. */
const keysOf = (names: readonly number[]) =>
  Uint8Array.from(names.flatMap((name) => [name, ...new Uint8Array(31)]));

describe('labelRows', () => {
  it('gives rows of the same vector one label', () => {
    const { added, rowsFrom, rows, deadCount } = labelRows(keysOf([5, 6, 5]), keysOf([]));
    expect(added).toBe(2);
    expect([...rowsFrom]).toEqual([0, 2, 3]);
    expect([...rows]).toEqual([0, 2, 1]);
    expect(deadCount).toBe(0);
  });

  it('keeps the labels of before, adds what is new and tells what is gone', () => {
    const labelled = labelRows(keysOf([9, 7, 8]), keysOf([7, 6, 8]));
    expect(labelled.added).toBe(1);
    expect([...labelled.dead]).toEqual([0, 1, 0, 0]);
    expect(labelled.deadCount).toBe(1);
    expect([...labelled.rowsFrom]).toEqual([0, 1, 1, 2, 3]);
    expect([...labelled.rows]).toEqual([1, 2, 0]);
    expect([...labelled.keys]).toEqual([...keysOf([7, 6, 8, 9])]);
  });

  it('bears no rows, and no labels', () => {
    expect(labelRows(keysOf([]), keysOf([]))).toMatchObject({ added: 0, deadCount: 0 });
    expect(labelRows(keysOf([]), keysOf([1, 2])).deadCount).toBe(2);
  });
});
