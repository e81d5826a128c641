/**
 * Whether a question may be asked now, decided before anything is stored or done about it, by
 * whichever protocol it came: a place among the answers at a time, the caller's answers a minute, and
 * the language model's tokens of the day. What was taken is given back however the answer ends.
 */
import type { Response } from 'express';
import type { AnswerSlots } from '../access/answer-slots.ts';
import { type Caller, callerOf } from '../access/caller.ts';
import type { RateLimit } from '../access/rate-limit.ts';
import type { TokenQuota } from '../access/token-quota.ts';
import { type GreatestUse, greatestUse } from '../answer/greatest-use.ts';
import { ModelError } from '../models/model-error.ts';
import type { AskedAnswers, AskOptions, Pipeline } from '../pipeline-contract.ts';
import type { AnsweredQuestion, TraceStep } from '../types.ts';

export interface AskedQuestion {
  readonly question: string;
  readonly answers: AskedAnswers;
  /** A model may be asked to put it as a question of its own first. */
  readonly hasHistory: boolean;
}

export interface AdmittedQuestion {
  /**
   * To be called once.
   *
   * @throws LimitError `stopping` when the server ended it, and what the pipeline throws
   */
  ask(options: Omit<AskOptions, 'answers'>): Promise<AnsweredQuestion>;
  /** Gives back what was taken, where it is not going to be asked; after `ask` it does nothing. */
  release(): void;
}

/** @throws LimitError when it may not be asked now */
export type AdmitQuestion = (response: Response, asked: AskedQuestion) => Promise<AdmittedQuestion>;

export type AdmitCaller = (caller: Caller, asked: AskedQuestion) => Promise<AdmittedQuestion>;

export interface AdmissionOptions {
  readonly pipeline: Pick<Pipeline, 'ask' | 'mode' | 'answerers'>;
  readonly slots: AnswerSlots;
  /** Answers a minute; unbounded unless given. */
  readonly rate?: RateLimit | undefined;
  /** Unbounded unless given. */
  readonly quota?: TokenQuota | undefined;
}

export function createAdmission({ pipeline, slots, rate, quota }: AdmissionOptions): AdmitCaller {
  /** Nothing where no model is going to be asked. */
  const reserve = async (asked: AskedQuestion) => {
    if (quota === undefined) return undefined;
    const answers = asked.answers === 'auto' ? (await pipeline.mode()).answers : asked.answers;
    if (answers === 'extractive' || !pipeline.answerers().includes(answers)) return { answers };
    const use = greatestUse({ ...asked, answers });
    return { answers, use, tokens: quota.reserve(use.standalone + use.plan + use.write) };
  };
  return async (caller, asked) => {
    const slot = slots.take();
    let reserved: Awaited<ReturnType<typeof reserve>>;
    try {
      rate?.pass(caller);
      reserved = await reserve(asked);
    } catch (error) {
      slot.giveBack();
      throw error;
    }
    const release = (used = 0) => {
      try {
        reserved?.tokens?.settle(used);
      } finally {
        slot.giveBack();
      }
    };
    return {
      release,
      ask: async ({ onStep, onPiece, ...options }) => {
        const begun: TraceStep['name'][] = [];
        const { signal } = options;
        // Until it is told otherwise it took what it was going to.
        let used = 0;
        try {
          const asking = pipeline.ask(asked.question, {
            ...options,
            // The model that was reserved for is the one that is asked, or none is.
            answers: reserved?.answers ?? asked.answers,
            signal: signal ? AbortSignal.any([signal, slot.signal]) : slot.signal,
            onStep: (step) => {
              slot.signal.throwIfAborted();
              begun.push(step);
              onStep?.(step);
            },
            ...(onPiece && {
              onPiece: (piece) => {
                slot.signal.throwIfAborted();
                onPiece(piece);
              },
            }),
          });
          // When the server stops nobody waits for what takes no notice of the signal.
          const answered = await Promise.race([asking, abortOf(slot.signal)]);
          used = usedBy(answered, begun, reserved?.use);
          return answered;
        } catch (error) {
          // A request that the provider refused took nothing.
          const isRefused = error instanceof ModelError && (error.status ?? 0) >= 400;
          used = greatestOf(isRefused ? begun.slice(0, -1) : begun, reserved?.use);
          if (slot.signal.aborted && signal?.aborted !== true) throw slot.signal.reason;
          throw error;
        } finally {
          release(used);
        }
      },
    };
  };
}

/** Rejects with the signal's reason when it aborts. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

/** For routes: who asks is known by the response. */
export function admitByResponse(admit: AdmitCaller): AdmitQuestion {
  return (response, asked) => admit(callerOf(response), asked);
}

/** Without limits. */
export function admitAll(pipeline: Pick<Pipeline, 'ask'>): AdmitQuestion {
  return async (_response, { question, answers }) => ({
    ask: (options) => pipeline.ask(question, { ...options, answers }),
    release: () => undefined,
  });
}

/** As the provider counts; what is set aside where it does not. */
function usedBy(
  { trace }: AnsweredQuestion,
  begun: readonly TraceStep['name'][],
  use: GreatestUse | undefined,
): number {
  const told = trace.steps.findLast(({ outputs }) => 'usage' in outputs);
  if (told === undefined) return 0;
  const usage = told.outputs['usage'] as Partial<Record<string, unknown>> | null;
  const { inputTokens, outputTokens } = usage ?? {};
  return typeof inputTokens === 'number' && typeof outputTokens === 'number'
    ? inputTokens + outputTokens
    : greatestOf(begun, use);
}

/** The most that the steps can have taken that were begun. */
function greatestOf(begun: readonly TraceStep['name'][], use: GreatestUse | undefined): number {
  if (use === undefined) return 0;
  return (
    (begun.includes('standalone') ? use.standalone : 0) +
    (begun.includes('agent') ? use.plan : 0) +
    (begun.includes('generate') ? use.write : 0)
  );
}
