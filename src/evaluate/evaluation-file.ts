/** What `--report` writes beside the page, as JSON: the evaluation view of the page shows it. */
import type { AnsweredQuestion } from '../types.ts';
import type { EvalReport } from './report.ts';
import type { QuestionResult } from './run-golden.ts';
import type { TargetRow } from './targets.ts';

/** Passages are cut to this many UTF-16 units; their offsets stay. */
const passageChars = 300;
/** Decimals in traces: enough to compare, and the file stays small. Figures stay whole. */
const decimals = 5;

/**
 * The file's text: figures of the reports without latency, which changes from run to run; what the
 * design asks for; the questions that went worst, with the trace of each.
 *
 * @param worst asked with `explain`
 */
export function evaluationFile(
  reports: readonly EvalReport[],
  targets: readonly TargetRow[],
  worst: readonly QuestionResult[],
): string {
  const evaluation = {
    reports: reports.map(({ latency: _latency, ...report }) => report),
    targets,
    worst: worst.map(worstQuestion).map(withRoundedNumbers),
  };
  return `${JSON.stringify(evaluation)}\n`;
}

function worstQuestion({ golden, answered, rank, nuggetsInAnswer }: QuestionResult) {
  const { id, split, topic, question, answerable } = golden;
  return {
    id,
    split,
    topic,
    question,
    answerable,
    expected: {
      quotes: answerable
        ? golden.gold.map(({ doc, quote }) => ({ uri: doc, quote: quote ?? null }))
        : [],
      reason: answerable ? null : topic,
    },
    status: answered.answer.status,
    confidence: answered.confidence,
    rank: rank ?? null,
    keyFacts: nuggetsInAnswer,
    answered: shortened(answered),
  };
}

function shortened(answered: AnsweredQuestion): AnsweredQuestion {
  const tenth = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;
  return {
    ...answered,
    passages: answered.passages.map((passage) => ({
      ...passage,
      text: passage.text.slice(0, passageChars),
    })),
    trace: {
      totalMs: tenth(answered.trace.totalMs),
      steps: answered.trace.steps.map((step) => ({
        ...step,
        startMs: tenth(step.startMs),
        durationMs: tenth(step.durationMs),
      })),
    },
  };
}

function withRoundedNumbers(value: unknown): unknown {
  const rounded = (_key: string, one: unknown): unknown =>
    typeof one === 'number' ? Number(one.toFixed(decimals)) : one;
  return JSON.parse(JSON.stringify(value, rounded));
}
