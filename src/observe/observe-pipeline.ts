/** A pipeline whose questions and ingests are observed, whichever route or protocol they come by. */
import { z } from 'zod';
import { ModelError } from '../models/model-error.ts';
import type { Pipeline } from '../pipeline-contract.ts';
import type { Answer, AnsweredQuestion, Trace } from '../types.ts';
import { codeOf } from './describe-fault.ts';
import type { AnswerEvent } from './log-event.ts';
import type { Observer } from './observer.ts';

type AnswerReport = Omit<AnswerEvent, 'event' | 'requestId' | 'ms'>;

const noAnswer = {
  inputTokens: null,
  outputTokens: null,
  statements: { supported: 0, partial: 0, unsupported: 0 },
  citations: { verified: 0, repaired: 0, unverified: 0 },
} as const;

/** @param clock in ms, for durations */
export function observePipeline(
  pipeline: Pipeline,
  observer: Observer,
  clock: () => number = performance.now.bind(performance),
): Pipeline {
  return {
    ...pipeline,
    ask: async (question, options) => {
      const startedAt = clock();
      observer.answerBegins();
      let report: AnswerReport | undefined;
      try {
        const answered = await pipeline.ask(question, options);
        report = reportOf(answered);
        return answered;
      } catch (error) {
        const gone = options?.signal?.aborted === true;
        report = {
          ...noAnswer,
          writer: options?.answers ?? 'auto',
          outcome: gone ? 'gone' : 'failed',
          code: gone ? null : codeOf(error),
          fault: !gone && error instanceof ModelError ? error.fault : null,
        };
        throw error;
      } finally {
        if (report) observer.answerEnded({ ...report, ms: clock() - startedAt });
      }
    },
  };
}

function reportOf({ answer, mode, trace }: AnsweredQuestion): AnswerReport {
  return {
    writer: mode.answers,
    outcome: answer.status,
    code: null,
    fault: null,
    ...tokensOf(trace),
    statements: countBy(noAnswer.statements, answer.statements, ({ support }) => support),
    citations: countBy(noAnswer.citations, answer.citations, ({ status }) => status),
  };
}

function countBy<Kind extends string, Item extends Answer['statements' | 'citations'][number]>(
  none: Readonly<Record<Kind, number>>,
  items: readonly Item[],
  kindOf: (item: Item) => Kind,
): Record<Kind, number> {
  const counts: Record<Kind, number> = { ...none };
  for (const item of items) counts[kindOf(item)] += 1;
  return counts;
}

const usageSchema = z.object({
  usage: z.object({ inputTokens: z.number(), outputTokens: z.number() }),
});

/** Told once in a trace, as the sum over all calls of the model. */
function tokensOf({ steps }: Trace): Pick<AnswerReport, 'inputTokens' | 'outputTokens'> {
  for (const { outputs } of steps) {
    const { data: counted } = usageSchema.safeParse(outputs);
    if (counted) return counted.usage;
  }
  return { inputTokens: null, outputTokens: null };
}
