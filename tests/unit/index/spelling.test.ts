import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSpelling, editDistance } from '../../../src/index/spelling.ts';

const spelling = (frequencies: Readonly<Record<string, number>>) =>
  createSpelling(Object.keys(frequencies), Uint32Array.from(Object.values(frequencies)));

describe('createSpelling', () => {
  const repair = spelling({ transform: 3, diffusion: 2, attention: 5, embed: 1, gan: 9, gpt4: 4 });

  it.each([
    ['tranform', 'transform'],
    ['trasnform', 'transform'],
    ['difusion', 'diffusion'],
    ['atentoin', 'attention'],
    ['tatention', 'attention'],
    ['embeds', 'embed'],
    ['gan', 'gan'],
  ])('repairs %s to %s', (word, known) => {
    expect(repair(word)).toBe(known);
  });

  it.each(['gam', 'gpt5', 'zebra', 'transatlantic', 'infusion', ''])('leaves %j alone', (word) => {
    expect(repair(word)).toBeUndefined();
  });

  it('allows one edit only below eight letters', () => {
    expect(spelling({ embed: 1 })('emabd')).toBeUndefined();
    expect(spelling({ generator: 1 })('gennerater')).toBe('generator');
  });

  it('takes the nearest, then the most frequent, then the first', () => {
    expect(spelling({ generator: 1, general: 9 })('generatr')).toBe('generator');
    expect(spelling({ latent: 1, latens: 9 })('latend')).toBe('latens');
    expect(spelling({ latent: 4, latens: 4 })('latend')).toBe('latens');
  });

  it('gives what comparing with every word gives', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'b', 'c', 'd'),
      minLength: 1,
      maxLength: 10,
    });
    const vocabulary = fc.uniqueArray(word, { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(vocabulary, fc.array(word, { minLength: 1 }), (words, asked) => {
        const frequencies = Uint32Array.from(words, (_, at) => 1 + (at % 3));
        const repair = createSpelling(words, frequencies);
        for (const one of asked) {
          const limit = one.length >= 8 ? 2 : 1;
          const near = words
            .map((candidate, at) => ({
              candidate,
              frequency: frequencies[at]!,
              distance: editDistance(one, candidate, limit),
            }))
            .filter(
              ({ candidate, distance }) =>
                one.length >= 4 &&
                distance <= limit &&
                (one[0] === candidate[0] || (one[0] === candidate[1] && one[1] === candidate[0])),
            )
            .sort(
              (left, right) =>
                left.distance - right.distance ||
                right.frequency - left.frequency ||
                (left.candidate < right.candidate ? -1 : 1),
            );
          expect(repair(one)).toBe(words.includes(one) ? one : near[0]?.candidate);
        }
      }),
    );
  });

  it('gives nothing for an empty vocabulary', () => {
    expect(spelling({})('anything')).toBeUndefined();
  });
});

describe('editDistance', () => {
  it.each([
    ['word', 'word', 0],
    ['word', 'wrod', 1],
    ['word', 'words', 1],
    ['word', 'ward', 1],
    ['', 'ab', 2],
    ['abcd', 'wxyz', 3],
  ])('counts from %j to %j %i edits up to the limit', (left, right, distance) => {
    expect(editDistance(left, right, 2)).toBe(distance);
  });

  it('counts up to the limit as it does without one', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
    fc.assert(
      fc.property(word, word, fc.nat({ max: 4 }), (left, right, limit) => {
        const distance = editDistance(left, right, 20);
        expect(editDistance(left, right, limit)).toBe(Math.min(distance, limit + 1));
      }),
    );
  });

  it('is the same both ways and 0 for equal words only', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (left, right) => {
        const distance = editDistance(left, right, 20);
        expect(editDistance(right, left, 20)).toBe(distance);
        expect(distance === 0).toBe(left === right);
        expect(distance).toBeLessThanOrEqual(Math.max(left.length, right.length));
      }),
    );
  });
});
