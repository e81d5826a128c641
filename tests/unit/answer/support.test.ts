import { describe, expect, it } from 'vitest';
import { measureSupport } from '../../../src/answer/support.ts';

const supportOf = async (
  text: string,
  source: string,
  options: Parameters<typeof measureSupport>[2] & { context?: string } = {},
) =>
  (
    await measureSupport(
      { text, layout: 'sentence' },
      [{ text: source, context: options.context ?? '' }],
      options,
    )
  ).support;

describe('measureSupport', () => {
  it.each([
    ['The model is fast but not cheap.', 'The model is fast but not cheap.'],
    ['The model is fast.', 'The model is fast but not cheap.'],
    [
      'During training, the loss of the critic falls.',
      'The loss of the critic falls during training.',
    ],
    ['Dropout reduces overfitting.', 'Dropout, which reduces overfitting, costs time.'],
    ['It uses two networks and 1,000 samples.', 'It uses 2 networks and 1000 samples.'],
  ])('supports %j by %j', async (text, source) => {
    expect(await supportOf(text, source)).toBe('supported');
  });

  it.each([
    ['The model is not fast.', 'The model is fast but not cheap.'],
    ['The model is cheap.', 'The model is fast but not cheap.'],
    ['The encoder feeds the decoder its states.', 'The decoder feeds the encoder its states.'],
    ['The rate is 0.05 at the start.', 'The rate is 0.5 at the start.'],
    ['The rate rises before warm-up ends.', 'The rate rises after warm-up ends.'],
    ['Adam keeps two moments for each weight.', 'Adam keeps three moments for each weight.'],
    [
      'The decoder reads the whole input sequence first.',
      'The encoder reads the whole input sequence first.',
    ],
    ['The loss is $a - b$ here.', 'The loss is $a + b$ here.'],
    ['Is the model fast?', 'The model is fast.'],
    ['The method is stable.', 'It is not true that the method is stable.'],
    ['GPT-4 keeps the cache in memory.', 'GPT-3 keeps the cache in memory.'],
  ])('does not support %j by %j', async (text, source) => {
    expect(await supportOf(text, source)).not.toBe('supported');
  });

  it('takes the subject from headings, and nothing from headings alone', async () => {
    expect(
      await supportOf('Dropout reduces overfitting.', 'It reduces overfitting.', {
        context: 'Dropout',
      }),
    ).toBe('supported');
    expect(
      await supportOf('Dropout works.', 'Unrelated words stand here.', {
        context: 'Dropout works',
      }),
    ).toBe('unsupported');
  });

  it('supports a sentence copied whole, whatever its words are', async () => {
    const copy = 'Unless it is not needed, no 1,024-dimensional vector (none of the 3) is kept.';
    const source = `One more. **Unless** it is not needed, no [1,024-dimensional](x.md) vector (none of the 3) is kept.`;
    expect(await supportOf(copy, source)).toBe('supported');
  });

  it('judges other words by the thresholds it is given, and never against a veto', async () => {
    const source = 'Paging splits the cache into blocks that need not be contiguous.';
    const said = 'With paging the cache is cut in blocks that need not adjoin.';
    const thresholds = (supportedFrom: number, partialFrom: number) => ({
      thresholds: { supportedFrom, partialFrom },
    });
    expect(await supportOf(said, source, thresholds(0, 0))).toBe('supported');
    expect(await supportOf(said, source, thresholds(1, 0))).toBe('partial');
    expect(await supportOf(said, source, thresholds(1, 1))).toBe('unsupported');
    expect(
      await supportOf('Paging splits the cache into 3 blocks.', source, thresholds(0, 0)),
    ).toBe('partial');
  });

  it('asks the encoder for words and clauses, and rises with what it says', async () => {
    const source = 'Paging splits the cache into blocks.';
    const said = 'With paging the store is cut in pieces.';
    const scoreAt = async (cosine: number) =>
      (
        await measureSupport({ text: said, layout: 'sentence' }, [{ text: source, context: '' }], {
          similarity: async () => cosine,
        })
      ).score;
    expect(await scoreAt(0.9)).toBeGreaterThan(await scoreAt(0.5));
    expect(await scoreAt(0.5)).toBeGreaterThan(await scoreAt(0.1));
    expect(await scoreAt(-1)).toBeGreaterThanOrEqual(0);
  });

  it('finds a formula only as the source has it', async () => {
    const source = [{ text: '$$\nL = a + b\n$$', context: '' }];
    expect((await measureSupport({ text: '$$L=a+b$$', layout: 'formula' }, source)).support).toBe(
      'supported',
    );
    expect((await measureSupport({ text: '$$L=a-b$$', layout: 'formula' }, source)).support).toBe(
      'unsupported',
    );
  });

  it.each([
    ['$$x+y$$', 'It is $ax+y$.'],
    ['$$2n$$', 'It costs $2n^2$ steps.'],
    ['$$L=a$$', '$$\nL = a + b\n$$'],
    ['$$a+b$$', 'So $L = -(a + b)$ is least.'],
    ['$$x$$', 'The maximum.'],
  ])('does not support %s by a part of another formula in %j', async (text, source) => {
    const sentences = [{ text: source, context: '' }];
    expect((await measureSupport({ text, layout: 'formula' }, sentences)).support).toBe(
      'unsupported',
    );
  });

  it.each([
    'The loss is $L = a + b$, where a is small.',
    'The loss is `L = a + b`.',
    'Then\n$$\nL = a + b.\n$$',
  ])('supports a formula that stands whole in %j', async (source) => {
    const sentences = [
      { text: 'Before.', context: '' },
      { text: source, context: '' },
    ];
    expect(
      (await measureSupport({ text: '$$L=a+b$$', layout: 'formula' }, sentences)).support,
    ).toBe('supported');
  });
});
