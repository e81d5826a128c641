import { describe, expect, it } from 'vitest';
import { GroundworkError, IndexMissingError } from '../../src/errors.ts';
import type { FileSystem } from '../../src/library/file-system.ts';
import { pointedGeneration } from '../../src/library/local-library.ts';
import { verifyStore } from '../../src/library/verify-store.ts';
import { MemoryDisk } from './memory-disk.ts';
import { seededRandom } from './seeded-random.ts';
import { smallLibrary, smallWriter } from './small-library.ts';
import { commitMutants } from './store-mutants.ts';
import { reportZero, sizeOf } from './tier.ts';

const folder = '/data';
const seed = 20_260_102;
const wantedStates = sizeOf(20_000, 1_000_000);
const statesAtAStep = 60;
/** States of which the next commit is tried too. */
const nextCommitEvery = 40;
const commitsARound = 3;

interface Round {
  states: number;
  bad: string[];
}

/** What one of the steps could leave. */
interface Left {
  readonly disk: MemoryDisk;
  readonly step: number;
  readonly acknowledged: string | undefined;
  readonly written: string | undefined;
  readonly withNextCommit: boolean;
}

/** Commits some generations, and looks at what each step could leave if the power failed there. */
async function playRound(
  random: () => number,
  wrap: (port: FileSystem) => FileSystem,
  { mostStates, mostBad }: { readonly mostStates: number; readonly mostBad: number },
): Promise<Round> {
  const round: Round = { states: 0, bad: [] };
  const disk = new MemoryDisk();
  disk.makeFolder(folder);
  disk.syncFolder('/');
  let acknowledged: string | undefined;
  let written: string | undefined;
  let step = 0;
  const left: Left[] = [];
  const look = (): void => {
    step += 1;
    for (let at = 0; at < statesAtAStep && round.states < mostStates; at += 1) {
      round.states += 1;
      const withNextCommit = round.states % nextCommitEvery === 0;
      left.push({
        disk: disk.afterPowerLoss(random),
        step,
        acknowledged,
        written,
        withNextCommit,
      });
    }
  };
  const port = wrap(watched(disk, look));
  for (let commit = 0; commit < commitsARound; commit += 1) {
    written = undefined;
    const writer = smallWriter(port, folder, {
      'a.md': `# State ${commit}\n\nThe generator fools the critic ${random()}.\n`,
      ...(commit > 0 && { 'b.md': `# Loss\n\nIt falls ${commit} times.\n` }),
    });
    written = writer.generation;
    writer.commit();
    acknowledged = writer.generation;
    look();
    for (const state of left.splice(0)) {
      const problem = await problemOf(state);
      if (problem) round.bad.push(`step ${state.step}: ${problem}`);
      if (round.bad.length === mostBad) return round;
    }
  }
  return round;
}

async function problemOf({
  disk,
  acknowledged,
  written,
  withNextCommit,
}: Left): Promise<string | undefined> {
  const pointerIsThere = disk.list(folder).includes('CURRENT');
  if (pointerIsThere && pointedGeneration(disk, folder) === undefined) return 'unreadable pointer';
  const library = smallLibrary(disk, folder);
  try {
    await library.refresh();
  } catch (error) {
    if (!(error instanceof GroundworkError)) return `throws ${String(error)}`;
    if (acknowledged !== undefined) return `nothing opens: ${error.message}`;
    if (!(error instanceof IndexMissingError)) return `damaged before the first: ${error.message}`;
  } finally {
    await library.close();
  }
  if (library.notice) return `passed over: ${library.notice}`;
  const { opened, problems } = stateOf(disk);
  if (problems.length > 0) return problems.join(' ');
  if (opened !== undefined && opened !== acknowledged && opened !== written)
    return `lost to ${opened}`;
  if (opened === undefined && acknowledged !== undefined) return `lost ${acknowledged}`;
  if (!withNextCommit) return undefined;
  const next = smallWriter(disk, folder, { 'c.md': '# Next\n\nIt goes on.\n' }).commit();
  return stateOf(disk).opened === next.generation ? undefined : 'the next commit does not open';
}

function stateOf(disk: MemoryDisk): { opened: string | undefined; problems: readonly string[] } {
  try {
    const { generation, problems } = verifyStore(disk, folder);
    return { opened: generation, problems };
  } catch (error) {
    if (error instanceof IndexMissingError) return { opened: undefined, problems: [] };
    throw error;
  }
}

/** The power may fail before each of the operations. */
function watched(disk: MemoryDisk, look: () => void): FileSystem {
  const first =
    <Given extends unknown[], Result>(work: (...given: Given) => Result) =>
    (...given: Given): Result => {
      look();
      return work(...given);
    };
  return {
    makeFolder: first((path: string) => disk.makeFolder(path)),
    createFile: first((path: string) => {
      const file = disk.createFile(path);
      return { ...file, write: first(file.write), sync: first(file.sync) };
    }),
    readFile: (path) => disk.readFile(path),
    openFile: (path) => disk.openFile(path),
    rename: first((from: string, to: string) => disk.rename(from, to)),
    remove: first((path: string) => disk.remove(path)),
    list: (path) => disk.list(path),
    syncFolder: first((path: string) => disk.syncFolder(path)),
  };
}

describe('a loss of power', () => {
  it(`leaves the library as it was acknowledged, in ${wantedStates} states`, async () => {
    const random = seededRandom(seed);
    let states = 0;
    const bad: string[] = [];
    while (states < wantedStates) {
      const round = await playRound(random, (port) => port, {
        mostStates: wantedStates - states,
        mostBad: Number.POSITIVE_INFINITY,
      });
      states += round.states;
      bad.push(...round.bad);
    }
    reportZero({
      what: 'States after a loss of power in which an acknowledged index is lost or none opens',
      n: states,
      failures: bad.length,
    });
    expect(bad, `seed ${seed}`).toEqual([]);
  });

  it.each(commitMutants)('would be caught without $what', async ({ wrap }) => {
    const mostStates = Number.POSITIVE_INFINITY;
    const round = await playRound(seededRandom(seed), wrap, { mostStates, mostBad: 1 });
    expect(round.bad).toHaveLength(1);
  });
});
