import { describe, expect, it } from 'vitest';
import { pointersOf } from '../../../src/chunk/pointers.ts';
import type { Section } from '../../../src/types.ts';

const section = (keys: readonly string[]): Section => ({ headingPath: [], start: 0, end: 1, keys });
const sections = [section(['first key', 'second key']), section([])];
const long = (subject: string) =>
  `${subject} stops because of a missing token in every training example; add the token and train again.`;

describe('pointersOf', () => {
  it('leads from the keys of a section to all of its chunks', () => {
    const chunks = [0, 0, 1].map((sectionOrdinal) => ({ sectionOrdinal, text: 'Some text.' }));
    expect(pointersOf({ sections }, chunks)).toEqual([
      { text: 'first key', firstChunk: 0, endChunk: 2, item: false },
      { text: 'second key', firstChunk: 0, endChunk: 2, item: false },
    ]);
    expect(pointersOf({ sections }, chunks, false)).toEqual([]);
  });

  it('leads from each long item to its own chunk, without markup', () => {
    const text = `- **When** ${long('A')}\n- When ${long('B')}\n- Short item.`;
    expect(pointersOf({ sections }, [{ sectionOrdinal: 1, text }])).toEqual([
      { text: `When ${long('A')}`, firstChunk: 0, endChunk: 1, item: true },
      { text: `When ${long('B')}`, firstChunk: 0, endChunk: 1, item: true },
    ]);
  });

  it('makes no pointer of a single item, whose vector would be the chunk again', () => {
    expect(pointersOf({ sections }, [{ sectionOrdinal: 1, text: `- ${long('A')}` }])).toEqual([]);
  });
});
