/** Times what a contender takes to answer, inside its own process. */
import type { ChildRequest } from './child-protocol.ts';
import type { OpenContender } from './contender.ts';
import type { Question } from './dataset.ts';

type Asked<Kind extends ChildRequest['kind']> = Extract<ChildRequest, { kind: Kind }>;

/** However long they take. */
const fewestQuestions = 3;
const atOnce = 8;

/** Milliseconds of each question: all of them once, or as many as the time lasts for. */
export async function askRound(
  opened: OpenContender,
  questions: readonly Question[],
  { arm, from, budgetMs }: Asked<'round'>,
): Promise<number[]> {
  const milliseconds: number[] = [];
  const begun = performance.now();
  for (let count = 0; count < questions.length; count += 1) {
    const asked = performance.now();
    if (count >= fewestQuestions && asked - begun > budgetMs) break;
    await opened.search(arm, questions[(from + count) % questions.length]!);
    milliseconds.push(performance.now() - asked);
  }
  return milliseconds;
}

/** Answers a second while eight questions are always under way. */
export async function askCrowd(
  opened: OpenContender,
  questions: readonly Question[],
  { arm, budgetMs }: Asked<'crowd'>,
): Promise<number> {
  let next = 0;
  const begun = performance.now();
  const askOn = async (): Promise<void> => {
    do {
      const question = questions[next % questions.length]!;
      next += 1;
      await opened.search(arm, question);
    } while (performance.now() - begun < budgetMs);
  };
  await Promise.all(Array.from({ length: atOnce }, askOn));
  return (next * 1_000) / (performance.now() - begun);
}
