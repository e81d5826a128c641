/** Opens contenders beside each other and asks them in turn: A B C, A B C, … */
import { join } from 'node:path';
import { armsLeft } from './arms-left.ts';
import { removeBuildNote } from './build-note.ts';
import type { Arm, Contender } from './contender.ts';
import { limitOf } from './limit-of.ts';
import type { ArmFigures, Draft, MeasuredSize, MeasureOptions } from './measured.ts';
import { RoundTimes, rounds } from './round-times.ts';
import { expectKind, PeerChild, reasonOf } from './start-child.ts';

const roundMs = 2_000;
const crowdMs = 500;
const changesMs = 5_000;
/** Share of the true best that is enough where Groundwork itself misses none. */
const highestTarget = 0.999;

interface Asked {
  readonly draft: Draft;
  readonly child: PeerChild;
  readonly arms: readonly Arm[];
  quality: Partial<Record<Arm, number>>;
}

/** @param group the one that the others are compared with comes first */
export async function askGroup(
  group: readonly Contender[],
  size: number,
  earlier: readonly MeasuredSize[],
  options: MeasureOptions,
): Promise<Draft[]> {
  const asked: Asked[] = [];
  try {
    let target = highestTarget;
    for (const contender of group) {
      const { name } = contender;
      const place = {
        contender: name,
        size,
        data: options.data,
        store: join(options.stores, name),
      };
      const one: Asked = {
        draft: { contender: name, arms: {} },
        child: new PeerChild({ ...place, kind: 'serve', target }, options.memoryGb),
        arms: armsLeft(contender, size, earlier),
        quality: {},
      };
      asked.push(one);
      await orOut(one, 'opening', () => openOne(one, limitOf(name, options)));
      if (contender === group[0]) target = Math.min(target, one.quality.dense ?? target);
    }
    await runRounds(asked, options);
    // Groundwork writes a whole library beside the one that answers: it comes last, when the others have left the memory.
    for (const one of asked.toReversed()) {
      await orOut(one, 'changing', async () => {
        removeBuildNote(join(options.stores, one.draft.contender));
        const request = { kind: 'changes', budgetMs: changesMs } as const;
        const limitMs = limitOf(one.draft.contender, options);
        const reply = expectKind(await one.child.ask(request, limitMs), 'changed');
        const { kind: _, ...changes } = reply;
        one.draft.changes = changes;
      });
      await one.child.end();
    }
    return asked.map(({ draft }) => draft);
  } finally {
    for (const { child } of asked) await child.end();
  }
}

/** A contender that fails is out from then on, with its reason. */
async function orOut(one: Asked, what: string, work: () => Promise<void>): Promise<void> {
  if (one.draft.stopped !== undefined) return;
  try {
    await work();
  } catch (error) {
    one.draft.stopped = `${what}: ${reasonOf(error)}`;
    await one.child.end();
  }
}

async function openOne(one: Asked, limitMs: number): Promise<void> {
  const opened = expectKind(await one.child.start(limitMs), 'opened');
  const { milliseconds, residentBytes, setting, quality } = opened;
  one.draft.open = { milliseconds, residentBytes, ...(setting !== undefined && { setting }) };
  one.quality = quality;
}

async function runRounds(asked: readonly Asked[], options: MeasureOptions): Promise<void> {
  const times = new RoundTimes(asked[0]!.draft.contender);
  for (let round = 0; round < rounds; round += 1) {
    const from = Math.floor((round * options.questions) / rounds);
    for (const one of asked) {
      for (const arm of one.arms) {
        await orOut(one, 'answering', async () => {
          const limitMs = limitOf(one.draft.contender, options);
          const timed = { kind: 'round', arm, from, budgetMs: roundMs } as const;
          const { milliseconds } = expectKind(await one.child.ask(timed, limitMs), 'asked');
          const crowd = { kind: 'crowd', arm, budgetMs: crowdMs } as const;
          const { perSecond } = expectKind(await one.child.ask(crowd, limitMs), 'crowded');
          times.add(one.draft.contender, arm, milliseconds, perSecond);
        });
      }
    }
  }
  for (const { draft, arms, quality } of asked) {
    for (const arm of arms) {
      const figures = times.figures(draft.contender, arm);
      if (figures) draft.arms = { ...draft.arms, [arm]: withQuality(figures, quality[arm]) };
    }
  }
}

function withQuality(
  figures: Omit<ArmFigures, 'quality'>,
  quality: number | undefined,
): ArmFigures {
  return quality === undefined ? figures : { ...figures, quality };
}
