import { describe, expect, it } from 'vitest';
import { sliceChunks } from '../../../../web/src/library/chunk-slices.ts';

describe('sliceChunks', () => {
  it('numbers the chunks and cuts their texts out of the document', () => {
    const chunks = [
      { chunkId: 'a', start: 0, end: 5, headingPath: [] },
      { chunkId: 'b', start: 6, end: 12, headingPath: ['Part'] },
    ];
    const slices = sliceChunks('First second', { chunks });
    expect(slices.map(({ number, text }) => [number, text])).toEqual([
      [1, 'First'],
      [2, 'second'],
    ]);
  });
});
