/**
 * POST /chat: a question in, its answer out, as JSON or as an event stream. Every question that is
 * stored ends there as well, as answered, failed or interrupted, and every stream ends with exactly
 * one `finish` or `error`.
 */
import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { ConversationStore } from '../conversations/contract.ts';
import { IndexMissingError, LimitError } from '../errors.ts';
import type { AskOptions, Pipeline } from '../pipeline-contract.ts';
import type { AnsweredQuestion } from '../types.ts';
import { type AdmitQuestion, type AdmittedQuestion, admitAll } from './admit-question.ts';
import { describeError } from './errors.ts';
import { type EventStreamOptions, openEventStream } from './event-stream.ts';
import { type OpenTurn, openTurn } from './open-turn.ts';
import { type ReadQuestion, readQuestion } from './read-question.ts';
import {
  createAnswerWriter,
  errorPart,
  finishPart,
  progressPart,
  startPart,
  turnPart,
  type UiMessagePart,
  uiMessageStreamHeaders,
} from './ui-message-stream.ts';

export interface ChatRouteOptions {
  readonly pipeline: Pick<Pipeline, 'ask' | 'isReady' | 'checkSources'>;
  readonly conversations: ConversationStore;
  /** Questions to ask next; the answer goes out without them when it fails. */
  readonly suggest: (answered: AnsweredQuestion, question: string) => Promise<readonly string[]>;
  /** Hears of errors that are nobody's input. */
  readonly onUnexpectedError: (error: unknown) => void;
  /** Whether questions are stored where that is asked for; true unless given. */
  readonly keeps?: boolean;
  /** Whether a question may be asked now; every one unless given. */
  readonly admit?: AdmitQuestion;
  readonly now?: () => Date;
  readonly newMessageId?: () => string;
  readonly stream?: Pick<EventStreamOptions, 'heartbeatMs' | 'stallMs'>;
}

/** A question that was admitted, and stored where that was asked for. */
interface OpenQuestion {
  readonly asked: ReadQuestion;
  readonly admitted: AdmittedQuestion;
  readonly turn: OpenTurn;
}

export function chatRoute(options: ChatRouteOptions): RequestHandler {
  const { pipeline, conversations, now = () => new Date(), newMessageId = randomUUID } = options;
  const { admit = admitAll(pipeline) } = options;

  const failTurn = (turn: OpenTurn, error: unknown) => {
    try {
      turn.fail(describeError(error).message);
    } catch (storing) {
      if (!describeError(storing).isExpected) options.onUnexpectedError(storing);
    }
  };

  /** Undefined when the asker left before the answer was whole. A turn without answer ends here. */
  const ask = async (
    { asked, admitted, turn }: OpenQuestion,
    signal: AbortSignal,
    listeners: Pick<AskOptions, 'onStep' | 'onPiece'> = {},
  ): Promise<AnsweredQuestion | undefined> => {
    try {
      const answered = await admitted.ask({
        history: turn.history,
        sources: asked.sources,
        signal,
        explain: true,
        ...listeners,
      });
      if (!signal.aborted) return answered;
    } catch (error) {
      if (!signal.aborted) {
        // What the server ends was neither wrong nor whole.
        if (error instanceof LimitError) turn.interrupt();
        else failTurn(turn, error);
        throw error;
      }
    }
    turn.interrupt();
    return undefined;
  };

  const suggestNext = async (answered: AnsweredQuestion, question: string) => {
    try {
      return await options.suggest(answered, question);
    } catch (error) {
      options.onUnexpectedError(error);
      return [];
    }
  };

  /** Ends the turn of an answer that is whole, whether or not its asker is still there. */
  const record = async (turn: OpenTurn, question: string, answered: AnsweredQuestion) => {
    const suggestions = await suggestNext(answered, question);
    try {
      return turn.answer(answered, suggestions);
    } catch (error) {
      failTurn(turn, error);
      throw error;
    }
  };

  const replyJson = async (open: OpenQuestion, response: Response) => {
    const { asked, turn } = open;
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const answered = await ask(open, gone.signal);
    if (answered === undefined) return;
    if (turn.stored) await record(turn, asked.question, answered);
    response.json({ ...answered, ...(turn.stored && { stored: turn.stored }) });
  };

  const replyStream = async (open: OpenQuestion, response: Response) => {
    const { asked, turn } = open;
    const stream = openEventStream(response, {
      ...options.stream,
      headers: uiMessageStreamHeaders,
    });
    const messageId = turn.stored?.turnId ?? newMessageId();
    /** Tells everything but the last part, which it returns: so there is exactly one. */
    const tell = async (): Promise<UiMessagePart> => {
      await stream.send(startPart(messageId, turn.stored));
      const writer = createAnswerWriter();
      const answered = await ask(open, stream.closed, {
        onStep: (step) => void stream.send(progressPart(step)),
        onPiece: (piece) => {
          for (const part of writer.partsOf(piece)) void stream.send(part);
        },
      });
      if (answered === undefined) return errorPart('The asker left before the answer was whole.');
      const recording = record(turn, asked.question, answered);
      // It is awaited after the text only, and may have failed by then.
      recording.catch(() => undefined);
      for (const part of writer.rest(answered.answer)) await stream.send(part);
      await stream.send(turnPart(await recording));
      return finishPart(answered);
    };
    const last = await tell().catch((error: unknown) => {
      const { message, isExpected } = describeError(error);
      if (!isExpected) options.onUnexpectedError(error);
      return errorPart(message);
    });
    await stream.send(last);
    await stream.close();
  };

  return async (request, response) => {
    const asked = readAsked(request, options.keeps ?? true);
    if (!pipeline.isReady()) {
      throw new IndexMissingError('There is no index yet; run npm run ingest.');
    }
    // Before anything is stored, or gives way to the question.
    if (asked.sources) await pipeline.checkSources(asked.sources);
    const hasHistory =
      asked.history.length > 0 ||
      (asked.stored !== undefined && asked.stored.conversation !== 'new');
    const admitted = await admit(response, { ...asked, hasHistory });
    try {
      const turn = openTurn(conversations, asked, now);
      await (asked.stream ? replyStream : replyJson)({ asked, admitted, turn }, response);
    } finally {
      admitted.release();
    }
  };
}

/** What is not kept is answered all the same. */
function readAsked(request: Request, keeps: boolean): ReadQuestion {
  const { stored, ...asked } = readQuestion(request);
  return stored === undefined || !keeps ? asked : { ...asked, stored };
}
