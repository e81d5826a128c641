import { describe, expect, it } from 'vitest';
import { spellOut } from '../../../../web/src/evaluation/names.ts';

describe('spellOut', () => {
  it('makes words of a slug', () => {
    expect(spellOut('mixture-of-experts')).toBe('Mixture of experts');
    expect(spellOut('')).toBe('');
  });
});
