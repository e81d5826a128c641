/**
 * What the language model may take in a day of UTC, over all callers. Tokens are reserved before a
 * question is asked and settled by what it took, so that many questions at once cannot pass the
 * budget together. The count outlives the process.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { ConfigError, LimitError } from '../errors.ts';
import { writeSecretFile } from './secret-file.ts';

export interface TokenQuota {
  /**
   * Sets `tokens` aside.
   *
   * @throws LimitError when the rest of the day's budget does not hold them
   */
  reserve(tokens: number): Reservation;
  /** Of today; what is set aside is not in it. */
  readonly used: number;
}

export interface Reservation {
  /** Counts what was really taken, and frees the rest; further calls do nothing. */
  settle(used: number): void;
}

export interface TokenQuotaOptions {
  /** 1 or more. */
  readonly perDay: number;
  /** Where the count is kept; its folder is made when missing. */
  readonly file: string;
  readonly now?: () => Date;
}

const storedSchema = z.strictObject({
  /** Day of UTC, `2026-11-25`. */
  day: z.iso.date(),
  used: z.int().min(0),
});

const dayMs = 24 * 60 * 60 * 1000;
/** Until some of the answers on their way have told what they took. */
const settlingSeconds = 10;

/** @throws ConfigError when there is a file and it cannot be read */
export function openTokenQuota({
  perDay,
  file,
  now = () => new Date(),
}: TokenQuotaOptions): TokenQuota {
  let { day, used } = readCount(file) ?? { day: dayOf(now()), used: 0 };
  /** Of questions on their way. They may outlast midnight: then they count for the day they end on. */
  let reserved = 0;

  const turnDay = () => {
    const today = dayOf(now());
    // A clock that is set back brings no second budget.
    if (today > day) [day, used] = [today, 0];
  };
  // What is on its way counts as taken for whoever reads the file after a crash.
  const keep = () => writeCount(file, { day, used: used + reserved });

  return {
    reserve: (tokens) => {
      turnDay();
      if (used + reserved + tokens > perDay) {
        throw used + tokens > perDay ? usedUp(now()) : setAside();
      }
      reserved += tokens;
      try {
        keep();
      } catch (error) {
        // Nobody holds them, so nobody would free them.
        reserved -= tokens;
        throw error;
      }
      let isSettled = false;
      return {
        settle: (taken) => {
          if (isSettled) return;
          isSettled = true;
          turnDay();
          reserved -= tokens;
          used += Math.ceil(taken);
          keep();
        },
      };
    },
    get used() {
      turnDay();
      return used;
    },
  };
}

const whatWorks =
  'Answers that quote the notes need no model and still work: choose "Quote" on the page, or send "answers": "extractive".';

function usedUp(now: Date): LimitError {
  const seconds = Math.max(1, Math.ceil((dayMs - (now.getTime() % dayMs)) / 1000));
  const message = `The language model has used up its tokens of today; it writes again after midnight UTC. ${whatWorks}`;
  return new LimitError('quota-exceeded', message, seconds);
}

function setAside(): LimitError {
  const message = `What is left of the language model's tokens of today is set aside for answers on their way; try again in ${settlingSeconds} s. ${whatWorks}`;
  return new LimitError('quota-exceeded', message, settlingSeconds);
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

function readCount(file: string): z.infer<typeof storedSchema> | undefined {
  try {
    return storedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new ConfigError(
      '"model-tokens.json" in DATA_DIR cannot be read; remove it to begin the count of today anew.',
      { cause },
    );
  }
}

function writeCount(file: string, count: z.infer<typeof storedSchema>): void {
  mkdirSync(dirname(file), { recursive: true });
  writeSecretFile(file, `${JSON.stringify(count)}\n`);
}
