/** How the view draws and words what a language model did. */
import { describe, expect, it } from 'vitest';
import { flameSegments } from '../../../../web/src/why/flame-segments.ts';
import { formatCost } from '../../../../web/src/why/format-cost.ts';
import { repairWords } from '../../../../web/src/why/repair-words.ts';

const agent = (inputs: Record<string, unknown>, startMs: number, durationMs: number) => ({
  name: 'agent',
  startMs,
  durationMs,
  inputs,
  outputs: {},
});

describe('flameSegments of a deep answer', () => {
  it('cuts the plan into what lies between its searches', () => {
    const segments = flameSegments({
      steps: [
        agent({ query: 'A?' }, 40, 10),
        agent({ query: 'B?' }, 45, 15),
        agent({ plans: 'A and B?' }, 10, 80),
      ],
      totalMs: 100,
    });
    expect(segments.map(({ name, durationMs }) => [name, durationMs])).toEqual([
      ['between steps', 10],
      ['planning', 30],
      ['searches', 20],
      ['planning', 30],
      ['between steps', 10],
    ]);
    expect(segments.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(new Set(segments.map(({ step }) => step))).toEqual(new Set(['agent', null]));
  });
});

describe('repairWords', () => {
  it('says what became of every sentence that was asked about', () => {
    const repair = { asked: 4, mended: 2, dropped: 1, failed: false };
    expect(repairWords(repair)).toMatch(/4 sentences .*: 2 mended, 1 dropped, 1 left flagged\./);
    expect(repairWords({ ...repair, failed: true })).toMatch(/gave no reply/);
    expect(repairWords({ asked: 0, mended: 0, dropped: 0, failed: false })).toMatch(/^No: /);
  });
});

describe('formatCost', () => {
  it('shows fractions of a cent, and never a false nothing', () => {
    expect([0.00123, 0.0000004, 2.5, 0].map(formatCost)).toEqual([
      'about $0.0012',
      'less than $0.0001',
      'about $2.50',
      'nothing',
    ]);
  });
});
