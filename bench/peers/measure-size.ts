/**
 * Measures every contender at one size: each is built in a process of its own, then opened in a fresh one,
 * and all of those answer the same questions in turn, round after round.
 */
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { askGroup } from './ask-group.ts';
import { buildContender } from './build-contender.ts';
import type { Contender } from './contender.ts';
import { contenders } from './contenders.ts';
import { machineCard } from './machine-card.ts';
import type { Draft, MeasuredSize, MeasureOptions } from './measured.ts';
import { peerVersions } from './peer-versions.ts';
import { groupByMemory, predictMemory } from './predict-memory.ts';
import { rounds } from './round-times.ts';

/** @param earlier figures of smaller sizes, which say what is not worth trying */
export async function measureSize(
  size: number,
  earlier: readonly MeasuredSize[],
  options: MeasureOptions,
): Promise<MeasuredSize> {
  const { only, questions, memoryGb, stores, keepsStores, say } = options;
  const before = loadavg()[0]!;
  const [first, ...others] = contenders as readonly [Contender, ...Contender[]];
  const entered = [
    first,
    ...others.filter(({ name, from = 0 }) => size >= from && (only?.includes(name) ?? true)),
  ];
  const drafts = new Map<string, Draft>();
  for (const contender of entered) {
    say(`${size} chunks: building ${contender.name}`);
    drafts.set(contender.name, await buildContender(contender, size, earlier, options));
  }
  const groups = groupByMemory(
    first,
    entered.slice(1).filter(({ name }) => drafts.get(name)!.stopped === undefined),
    ({ name }) => predictMemory(name, size, earlier)?.serving ?? 0,
    memoryGb * 1e9,
  );
  for (const group of groups) {
    say(`${size} chunks: asking ${group.map(({ name }) => name).join(', ')}`);
    for (const draft of await askGroup(group, size, earlier, options)) {
      const known = drafts.get(draft.contender)!;
      // The first is in every group: what counts is what was measured of it with the first of them.
      if (known.open === undefined) drafts.set(draft.contender, { ...known, ...draft });
    }
  }
  if (!keepsStores) rmSync(stores, { recursive: true, force: true });
  return {
    size,
    measuredAt: new Date().toISOString(),
    machine: machineCard(),
    load: [before, loadavg()[0]!],
    questions,
    rounds,
    versions: peerVersions(entered.flatMap(({ packages }) => packages)),
    contenders: [...drafts.values()],
  };
}
