import { expect, it } from 'vitest';
import { createSimilarity } from '../../../src/embed/similarity.ts';

it('encodes a text once while it is remembered, and forgets the one asked for longest ago', async () => {
  const asked: string[] = [];
  const similarity = createSimilarity(
    {
      embedQuery: async (text) => {
        asked.push(text);
        return text === 'up' ? Float32Array.of(0, 1) : Float32Array.of(1, 0);
      },
    },
    2,
  );
  expect(await similarity('up', 'right')).toBe(0);
  expect(await similarity('up', 'up')).toBe(1);
  expect(asked).toEqual(['up', 'right']);
  await similarity('up', 'east');
  await similarity('up', 'right');
  expect(asked).toEqual(['up', 'right', 'east', 'right']);
});

it('asks again for a text that could not be encoded', async () => {
  let fails = true;
  const similarity = createSimilarity({
    embedQuery: async () => {
      if (fails) throw new Error('not now');
      return Float32Array.of(1);
    },
  });
  await expect(similarity('a', 'b')).rejects.toThrow('not now');
  fails = false;
  expect(await similarity('a', 'b')).toBe(1);
});
