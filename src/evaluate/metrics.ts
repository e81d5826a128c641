/** Metrics of one question, and their means with intervals. Spans are compared, never chunk ids. */
import type { Passage, Span } from '../types.ts';
import type { GoldSpan } from './golden.ts';

/** Characters of passages that the headline recall reads: it cannot be padded with more. */
export const RECALL_CHARS = 4_000;

/** Rank of the first passage that lies in a gold section, from 1; undefined when none does. */
export function firstHit(
  passages: readonly Passage[],
  goldSections: readonly GoldSpan[],
): number | undefined {
  return passages.find((passage) => liesIn(passage, goldSections))?.rank;
}

function liesIn(passage: Passage, sections: readonly GoldSpan[]): boolean {
  return sections.some((section) => section.uri === passage.uri && overlapOf(section, passage) > 0);
}

/** Share of the best covered gold quote among the first 4,000 retrieved characters, 0 to 1. */
export function recallInBudget(passages: readonly Passage[], gold: readonly GoldSpan[]): number {
  const read: GoldSpan[] = [];
  let left = RECALL_CHARS;
  for (const { uri, start, text } of passages) {
    if (left <= 0) break;
    read.push({ uri, start, end: start + Math.min(text.length, left) });
    left -= text.length;
  }
  const shares = gold.map((quote) => {
    const covered = read
      .filter(({ uri }) => uri === quote.uri)
      .reduce((sum, span) => sum + overlapOf(span, quote), 0);
    return covered / (quote.end - quote.start);
  });
  return Math.min(1, Math.max(0, ...shares));
}

/**
 * Normalised discounted cumulative gain of the first ten passages where any one gold passage is
 * enough: 1 / log2(rank + 1) of the first, so 1 at rank 1 and 0.63 at rank 2. Järvelin and Kekäläinen,
 * "Cumulated gain-based evaluation of IR techniques" (2002).
 */
export function ndcgAt10(rank: number | undefined): number {
  return rank === undefined || rank > 10 ? 0 : 1 / Math.log2(rank + 1);
}

/**
 * Intersection over union of the first five passages and the best gold quote, in characters, 0 to 1:
 * low by nature, since a passage holds more than the quote; for comparing ways to cut.
 */
export function intersectionOverUnion(
  passages: readonly Passage[],
  gold: readonly GoldSpan[],
): number {
  const read = passages.slice(0, 5);
  const size = read.reduce((sum, { start, end }) => sum + end - start, 0);
  const shares = gold.map((quote) => {
    const common = read
      .filter(({ uri }) => uri === quote.uri)
      .reduce((sum, span) => sum + overlapOf(span, quote), 0);
    return common / (size + quote.end - quote.start - common || 1);
  });
  return Math.max(0, ...shares);
}

/** Share of the patterns that match; 1 without patterns. */
export function nuggetShare(text: string, nuggets: readonly string[]): number {
  if (nuggets.length === 0) return 1;
  return nuggets.filter((nugget) => new RegExp(nugget, 'i').test(text)).length / nuggets.length;
}

function overlapOf(left: Span, right: Span): number {
  return Math.max(0, Math.min(left.end, right.end) - Math.max(left.start, right.start));
}

export interface Mean {
  readonly mean: number;
  /** 95 % bootstrap interval over 1,000 resamples with a fixed seed. */
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** Mean with its interval; all zeros without values. */
export function meanOf(values: readonly number[]): Mean {
  const n = values.length;
  if (n === 0) return { mean: 0, low: 0, high: 0, n };
  const average = (sample: readonly number[]): number =>
    sample.reduce((sum, value) => sum + value, 0) / sample.length;
  const random = seededRandom(20_260_301);
  const means = Array.from({ length: 1_000 }, () =>
    average(Array.from({ length: n }, () => values[Math.floor(random() * n)]!)),
  ).sort((left, right) => left - right);
  return { mean: average(values), low: means[25]!, high: means[974]!, n };
}

/** The value below which a share of them lies; 0 without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Chance that a random positive scores above a random negative; ties count half. */
export function auroc(positives: readonly number[], negatives: readonly number[]): number {
  let wins = 0;
  for (const positive of positives) {
    for (const negative of negatives) {
      wins += positive > negative ? 1 : positive === negative ? 0.5 : 0;
    }
  }
  const pairs = positives.length * negatives.length;
  return pairs === 0 ? 0 : wins / pairs;
}

/** mulberry32, by Tommy Ettinger (public domain): numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `0.812 (0.766 to 0.855)`: the mean with its interval. */
export function withInterval({ mean, low, high }: Mean): string {
  return `${mean.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}
