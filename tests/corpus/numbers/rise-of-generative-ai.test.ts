import { expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'rise-of-generative-ai';

it('divides the tokens of GPT-3 by its parameters', () => {
  const tokensPerParameter = 300e9 / 175e9;
  expect(noteSays(slug, `which is ${tokensPerParameter.toFixed(1)} tokens per parameter`)).toBe(
    true,
  );
});
