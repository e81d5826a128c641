import { describe, expect, it } from 'vitest';
import type { GoldenQuestion } from '../../../src/evaluate/golden.ts';
import { variantsOf } from '../../../src/evaluate/variants.ts';

const golden: GoldenQuestion = {
  id: 'a1',
  question: 'Why does a large language model need the key-value cache?',
  answerable: true,
  topic: 'llm-inference',
  tier: 'core',
  split: 'dev',
  gold: [],
  nuggets: [],
  mustNot: [],
  history: [],
};
const abbreviations = new Map([
  ['LLM', 'large language model'],
  ['LM', 'language model'],
]);
const put = (variant: string, question = golden.question) =>
  variantsOf({ ...golden, question }, abbreviations).find((one) => one.variant === variant);

describe('variants of a question', () => {
  it('each name the question they come from, under an id of their own', () => {
    const variants = variantsOf(golden, abbreviations);
    expect(new Set(variants.map(({ id }) => id)).size).toBe(5);
    expect(variants.every(({ variantOf }) => variantOf === 'a1')).toBe(true);
  });

  it('keep the content words as keywords', () => {
    expect(put('keywords')?.question).toBe('large language model need key value cache');
  });

  it('leave articles and auxiliaries out', () => {
    expect(put('non-native')?.question).toBe('Why large language model need key-value cache?');
  });

  it('use the longest expansion that the glossary knows', () => {
    expect(put('abbreviations')?.question).toBe('Why does a LLM need the key-value cache?');
  });

  it('leave out a variant that changes nothing', () => {
    expect(put('abbreviations', 'What is dropout?')).toBeUndefined();
  });

  it('are the same from run to run', () => {
    expect(variantsOf(golden, abbreviations)).toEqual(variantsOf(golden, abbreviations));
  });
});
