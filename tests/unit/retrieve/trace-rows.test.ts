import { describe, expect, it } from 'vitest';
import type { ChunkRecord } from '../../../src/library/contract.ts';
import { type FusedCandidate, traceRows } from '../../../src/retrieve/trace-rows.ts';

const record: ChunkRecord = {
  ordinal: 0,
  chunkId: 'c',
  document: {
    id: 'd',
    uri: 'gans.md',
    mediaType: 'text/markdown',
    title: 'GANs',
    contentHash: '',
    chars: 10,
    chunks: 1,
    pages: 0,
    topic: null,
    updated: null,
  },
  start: 0,
  end: 10,
  text: 'GANs learn',
  headingPath: ['GANs'],
  section: { start: 0, end: 10 },
  headingLength: 0,
};
const candidate = (score: number, rest: Partial<FusedCandidate> = {}) => ({
  record,
  candidate: {
    ordinal: 0,
    cosine: undefined,
    coverage: 1,
    discount: 0,
    score,
    lexical: { rank: 1, score: 3 },
    dense: undefined,
    ...rest,
  },
});

const whysOf = (rows: ReturnType<typeof candidate>[], kept: number): string[] =>
  traceRows(rows, kept).map(({ why }) => why);

describe('traceRows', () => {
  it('says what found a passage that was kept', () => {
    const dense = { rank: 2, score: 0.5 };
    expect(
      whysOf(
        [candidate(3, { dense }), candidate(2), candidate(1, { lexical: undefined, dense })],
        3,
      ),
    ).toEqual([
      'Among the 3 best, found by words and by meaning.',
      'Among the 3 best, found by words alone.',
      'Among the 3 best, found by meaning alone.',
    ]);
  });

  it('says by what score a passage was cut, with as many digits as it takes', () => {
    const cut = [
      candidate(0.7412),
      candidate(0.71),
      candidate(0.7411),
      candidate(0.66, { discount: 0.08 }),
    ];
    expect(whysOf(cut, 1).slice(1)).toEqual([
      'Score 0.71 lies below the 0.74 of passage 1.',
      'Score 0.7411 lies below the 0.7412 of passage 1.',
      'Score 0.66, after 0.08 off for a section on many matters, lies below the 0.74 of passage 1.',
    ]);
  });

  it('says that the library decides between equal scores', () => {
    expect(whysOf([candidate(0.5), candidate(0.5)], 1)[1]).toBe(
      'Score 0.50 equals that of passage 1, which comes first in the library.',
    );
  });

  it('leaves out what a passage does not have', () => {
    const [row] = traceRows([candidate(0.5)], 1);
    expect(row).toMatchObject({ documentId: 'd', kept: true, lexical: { rank: 1 } });
    expect(row).not.toHaveProperty('cosine');
    expect(row).not.toHaveProperty('dense');
  });
});
