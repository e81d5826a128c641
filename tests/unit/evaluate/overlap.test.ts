import { describe, expect, it } from 'vitest';
import type { GoldenQuestion } from '../../../src/evaluate/golden.ts';
import { overlapsOf } from '../../../src/evaluate/overlap.ts';
import type { Section } from '../../../src/types.ts';

const section: Section = {
  headingPath: ['Caching'],
  start: 0,
  end: 100,
  keys: ['How does prompt caching cut the bill?', 'When does a cache go stale?'],
};
const asking = (question: string, quote?: string): GoldenQuestion => ({
  id: question,
  question,
  answerable: true,
  topic: 'caching',
  tier: 'core',
  split: 'dev',
  gold: [{ doc: 'caching.md', quote }],
  nuggets: [],
  mustNot: [],
  history: [],
});

describe('what golden questions give away', () => {
  it('is everything for a question that is a retrieval key', () => {
    const { keys } = overlapsOf(
      [asking('How does prompt caching cut the bill?')],
      [{ sections: [section] }],
    );
    expect(keys.highest).toBe(1);
  });

  it('is nothing for a question in other words', () => {
    const { keys, gold } = overlapsOf(
      [
        asking(
          'Which trick saves money on repeated prefixes?',
          'Stored attention states are reused.',
        ),
      ],
      [{ sections: [section] }],
    );
    expect(keys.highest).toBe(0);
    expect(gold.highest).toBe(0);
  });

  it("counts the share of the question's terms in the closest of its quotes", () => {
    const { gold } = overlapsOf([asking('stale prompt', 'A stale entry is served.')], []);
    expect(gold.highest).toBe(0.5);
  });

  it('leaves questions without a quote out of the overlap with the gold', () => {
    expect(overlapsOf([asking('stale prompt')], []).gold.highest).toBe(0);
  });
});
