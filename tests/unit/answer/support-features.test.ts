import { describe, expect, it } from 'vitest';
import {
  type SupportFeatures,
  supportFeatureNames,
  supportFeatures,
} from '../../../src/answer/support-features.ts';

const source = 'Background writing gives time for consolidation, but new facts appear later.';
const featuresOf = (text: string, sentence = source): Promise<SupportFeatures> =>
  supportFeatures(text, [{ text: sentence, context: '' }]);

describe('supportFeatures', () => {
  it('gives a copy full marks and nothing against it', async () => {
    const features = await supportFeatures(source, [{ text: source, context: '' }], async () => 1);
    expect(features).toEqual({
      together: 1,
      ordered: 1,
      kept: 1,
      number: 0,
      denial: 0,
      cause: 0,
      comparison: 0,
      opposite: 0,
      cosine: 1,
      clause: 1,
      strangest: 1,
    });
  });

  it.each([
    ['number', 'Background writing gives 30 days for consolidation.'],
    ['denial', 'Background writing gives no time for consolidation.'],
    ['cause', 'New facts appear because of background writing.'],
    ['comparison', 'Background writing is better than others.'],
    ['opposite', 'Background writing takes time before new facts appear later than ever.'],
  ] as const)('marks %s', async (name, text) => {
    const sentence = name === 'opposite' ? 'New facts appear after background writing.' : source;
    expect((await featuresOf(text, sentence))[name]).toBeGreaterThan(0);
  });

  it('sees that roles of two clauses are exchanged', async () => {
    const right = await featuresOf('Background writing takes time, and new facts come later.');
    const swapped = await featuresOf('New facts take time, and background writing comes later.');
    expect(swapped.together).toBeLessThan(right.together);
  });

  it('takes the best kept of several sentences', async () => {
    const one = await featuresOf('New facts appear later.');
    const more = await supportFeatures('New facts appear later.', [
      { text: source, context: '' },
      { text: 'Something else entirely stands in this other sentence.', context: '' },
    ]);
    expect(more.kept).toBe(one.kept);
  });

  it('stays within its range for empty and very long texts', async () => {
    const long = Array.from({ length: 5_000 }, (_, at) => `word${at}`).join(' ');
    let asked = 0;
    for (const text of ['', '…', long]) {
      const features = await supportFeatures(text, [{ text: long, context: '' }], async () => {
        asked += 1;
        return 0.5;
      });
      for (const name of supportFeatureNames) {
        expect(features[name], name).toBeGreaterThanOrEqual(0);
        expect(features[name], name).toBeLessThanOrEqual(1);
      }
    }
    expect(asked).toBeLessThan(4_000);
  });
});
