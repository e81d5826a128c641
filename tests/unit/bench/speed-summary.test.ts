import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type MeasuredSize, readMeasured } from '../../../bench/peers/measured.ts';
import { speedSummary } from '../../../bench/peers/speed-summary.ts';

const path = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));

const arm = (p50: number, ratio: number) => ({
  p50,
  p99: p50,
  questions: 200,
  perSecond: 1,
  ratio,
  quality: 0.9876,
});
const sizeOf = (contenders: MeasuredSize['contenders']): MeasuredSize => ({
  size: 10_000,
  measuredAt: '',
  machine: '',
  load: [0, 0],
  questions: 200,
  rounds: 5,
  versions: {},
  contenders,
});

describe('speedSummary', () => {
  it('names whoever comes next, and leaves out who has no such search', () => {
    const rows = speedSummary([
      sizeOf([
        {
          contender: 'Groundwork',
          open: { milliseconds: 135, residentBytes: 50_500_000 },
          arms: { hybrid: arm(0.611, 1) },
        },
        { contender: 'Orama', arms: { hybrid: arm(28, 44.4) } },
        { contender: 'LanceDB flat', arms: { hybrid: arm(21, 34.3) } },
        { contender: 'MiniSearch', arms: { lexical: arm(5, 2) } },
      ]),
      sizeOf([{ contender: 'Groundwork', stopped: 'opening: took too long', arms: {} }]),
    ]);
    expect(rows.split('\n').slice(2)).toEqual([
      '| 10,000 | 0.611 ms | LanceDB flat, ×34.3 | 0.988 | 50.5 MB | 0.135 s |',
      '| 10,000 | – | – | – | – | – |',
    ]);
  });

  it('is what the README says of the committed figures', () => {
    const all = readMeasured(path('docs/bench-peers.json'));
    expect(readFileSync(path('README.md'), 'utf8')).toContain(speedSummary(all));
  });
});
