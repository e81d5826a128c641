import { describe, expect, it } from 'vitest';
import { figuresOf, intervalOf } from '../../../src/evaluate/citation-figures.ts';
import type { CitedAnswer, ShownSentence } from '../../../src/evaluate/measure-citations.ts';

const sentence = (supported: boolean, changes: Partial<ShownSentence> = {}): ShownSentence => ({
  claim: { text: 'A claim.', quote: { uri: 'a.md', text: 'a quotation' }, supported },
  lie: null,
  support: 'supported',
  citations: [{ status: 'verified', right: supported }],
  recalled: supported,
  held: false,
  ...changes,
});
const answer = (...sentences: ShownSentence[]): CitedAnswer => ({
  questionId: 'q',
  outcome: 'answered',
  claims: sentences.length,
  sentences,
  strange: 0,
  repairs: 0,
});
const unfound = [{ status: 'unverified', right: false }] as const;

describe('figuresOf', () => {
  it('counts over sentences for recall and over shown citations for precision', () => {
    const figures = figuresOf([
      answer(sentence(true), sentence(false)),
      answer(sentence(true, { citations: [], recalled: false })),
    ]);
    expect(figures.recall).toEqual({ hits: 1, of: 3 });
    expect(figures.precision).toEqual({ hits: 1, of: 2 });
  });

  it('leaves citations marked as not found out of precision', () => {
    const figures = figuresOf([
      answer(sentence(true, { lie: 'altered', citations: unfound, recalled: false })),
    ]);
    expect(figures.precision).toEqual({ hits: 0, of: 0 });
  });

  it.each<[string, Partial<ShownSentence>, number]>([
    ['marked and partial', { citations: unfound, support: 'partial' }, 1],
    ['marked but supported', { citations: unfound }, 0],
    ['shown as found', { support: 'partial' }, 0],
    ['shown without any citation', { citations: [], support: 'unsupported' }, 0],
    ['not shown', { citations: unfound, support: null }, 0],
  ])('takes a wrong quotation that is %s for flagged or not', (_, changes, hits) => {
    const { liesFlagged, truthsFlagged } = figuresOf([
      answer(sentence(true, { lie: 'invented', ...changes })),
    ]);
    expect(liesFlagged.invented).toEqual({ hits, of: 1 });
    expect(truthsFlagged).toEqual({ hits: 0, of: 0 });
  });

  it('counts true quotations that are marked as not found', () => {
    const { truthsFlagged } = figuresOf([
      answer(sentence(true), sentence(true, { citations: unfound })),
    ]);
    expect(truthsFlagged).toEqual({ hits: 1, of: 2 });
  });
});

describe('intervalOf', () => {
  it('gives 3 / n where all or none hit', () => {
    expect(intervalOf([{ hits: 60, of: 60 }])).toEqual({ low: 0.95, high: 1 });
    expect(intervalOf([{ hits: 0, of: 60 }])).toEqual({ low: 0, high: 0.05 });
  });

  it('resamples whole answers: those that are alike leave no spread', () => {
    const alike = Array.from({ length: 20 }, () => ({ hits: 1, of: 2 }));
    expect(intervalOf(alike)).toEqual({ low: 0.5, high: 0.5 });
    const unlike = Array.from({ length: 20 }, (_, at) => ({ hits: at % 2 === 0 ? 2 : 0, of: 2 }));
    const { low, high } = intervalOf(unlike);
    expect(low).toBeLessThan(0.35);
    expect(high).toBeGreaterThan(0.65);
  });
});
