/** How many answers are worked on at a time, and the way to end them all when the server stops. */
import { LimitError } from '../errors.ts';

export interface AnswerSlots {
  /** @throws LimitError `busy` when all are taken, `stopping` once {@link AnswerSlots.close} was called */
  take(): AnswerSlot;
  readonly taken: number;
  /** No new answers are begun from now on. */
  close(): void;
  readonly isClosed: boolean;
  /** Ends those that are still worked on; gives how many there were. */
  endAll(): number;
  /** Settles as soon as none is taken. */
  whenFree(): Promise<void>;
}

export interface AnswerSlot {
  /** Aborts, with a LimitError `stopping`, when the server ends the answer. */
  readonly signal: AbortSignal;
  /** To be called however the answer ends; further calls do nothing. */
  giveBack(): void;
}

/** An extractive answer takes some 50 ms, a written one several seconds. */
const retryAfterSeconds = 2;

/** @param max 1 or more */
export function createAnswerSlots(max: number): AnswerSlots {
  const open = new Set<AbortController>();
  let isClosed = false;
  let waiting: (() => void)[] = [];
  const tellWaiting = () => {
    if (open.size > 0) return;
    for (const settle of waiting) settle();
    waiting = [];
  };
  return {
    take: () => {
      if (isClosed) throw stoppingError();
      if (open.size >= max) throw busyError();
      const ending = new AbortController();
      open.add(ending);
      return {
        signal: ending.signal,
        giveBack: () => {
          if (open.delete(ending)) tellWaiting();
        },
      };
    },
    get taken() {
      return open.size;
    },
    close: () => {
      isClosed = true;
    },
    get isClosed() {
      return isClosed;
    },
    endAll: () => {
      const left = open.size;
      for (const ending of open) ending.abort(stoppingError());
      return left;
    },
    whenFree: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        tellWaiting();
      }),
  };
}

function stoppingError(): LimitError {
  return new LimitError('stopping', 'The server is stopping; ask again in a moment.', 5);
}

function busyError(): LimitError {
  return new LimitError(
    'busy',
    'The server is answering as many questions as it can at a time; ask again in some seconds.',
    retryAfterSeconds,
  );
}
