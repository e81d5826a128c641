/**
 * A process with one contender in it: builds and ends, or opens what was built and answers what the
 * benchmark asks, which has others answer the same in turn.
 */

import type { Built, ChildReply, ChildRequest, ChildTask, Opened } from './child-protocol.ts';
import type { Contender, OpenContender } from './contender.ts';
import { contenders } from './contenders.ts';
import { type Dataset, openDataset } from './dataset.ts';
import { readTruth } from './exact-truth.ts';
import { measureChanges } from './measure-changes.ts';
import { askCrowd, askRound } from './measure-questions.ts';
import { tuneAndJudge } from './tune-and-judge.ts';

async function build(contender: Contender, data: Dataset, store: string): Promise<Built> {
  const before = residentBytes();
  const begun = performance.now();
  if (contender.build) await contender.build(data, store);
  else await contender.open(data, store);
  const milliseconds = performance.now() - begun - data.growingMs;
  // The greatest since the process began, in kilobytes on every system that it is told on.
  const peakBytes = process.resourceUsage().maxRSS * 1_024 - before;
  return { kind: 'built', seconds: milliseconds / 1_000, peakBytes };
}

async function open(
  contender: Contender,
  data: Dataset,
  { store, data: folder, size, target }: Extract<ChildTask, { kind: 'serve' }>,
): Promise<{ readonly opened: OpenContender; readonly said: Opened }> {
  const truth = readTruth(folder, size);
  const before = residentBytes();
  const begun = performance.now();
  const opened = await contender.open(data, store);
  for (const arm of contender.arms) await opened.search(arm, data.questions[0]!);
  const milliseconds = performance.now() - begun - data.growingMs;
  const judged = await tuneAndJudge(contender.arms, opened, data.questions, truth, target);
  // What it reads when it gives texts stays in its memory as well.
  if (contender.arms.includes('hybrid')) {
    await askRound(opened, data.questions, {
      kind: 'round',
      arm: 'hybrid',
      from: 0,
      budgetMs: 5_000,
    });
  }
  const resident = residentBytes() - before;
  return { opened, said: { kind: 'opened', milliseconds, residentBytes: resident, ...judged } };
}

/** After a collection of garbage. */
function residentBytes(): number {
  for (let time = 0; time < 2; time += 1) globalThis.gc?.();
  return process.memoryUsage.rss();
}

async function answer(
  request: ChildRequest,
  contender: Contender,
  opened: OpenContender,
  data: Dataset,
): Promise<ChildReply> {
  switch (request.kind) {
    case 'round':
      return { kind: 'asked', milliseconds: await askRound(opened, data.questions, request) };
    case 'crowd':
      return { kind: 'crowded', perSecond: await askCrowd(opened, data.questions, request) };
    case 'changes':
      return measureChanges(opened, contender.arms, data, request.budgetMs);
    case 'end':
      await opened.close();
      process.exit(0);
  }
}

async function run(task: ChildTask): Promise<void> {
  const contender = contenders.find(({ name }) => name === task.contender);
  if (contender === undefined) throw new Error(`There is no contender "${task.contender}".`);
  const data = openDataset(task.data, task.size);
  if (task.kind === 'build') {
    reply(await build(contender, data, task.store));
    process.disconnect();
    return;
  }
  const { opened, said } = await open(contender, data, task);
  process.on('message', (request: ChildRequest) => {
    answer(request, contender, opened, data).then(reply, fail);
  });
  reply(said);
}

function reply(message: ChildReply): void {
  process.send?.(message);
}

function fail(error: unknown): void {
  reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}

process.on('disconnect', () => process.exit(0));
process.once('message', (task: ChildTask) => {
  run(task).catch(fail);
});
