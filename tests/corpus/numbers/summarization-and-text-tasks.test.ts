import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'summarization-and-text-tasks';

describe('numbers in summarization-and-text-tasks', () => {
  it('counts the calls and tokens of map-reduce', () => {
    const mapCalls = 300_000 / 10_000;
    const reduceInput = mapCalls * 500;
    expect(noteSays(slug, 'in chunks of 10,000 tokens needs 30 map calls')).toBe(true);
    expect(mapCalls).toBe(30);
    expect(noteSays(slug, 'reads 15,000 tokens, so the total input is 315,000 tokens')).toBe(true);
    expect(reduceInput).toBe(15_000);
    expect(300_000 + reduceInput).toBe(315_000);
  });

  it('compares the time of map-reduce and refine', () => {
    const mapReduceSeconds = Math.ceil(30 / 10) * 6 + 6;
    expect(noteSays(slug, 'map-reduce takes about 24 seconds')).toBe(true);
    expect(mapReduceSeconds).toBe(24);
    expect(noteSays(slug, '30 sequential refine calls take 180 seconds')).toBe(true);
    expect(30 * 6).toBe(180);
  });

  it('computes ROUGE-1', () => {
    const recall = 6 / 10;
    const precision = 6 / 8;
    expect(noteSays(slug, 'ROUGE-1 recall is 0.60, precision is 0.75 and F1 is 0.67')).toBe(true);
    expect(recall.toFixed(2)).toBe('0.60');
    expect(precision.toFixed(2)).toBe('0.75');
    expect(((2 * precision * recall) / (precision + recall)).toFixed(2)).toBe('0.67');
  });
});
