/** What the drawings of the view are computed from. */
import { describe, expect, it } from 'vitest';
import { placeName } from '../../../../web/src/ui/place-name.ts';
import { flameSegments } from '../../../../web/src/why/flame-segments.ts';
import { inMilliseconds, inPercent, signed } from '../../../../web/src/why/format-number.ts';
import { sortContributions } from '../../../../web/src/why/gate-words.ts';
import type { Candidate } from '../../../../web/src/why/read-trace.ts';
import { scoreParts } from '../../../../web/src/why/score-parts.ts';
import { slopeLines } from '../../../../web/src/why/slope-lines.ts';

const timed = (name: string, startMs: number, durationMs: number) => ({
  name,
  startMs,
  durationMs,
  inputs: {},
  outputs: {},
});

const candidate = (rank: number, lexical?: number, dense?: number): Candidate => ({
  rank,
  chunkId: `c${rank}`,
  documentId: 'd',
  title: 'T',
  headingPath: [],
  start: 0,
  end: 1,
  lexical: lexical === undefined ? undefined : { rank: lexical, score: 1 },
  dense: dense === undefined ? undefined : { rank: dense, score: 1 },
  cosine: undefined,
  coverage: 0,
  discount: 0,
  score: 0,
  kept: true,
  why: '',
});

describe('flameSegments', () => {
  it('covers the whole time with steps and the gaps between them', () => {
    const segments = flameSegments({
      steps: [timed('rewrite', 0, 2), timed('gate', 5, 3)],
      totalMs: 10,
    });
    expect(segments.map(({ step, durationMs }) => [step, durationMs])).toEqual([
      ['rewrite', 2],
      [null, 3],
      ['gate', 3],
      [null, 2],
    ]);
    expect(segments.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  it('never counts a moment twice where steps overlap', () => {
    const segments = flameSegments({
      steps: [timed('dense', 1, 9), timed('lexical', 0, 4)],
      totalMs: 10,
    });
    expect(segments.map(({ step, durationMs }) => [step, durationMs])).toEqual([
      ['lexical', 4],
      ['dense', 6],
    ]);
  });

  it('gives a step within another its own stretch, and none to what began a moment before', () => {
    const segments = flameSegments({
      steps: [timed('dense', 0, 20), timed('lexical', 0.01, 2), timed('gate', 20, 1)],
      totalMs: 21,
    });
    expect(segments.map(({ step }) => step)).toEqual(['lexical', 'dense', 'gate']);
    expect(segments.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 2);
  });

  it('draws nothing of a trace without time', () => {
    expect(flameSegments({ steps: [], totalMs: 0 })).toEqual([]);
  });
});

describe('slopeLines', () => {
  it('places passages by rank, those that an arm did not find last', () => {
    const lines = slopeLines([candidate(1, 9, 1), candidate(2, undefined, 4), candidate(3, 2)]);
    expect(lines.map(({ lexical }) => lexical.at)).toEqual([1, 2, 0]);
    expect(lines.map(({ dense }) => dense.rank)).toEqual([1, 4, undefined]);
    expect(lines.map(({ fused }) => fused.at)).toEqual([0, 1, 2]);
  });
});

describe('scoreParts', () => {
  it('adds up to the score with vectors', () => {
    const fused = { cosine: 0.6, coverage: 0.8, discount: 0.08, score: 0.92 };
    const { cosine, coverage, bm25, discount } = scoreParts(fused, 0.5);
    expect(cosine + coverage + bm25 - discount).toBeCloseTo(fused.score);
    expect(bm25).toBe(0);
  });

  it('gives the rest of the score to BM25 without vectors', () => {
    const fused = { cosine: undefined, coverage: 0.8, discount: 0, score: 0.7 };
    expect(scoreParts(fused, 0.5).bm25).toBeCloseTo(0.3);
  });
});

describe('sortContributions', () => {
  it('puts the largest first whichever way it points, and zeros apart', () => {
    expect(sortContributions({ cosine: 1, unknown: -3, length: 0 })).toEqual({
      speaking: [
        { feature: 'unknown', value: -3 },
        { feature: 'cosine', value: 1 },
      ],
      silent: ['length'],
    });
  });
});

describe('placeName', () => {
  it('names the title once where the first heading repeats it', () => {
    expect(placeName('Attention', ['Attention', 'Scaling'])).toBe('Attention › Scaling');
    expect(placeName('Attention', [])).toBe('Attention');
  });
});

describe('numbers', () => {
  it('are written with as many digits as they deserve', () => {
    expect([0.416, 12.34, 1234.5].map(inMilliseconds)).toEqual(['0.42 ms', '12.3 ms', '1,235 ms']);
    expect([0.5, 0.004, 0.0001, 0].map(inPercent)).toEqual(['50 %', '0.4 %', '< 0.1 %', '0 %']);
    expect([1.234, -0.5, -0.0001].map((value) => signed(value))).toEqual([
      '+1.23',
      '−0.50',
      '0.00',
    ]);
  });
});
