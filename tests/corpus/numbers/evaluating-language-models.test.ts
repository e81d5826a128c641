import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'evaluating-language-models';

function ngrams(words: readonly string[], size: number): string[] {
  return words.slice(0, words.length - size + 1).map((_, i) => words.slice(i, i + size).join(' '));
}

function recall(reference: string, output: string, size: number): number {
  const left = ngrams(output.split(' '), size);
  const wanted = ngrams(reference.split(' '), size);
  let hits = 0;
  for (const gram of wanted) {
    const at = left.indexOf(gram);
    if (at >= 0) {
      hits += 1;
      left.splice(at, 1);
    }
  }
  return hits / wanted.length;
}

describe('numbers in evaluating-language-models', () => {
  it('computes a perplexity of 4', () => {
    const probabilities = [0.5, 0.25, 0.125, 0.25];
    const meanLog = probabilities.reduce((sum, p) => sum + Math.log(p), 0) / probabilities.length;
    expect(noteSays(slug, '0.5, 0.25, 0.125 and 0.25 to four tokens has a perplexity of 4')).toBe(
      true,
    );
    expect(Math.exp(-meanLog)).toBeCloseTo(4, 10);
  });

  it('computes ROUGE-1 and ROUGE-2', () => {
    const reference = 'the cat sat on the mat';
    const output = 'the cat is on the mat';
    expect(noteSays(slug, 'five of six words match, so ROUGE-1 is 0.83')).toBe(true);
    expect(recall(reference, output, 1)).toBeCloseTo(0.83, 2);
    expect(noteSays(slug, 'three of five bigrams match, so ROUGE-2 is 0.60')).toBe(true);
    expect(recall(reference, output, 2)).toBeCloseTo(0.6, 10);
  });

  it('computes the interval on 164 problems', () => {
    const halfWidth = 1.96 * Math.sqrt((0.8 * 0.2) / 164);
    expect(noteSays(slug, '95% confidence interval of about ±6.1 percentage points')).toBe(true);
    expect(halfWidth * 100).toBeCloseTo(6.1, 1);
  });

  it('turns a rating gap into a win rate and a calibration gap', () => {
    expect(noteSays(slug, 'a lead of 100 points means an expected win rate of about 64%')).toBe(
      true,
    );
    expect(1 / (1 + 10 ** (-100 / 400))).toBeCloseTo(0.64, 2);
    expect(noteSays(slug, 'contributes a gap of 15 percentage points')).toBe(true);
    expect(Math.abs(0.75 - 0.9) * 100).toBeCloseTo(15, 10);
  });
});
