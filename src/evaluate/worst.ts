/** The questions that went worst, with what was found instead. */
import type { QuestionResult } from './run-golden.ts';

/** The worst first; ties in the order of `results`. */
export function worstResults(results: readonly QuestionResult[], count: number): QuestionResult[] {
  return [...results].sort((left, right) => badness(right) - badness(left)).slice(0, count);
}

export function worstOf(results: readonly QuestionResult[], count: number): string[] {
  return worstResults(results, count).flatMap(({ golden, answered, rank, nuggetsInAnswer }) => [
    `${golden.id} [${golden.topic}] ${golden.question}`,
    `   ${answered.answer.status} at ${answered.confidence.toFixed(2)}, first gold passage ${rank ?? 'none'}, key facts ${nuggetsInAnswer.toFixed(2)}`,
    ...answered.passages
      .slice(0, 3)
      .map(
        ({ rank: at, uri, headingPath, score }) =>
          `   ${at}. ${score.toFixed(3)} ${uri} ${headingPath.at(-1) ?? ''}`,
      ),
  ]);
}

function badness({ golden, answered, rank, nuggetsInAnswer }: QuestionResult): number {
  const declined = answered.answer.status === 'declined';
  if (!golden.answerable) return declined ? 0 : 2 + answered.confidence;
  return (declined ? 2 : 0) + (rank === undefined ? 2 : 1 - 1 / rank) + (1 - nuggetsInAnswer);
}
