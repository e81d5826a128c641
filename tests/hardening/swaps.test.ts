import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { flatIndexSteps } from '../../src/index/flat.ts';
import { nodeFileSystem } from '../../src/library/file-system.ts';
import { LocalLibrary } from '../../src/library/local-library.ts';
import { termsOf } from '../../src/text/terms.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { bundled } from './bundled.ts';
import { seededRandom } from './seeded-random.ts';
import { smallWriter } from './small-library.ts';
import { manySwapNotes, swapDimensions } from './swap-notes.ts';
import { reportFigure, reportZero, sizeOf } from './tier.ts';

const swaps = sizeOf(50, 500);
const queries = sizeOf(10_000, 100_000);
const idleQueries = 2_000;
const seed = 77;

/** What a question does with a library; the state that its passages tell of. */
async function ask(library: LocalLibrary, random: () => number): Promise<string> {
  return library.use(async (reader) => {
    const part = Math.floor(random() * 50);
    const terms = termsOf(`How do gradients flow through layer ${part}?`);
    const vector = Float32Array.from({ length: swapDimensions }, () => random() - 0.5);
    const found = await reader.searchLexical(terms, 10);
    const near = await reader.searchDense(vector, 10);
    // Other questions, and the swap, have their turn between two steps of this one.
    await new Promise((resolve) => setImmediate(resolve));
    const ordinals = [...found, ...near].map(({ ordinal }) => ordinal);
    const chunks = await reader.chunks(ordinals);
    const states = new Set<string>();
    for (const { document, text, start } of chunks.slice(0, 3)) {
      const whole = (await reader.document(document.id))!.text;
      if (whole.slice(start, start + text.length) !== text) throw new Error('Spans do not fit.');
      states.add(/State (\d+)/.exec(whole)![1]!);
    }
    if (found.length === 0 || near.length === 0) throw new Error('Nothing was found.');
    if (states.size !== 1) throw new Error(`Passages of ${states.size} states.`);
    return [...states][0]!;
  });
}

const p99 = (times: number[]): number =>
  times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)]!;

describe('swaps of the index', () => {
  it(`fail none of ${queries} queries in ${swaps} swaps`, async () => {
    const folder = temporaryFolder();
    const child = await bundled('swap-child.ts');
    onTestFinished(child.remove);
    smallWriter(nodeFileSystem, folder, manySwapNotes(0), swapDimensions).commit();
    const library = new LocalLibrary({
      fileSystem: nodeFileSystem,
      folder,
      createVectorIndex: flatIndexSteps,
    });
    onTestFinished(() => library.close());
    await library.refresh();
    const random = seededRandom(seed);
    const timed = async (times: number[]): Promise<string> => {
      const began = performance.now();
      const state = await ask(library, random);
      times.push(performance.now() - began);
      return state;
    };
    const idle: number[] = [];
    const rest = async (): Promise<void> => {
      while (idle.length < idleQueries) await timed(idle);
    };
    await Promise.all([rest(), rest()]);

    const writer = spawn(process.execPath, [child.path, folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => void writer.kill('SIGKILL'));
    let written = 0;
    createInterface({ input: writer.stdout }).on('line', () => {
      written += 1;
    });
    const busy: number[] = [];
    const failures: string[] = [];
    const states = new Set<string>();
    let seen = 0;
    let asked = 0;
    const work = async (): Promise<void> => {
      while (asked < queries || seen < swaps) {
        asked += 1;
        try {
          states.add(await timed(busy));
        } catch (error) {
          failures.push(String(error));
        }
        if (written > seen && (await library.refresh())) seen += 1;
        // One writer, and a query between: they come evenly over all queries.
        if (written === seen && seen < swaps && asked >= (seen * queries) / swaps && !isAsked()) {
          askedFor = seen + 1;
          writer.stdin.write('next\n');
        }
      }
    };
    let askedFor = 0;
    const isAsked = () => askedFor > seen;
    await Promise.all([work(), work()]);
    reportZero({
      what: `Queries that fail in ${seen} swaps of the index`,
      n: busy.length,
      failures: failures.length,
    });
    reportFigure({
      figure: '99th percentile of a query during swaps and at rest, two at once',
      asked: '<= 2 x idle',
      measured: `${p99(busy).toFixed(2)} ms, ${p99(idle).toFixed(2)} ms`,
    });
    expect(failures.slice(0, 3)).toEqual([]);
    expect(seen).toBe(swaps);
    expect(states.size).toBeGreaterThanOrEqual(swaps);
    expect(busy.length).toBeGreaterThanOrEqual(queries);
    // With slack for what else the machine does.
    expect(p99(busy)).toBeLessThan(8 * p99(idle) + 10);
  });
});
