/** Running server -> stopped, with every answer told to its end or told that it ends here. */
import { setTimeout as wait } from 'node:timers/promises';
import type { AnswerSlots } from '../access/answer-slots.ts';
import type { RunningServer } from './serve.ts';

export interface DrainOptions {
  /** Connections are taken until the answers have ended, and hear that the server stops. */
  readonly keepsListening: boolean;
  /** How long answers may go on, in ms. */
  readonly answersMs?: number;
  /** How long the last events may take to arrive, in ms. */
  readonly closingMs?: number;
}

/** Settles within `answersMs` and twice `closingMs`; gives how many answers were cut short. */
export async function drain(
  server: RunningServer,
  slots: AnswerSlots,
  { keepsListening, answersMs = 8_000, closingMs = 600 }: DrainOptions,
): Promise<number> {
  slots.close();
  const closed = keepsListening ? undefined : server.stop(answersMs + 2 * closingMs);
  await within(answersMs, slots.whenFree());
  const interrupted = slots.endAll();
  await within(closingMs, slots.whenFree());
  await (closed ?? server.stop(closingMs));
  return interrupted;
}

async function within(ms: number, settled: Promise<void>): Promise<void> {
  const giveUp = new AbortController();
  const { signal } = giveUp;
  await Promise.race([settled, wait(ms, undefined, { signal }).catch(() => undefined)]);
  giveUp.abort();
}
