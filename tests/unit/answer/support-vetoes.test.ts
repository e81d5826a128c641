import { describe, expect, it } from 'vitest';
import { heldShare, vetoOf } from '../../../src/answer/support-vetoes.ts';

const veto = (text: string, source: string, context = '') =>
  vetoOf(text, [{ text: source, context }]);

describe('vetoOf', () => {
  it.each([
    ['question', 'Does paging help?', 'Paging helps.'],
    ['number', 'Paging halves the cache after 3 steps.', 'Paging halves the cache.'],
    ['number', 'The two blocks are kept.', 'Three blocks are kept, one is not.'],
    ['symbol', 'The loss is `a - b` here.', 'The loss is `a + b` here.'],
    ['symbol', 'The cost is $2n$ here.', 'The cost is $2n^2$ here.'],
    ['symbol', 'The loss is $x + y$ here.', 'The loss is $ax + y$ here.'],
    ['symbol', 'It falls to $a/b$ here.', 'It falls to $a/b_t$ here.'],
    ['name', 'According to OpenAI, labels were bad.', 'DeepSeek found the labels bad.'],
    ['name', 'It keeps a GAN in memory.', 'It keeps a network in memory.'],
    ['denial', 'The loss is never bounded.', 'The loss is always bounded.'],
    ['altered', 'The encoder feeds the decoder.', 'The decoder feeds the encoder.'],
  ] as const)('names %s for %j by %j', (name, text, source) => {
    expect(veto(text, source)).toBe(name);
  });

  it.each([
    ['The two networks compete.', 'A generator and a critic compete.'],
    ['A thread ID tells one from others.', 'Each thread has an identifier.'],
    ['It needs a KV cache.', 'A key-value cache is needed.'],
    ['The cost is $2n$ here.', 'The cost is $y = 2n$, and n is small.'],
    ['The cost $2n$ grows with $n$.', 'The cost is 2n, and grows with n.'],
    ['It is called BERT.', 'This is its name.', 'BERT'],
  ])('has none for %j by %j', (text, source, context?: string) => {
    expect(veto(text, source, context)).toBeUndefined();
  });
});

describe('heldShare', () => {
  it('counts headings, and weighs all terms alike', () => {
    expect(
      heldShare('Dropout reduces variance', [{ text: 'It reduces x.', context: 'Dropout' }]),
    ).toBe(2 / 3);
  });
});
