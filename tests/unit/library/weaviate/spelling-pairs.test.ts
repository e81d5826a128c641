import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSpelling } from '../../../../src/index/spelling.ts';
import {
  groupsNear,
  pairsOf,
  spellingGroup,
} from '../../../../src/library/weaviate/spelling-pairs.ts';

describe('what words are found by', () => {
  it('is their pairs of letters, ends included', () => {
    expect(pairsOf('heap')).toEqual(['^h', 'he', 'ea', 'ap', 'p$']);
    expect(pairsOf('')).toEqual(['^$']);
  });

  it('covers every word that spelling is repaired to', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcde'), minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(letters, letters, (word, other) => {
        const repaired = createSpelling([other], Uint32Array.of(1))(word);
        if (repaired === undefined || repaired === word) return;
        expect(groupsNear(word)).toContain(spellingGroup(other));
      }),
    );
  });
});
