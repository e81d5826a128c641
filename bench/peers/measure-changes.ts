/** Times the change of one document among all, and looks whether searches tell of it. */
import { median } from '../side-by-side.ts';
import type { Changed } from './child-protocol.ts';
import type { Arm, OpenContender } from './contender.ts';
import type { Dataset, GrownChunk, Question } from './dataset.ts';

const most = 20;

/** @param budgetMs for each kind of change; one of each is made however long it takes */
export async function measureChanges(
  opened: OpenContender,
  arms: readonly Arm[],
  data: Dataset,
  budgetMs: number,
): Promise<Changed> {
  const changes = Array.from({ length: most }, (_, at): GrownChunk => {
    const id = Math.floor(((at + 0.5) * data.size) / most);
    return { ...data.chunk(data.size + at), id };
  });
  const { update, remove } = opened;
  let seen = true;
  const updated = update && (await timeEach(data, changes, budgetMs, update));
  if (updated) seen &&= (await armsThatFind(opened, arms, changes[0]!)) === arms.length;
  const removed = remove && (await timeEach(data, changes, budgetMs, (chunk) => remove(chunk.id)));
  if (removed) seen &&= (await armsThatFind(opened, arms, changes[0]!)) === 0;
  return {
    kind: 'changed',
    ...(updated && { updateMs: median(updated) }),
    ...(removed && { removeMs: median(removed) }),
    seen,
  };
}

async function timeEach(
  data: Dataset,
  chunks: readonly GrownChunk[],
  budgetMs: number,
  change: (chunk: GrownChunk) => Promise<void>,
): Promise<number[]> {
  const milliseconds: number[] = [];
  let spent = 0;
  for (const chunk of chunks) {
    const growing = data.growingMs;
    const begun = performance.now();
    await change(chunk);
    const took = performance.now() - begun - (data.growingMs - growing);
    milliseconds.push(took);
    spent += took;
    if (spent > budgetMs) break;
  }
  return milliseconds;
}

/** How many arms give the chunk for a question in its own words and with its own vector. */
async function armsThatFind(
  opened: OpenContender,
  arms: readonly Arm[],
  { id, text, terms, vector }: GrownChunk,
): Promise<number> {
  const question: Question = {
    text,
    terms: [...new Set(terms)],
    vector,
    values: Array.from(vector),
  };
  let found = 0;
  for (const arm of arms) {
    if ((await opened.search(arm, question)).includes(id)) found += 1;
  }
  return found;
}
