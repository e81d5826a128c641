import { describe, expect, it } from 'vitest';
import { standsAlone } from '../../../src/suggest/stands-alone.ts';

describe('standsAlone', () => {
  it.each([
    ['What is the attention mechanism?', 'Attention', true],
    ['Do more heads mean more parameters?', 'Attention', false],
    ['Why was this attention invented for translation?', 'Attention', false],
    ['What do weak candidates leave out about vectors?', 'Vectors', false],
    ['How do diffusion models start?', 'Diffusion', true],
  ])('takes "%s" of the note "%s" as %s', (question, title, alone) => {
    expect(standsAlone(question, title)).toBe(alone);
  });
});
