/**
 * How much is tried, and how it is reported: the quick tier is part of `npm test`, the release tier
 * is `npm run test:release` and writes its figures down.
 */
import { appendFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'vitest';

/** One line of the report of a release. */
export interface ReportRow {
  readonly figure: string;
  /** What is to be reached, in words or signs: `0`, `<= 50 ms`. */
  readonly asked: string;
  readonly measured: string;
  /** Trials; absent where it is a measurement. */
  readonly n?: number;
  /** Upper bound of the rate of failures at 95 %, where none of the trials failed. */
  readonly bound?: number;
}

export const isRelease = process.env['TIER'] === 'release';

/** `TIER=release` asks for the second; everything else for the first. */
export function sizeOf<Size>(quick: Size, release: Size): Size {
  return isRelease ? release : quick;
}

/**
 * Prints how many of `n` trials failed, and what none at all says of the rate: it is below 3/n at
 * 95 % (the rule of three). It asserts nothing.
 */
export function reportZero({
  what,
  n,
  failures,
}: {
  readonly what: string;
  readonly n: number;
  readonly failures: number;
}): void {
  const bound = Math.min(1, 3 / n);
  const rate = failures === 0 ? `, below ${percent(bound)} at 95 %` : '';
  console.log(`${what}: ${failures} of ${n}${rate}`);
  keep({
    figure: what,
    asked: '0',
    measured: String(failures),
    n,
    ...(failures === 0 && { bound }),
  });
}

/** Prints a measurement beside what is asked of it. It asserts nothing. */
export function reportFigure(row: Pick<ReportRow, 'figure' | 'asked' | 'measured'>): void {
  console.log(`${row.figure}: ${row.measured} (asked: ${row.asked})`);
  keep(row);
}

/** A rate of 0 to 1 with two digits that count: 0.0012 -> `0.12 %`. */
export function percent(rate: number): string {
  return `${Number((rate * 100).toPrecision(2))} %`;
}

/** Into the file that the release names, one JSON object a line. */
function keep(row: ReportRow): void {
  const file = process.env['HARDENING_ROWS'];
  if (isRelease && file !== undefined && file !== '') {
    // What sets the server up runs in no worker of vitest, and its state cannot be asked there.
    const inTest = process.env['VITEST_POOL_ID'] !== undefined;
    const test = inTest ? basename(expect.getState().testPath ?? '', '.test.ts') : 'the one server';
    appendFileSync(file, `${JSON.stringify({ test, ...row })}\n`);
  }
}
