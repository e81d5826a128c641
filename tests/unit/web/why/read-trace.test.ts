import { describe, expect, it } from 'vitest';
import { readTrace } from '../../../../web/src/why/read-trace.ts';

const step = (name: string, outputs: Record<string, unknown> = {}) => ({
  name,
  startMs: 0,
  durationMs: 2,
  inputs: {},
  outputs,
});
const traceOf = (...steps: ReturnType<typeof step>[]) => ({ steps, totalMs: 10 });

const row = {
  chunkId: 'c1',
  documentId: 'd1',
  uri: 'a.md',
  title: 'Attention',
  headingPath: ['Attention', 'Scaling'],
  start: 10,
  end: 50,
  lexical: { rank: 2, score: 7.5 },
  cosine: 0.6,
  coverage: 0.8,
  discount: 0.08,
  score: 0.92,
  kept: true,
  why: 'Among the 10 best.',
};

describe('readTrace', () => {
  it('reads an empty trace as one that says nothing', () => {
    const account = readTrace(traceOf());
    expect(account.rewrite).toBeUndefined();
    expect(account.gate).toBeUndefined();
    expect(account.candidates).toEqual([]);
    expect(account.sentences).toEqual([]);
    expect(account.ms).toEqual({});
  });

  it('reads steps without details', () => {
    const account = readTrace(traceOf(step('rewrite'), step('fuse'), step('pack'), step('gate')));
    expect(account.rewrite).toEqual({
      text: undefined,
      terms: [],
      repairs: [],
      leftOut: [],
      unknownWords: [],
      joinedWith: undefined,
    });
    expect(account.coverageWeight).toBe(0.5);
    expect(account.ms.gate).toBe(2);
  });

  it('numbers candidates in their order and leaves out what is not one', () => {
    const rows = [row, 'nonsense', { ...row, score: 'high' }, { ...row, chunkId: 'c2', kept: 1 }];
    const { candidates } = readTrace(traceOf(step('pack', { rows })));
    expect(candidates.map(({ chunkId, rank, kept }) => [chunkId, rank, kept])).toEqual([
      ['c1', 1, true],
      ['c2', 2, false],
    ]);
    expect(candidates[0]?.lexical).toEqual({ rank: 2, score: 7.5 });
    expect(candidates[0]?.dense).toBeUndefined();
  });

  it('takes a null for a question that leans on no other', () => {
    const { rewrite } = readTrace(
      traceOf(
        step('rewrite', { joinedWith: null, repairs: [{ from: 'atention', to: 'attention' }, {}] }),
      ),
    );
    expect(rewrite?.joinedWith).toBeUndefined();
    expect(rewrite?.repairs).toEqual([{ from: 'atention', to: 'attention' }]);
  });

  it('reads the weight of coverage wherever a version has put it', () => {
    const weightIn = (outputs: Record<string, unknown>) =>
      readTrace(traceOf(step('fuse', outputs))).coverageWeight;
    expect(weightIn({ weights: { coverage: 0.4 } })).toBe(0.4);
    expect(weightIn({ coverageWeight: 0.6 })).toBe(0.6);
  });

  it('keeps only numbers among features and contributions', () => {
    const { gate } = readTrace(
      traceOf(
        step('gate', {
          answerable: true,
          probability: 0.9,
          features: { cosine: 0.7, length: null },
          contributions: [1, 2],
        }),
      ),
    );
    expect(gate?.features).toEqual({ cosine: 0.7 });
    expect(gate?.contributions).toEqual({});
    expect(gate?.threshold).toBeUndefined();
  });
});
