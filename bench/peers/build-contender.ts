/** Builds one contender at one size, or says why not. */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { armsLeft, slowFrom, slowMs } from './arms-left.ts';
import { readBuildNote, writeBuildNote } from './build-note.ts';
import type { Contender } from './contender.ts';
import { contenders } from './contenders.ts';
import { limitOf } from './limit-of.ts';
import type { Draft, MeasuredSize, MeasureOptions } from './measured.ts';
import { predictMemory } from './predict-memory.ts';
import { expectKind, PeerChild, reasonOf } from './start-child.ts';

export async function buildContender(
  contender: Contender,
  size: number,
  earlier: readonly MeasuredSize[],
  options: MeasureOptions,
): Promise<Draft> {
  const { name } = contender;
  const reason = reasonAgainst(contender, size, earlier, options.memoryGb * 1e9);
  if (reason !== undefined) return { contender: name, stopped: `not run, ${reason}`, arms: {} };
  const store = join(options.stores, name);
  const known = options.keepsStores ? readBuildNote(store) : undefined;
  if (known) return { contender: name, build: known, arms: {} };
  rmSync(store, { recursive: true, force: true });
  mkdirSync(store, { recursive: true });
  const task = { contender: name, size, data: options.data, store, kind: 'build' } as const;
  const child = new PeerChild(task, options.memoryGb);
  try {
    const { seconds, peakBytes } = expectKind(await child.start(limitOf(name, options)), 'built');
    const build = { seconds, peakBytes, diskBytes: bytesIn(store) };
    if (options.keepsStores) writeBuildNote(store, build);
    return { contender: name, build, arms: {} };
  } catch (error) {
    return { contender: name, stopped: `building: ${reasonOf(error)}`, arms: {} };
  } finally {
    await child.end();
  }
}

/** Why it is not even tried at this size; Groundwork always is. */
function reasonAgainst(
  contender: Contender,
  size: number,
  earlier: readonly MeasuredSize[],
  bytes: number,
): string | undefined {
  const { name } = contender;
  if (contender === contenders[0]) return undefined;
  for (const one of earlier.filter((known) => known.size < size)) {
    const before = one.contenders.find((known) => known.contender === name);
    if (before !== undefined && before.open === undefined) {
      return `as it failed at ${one.size.toLocaleString('en')}`;
    }
  }
  if (armsLeft(contender, size, earlier).length === 0) {
    return `above ${slowMs} ms at ${slowFrom.toLocaleString('en')}`;
  }
  const needs = predictMemory(name, size, earlier);
  const most = needs === undefined ? 0 : Math.max(needs.building, needs.serving);
  return most > bytes ? `would need about ${(most / 1e9).toFixed(1)} GB of memory` : undefined;
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
