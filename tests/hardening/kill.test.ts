import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGroundwork } from '../../scripts/started-groundwork.ts';
import { IndexMissingError } from '../../src/errors.ts';
import { nodeFileSystem } from '../../src/library/file-system.ts';
import { verifyStore } from '../../src/library/verify-store.ts';
import { lockWriter } from '../../src/library/writer-lock.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { bundled } from './bundled.ts';
import { notesOf } from './kill-states.ts';
import { seededRandom } from './seeded-random.ts';
import { addNote, smallLibrary, smallWriter } from './small-library.ts';
import { reportFigure, reportZero, sizeOf } from './tier.ts';

const seed = 9_031;
/** Each with its share of the kills. Two passes encode half a megabyte of text a state. */
const kinds = [
  { kind: 'words', kills: sizeOf(40, 800) },
  { kind: 'vectors', kills: sizeOf(40, 800) },
  { kind: 'two-pass', kills: sizeOf(20, 400) },
] as const;
/** A library goes through so many kills before the next one begins anew. */
const killsALibrary = 8;
const restartChunks = 20_000;

interface Run {
  readonly begun: number | undefined;
  readonly done: number | undefined;
  /** What it printed when it failed by itself. */
  readonly failure: string;
}

let child: Awaited<ReturnType<typeof bundled>>;
beforeAll(async () => {
  child = await bundled('kill-child.ts');
});
afterAll(() => child.remove());

/** Starts the child and kills it after `afterMs`, where it has not killed itself. */
async function runAndKill(given: readonly string[], afterMs: number): Promise<Run> {
  const running = spawn(process.execPath, [child.path, ...given], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let failure = '';
  running.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  running.stderr.setEncoding('utf8').on('data', (text: string) => {
    failure += text;
  });
  const closed = once(running, 'close');
  const begins = once(running.stdout, 'data');
  await Promise.race([begins, closed]);
  await Promise.race([wait(afterMs), closed]);
  running.kill('SIGKILL');
  const [code] = (await closed) as [number | null, string | null];
  const last = (word: string) => {
    const numbers = [...said.matchAll(new RegExp(`^${word} (\\d+)`, 'gm'))].map(([, n]) =>
      Number(n),
    );
    return numbers.at(-1);
  };
  return {
    begun: last('begin'),
    done: last('done'),
    failure: code === null || code === 0 ? '' : failure,
  };
}

/** What is wrong with a library after a kill; undefined when all is well. */
async function problemOf(
  dataFolder: string,
  isLong: boolean,
  acknowledged: number | undefined,
  begun: number,
): Promise<string | undefined> {
  const library = smallLibrary(nodeFileSystem, dataFolder);
  try {
    await library.refresh();
    if (library.notice) return `passed over: ${library.notice}`;
    const { problems } = verifyStore(nodeFileSystem, dataFolder);
    if (problems.length > 0) return problems.join(' ');
    return await library.use(async (reader) => {
      const texts: Record<string, string> = {};
      for (const { id, uri } of await reader.documents()) {
        texts[uri] = (await reader.document(id))?.text ?? '';
      }
      const state = Number(/State (\d+)/.exec(texts['a.md'] ?? '')?.[1]);
      if (JSON.stringify(texts) !== JSON.stringify(notesOf(state, isLong))) return 'mixed';
      if (state > begun || state < (acknowledged ?? 0)) return `state ${state} of ${acknowledged}`;
      return undefined;
    });
  } catch (error) {
    if (error instanceof IndexMissingError && acknowledged === undefined) return undefined;
    return String(error);
  } finally {
    await library.close();
  }
}

/** What stays when a run has ended well: the index, and the one before it. */
function leftoversOf(dataFolder: string): string[] {
  const names = readdirSync(dataFolder).filter(
    (name) => !['CURRENT', 'generations'].includes(name),
  );
  const generations = readdirSync(join(dataFolder, 'generations'));
  const drafts = generations.filter((name) => name.startsWith('.'));
  // Words alone may stand before the vectors of a generation that came earlier.
  return [...names, ...drafts, ...generations.slice(0, -3)];
}

describe('kill -9', () => {
  it.each(kinds)('loses nothing in $kills kills of an ingestion ($kind)', async (given) => {
    const { kind, kills } = given;
    const random = seededRandom(seed + kind.length);
    const bad: string[] = [];
    let libraries = 0;
    for (let at = 0; at < kills; ) {
      const corpus = temporaryFolder();
      const data = join(temporaryFolder(), 'data');
      let acknowledged: number | undefined;
      let next = 0;
      libraries += 1;
      for (let kill = 0; kill < killsALibrary && at < kills; kill += 1, at += 1) {
        // Every second one at a step of the commit, the others at any time.
        const operation = at % 2 === 0 ? 1 + Math.floor(random() * 120) : 0;
        const longest = kind === 'two-pass' ? 600 : 80;
        const run = await runAndKill(
          [corpus, data, String(next), kind, String(operation)],
          operation > 0 ? 5_000 : random() * longest,
        );
        acknowledged = run.done ?? acknowledged;
        next = (run.begun ?? next) + 1;
        const problem =
          run.failure ||
          (await problemOf(data, kind === 'two-pass', acknowledged, run.begun ?? next));
        if (problem) bad.push(`kill ${at}: ${problem}`);
      }
      // The next start: one whole ingestion, and what the killed ones left is gone.
      const whole = await runAndKill([corpus, data, String(next), kind, '0', 'once'], 30_000);
      if (whole.done !== next) bad.push(`after state ${acknowledged}: ${whole.failure}`);
      const left = leftoversOf(data);
      if (left.length > 0) bad.push(`left over: ${left.join(', ')}`);
    }
    reportZero({
      what: `Kills of an ingestion (${kind}) after which an acknowledged state is lost, mixed or unreadable`,
      n: kills,
      failures: bad.length,
    });
    expect(libraries).toBeGreaterThan(1);
    expect(bad, `seed ${seed}`).toEqual([]);
  });

  it('gives the lock of a killed writer to the next one, and refuses a second one that lives', async () => {
    const corpus = temporaryFolder();
    const data = join(temporaryFolder(), 'data');
    const first = spawn(process.execPath, [child.path, corpus, data, '0', 'two-pass'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    while (!existsSync(join(data, 'LOCK'))) await wait(1);
    const refused = await runAndKill([corpus, data, '0', 'words', '0', 'once'], 10_000);
    expect(refused.failure).toContain(`written by process ${first.pid}`);
    const asked = performance.now();
    expect(() => lockWriter(data)).toThrow(`process ${first.pid}`);
    const refusedMs = performance.now() - asked;
    reportFigure({
      figure: 'A second writer is refused, naming the first',
      asked: '<= 1 s',
      measured: `${refusedMs.toFixed(1)} ms`,
    });
    expect(refusedMs).toBeLessThan(1_000);
    const gone = once(first, 'close');
    first.kill('SIGKILL');
    await gone;
    lockWriter(data)();
    expect(readdirSync(data).filter((name) => name.startsWith('LOCK'))).toEqual([]);
  });

  it(`answers again soon after it, with ${restartChunks} chunks`, async () => {
    const data = temporaryFolder();
    const dimensions = 384;
    const writer = smallWriter(nodeFileSystem, data, {}, dimensions);
    const sections = Array.from({ length: 100 }, (_, at) => `## Part ${at}\n\n${sentences(at)}\n`);
    for (let at = 0; at < restartChunks / 100; at += 1) {
      addNote(writer, `${at}.md`, `# Note ${at}\n\n${sections.join('\n')}`, dimensions);
    }
    const { counts } = writer.commit();
    expect(counts.chunks).toBeGreaterThanOrEqual(restartChunks);
    const settings = {
      CORPUS_DIR: temporaryFolder(),
      DATA_DIR: data,
      LOG: 'json',
      EMBEDDINGS: 'none',
    };
    const first = await startGroundwork({ settings });
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const began = performance.now();
    const second = await startGroundwork({ settings });
    const seconds = (performance.now() - began) / 1_000;
    await second.stop();
    reportFigure({
      figure: `Serving again after kill -9, from the start of the process, ${counts.chunks} chunks`,
      asked: '<= 2 s',
      measured: `${seconds.toFixed(2)} s`,
    });
    expect(seconds).toBeLessThan(sizeOf(15, 4));
  });
});

/** About as long as a chunk of notes. */
function sentences(at: number): string {
  return Array.from(
    { length: 8 },
    (_, n) =>
      `Sentence ${n} of part ${at} tells how gradient ${n * at} flows through layer ${at + n}.`,
  ).join(' ');
}
