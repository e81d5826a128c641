/** An error -> what the log may say of it. Its message is left out: it may hold what was asked or sent. */
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { GroundworkError } from '../errors.ts';
import type { ErrorEvent } from './log-event.ts';

const root = fileURLToPath(new URL('../../', import.meta.url)).replaceAll('\\', '/');
const mostFrames = 6;

/**
 * `new TypeError('…')` -> `{ code: 'internal', kind: 'TypeError', frames: ['src/serve/app.ts:12'] }`.
 * Frames are those of this project's own files, innermost first, at most six.
 */
export function describeFault(error: unknown): Pick<ErrorEvent, 'code' | 'kind' | 'frames'> {
  if (!(error instanceof Error)) {
    return { code: 'internal', kind: `thrown ${typeof error}`, frames: [] };
  }
  return { code: codeOf(error), kind: kindOf(error), frames: framesOf(error) };
}

/** Codes are data of whoever threw: only known ones are passed on. */
export function codeOf(error: unknown): string {
  if (error instanceof GroundworkError) return error.code;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code in constants.errno || /^SQLITE_[A-Z]{2,20}$/.test(code) ? code : 'internal';
}

/** The class, not `name`, which anybody can set. */
function kindOf(error: Error): string {
  const { name } = error.constructor;
  return /^\w{1,60}$/.test(name) ? name : 'Error';
}

function framesOf({ stack = '', message }: Error): string[] {
  // A message of several lines may look like frames.
  const told = stack.indexOf(message);
  const traced = told === -1 ? '' : stack.slice(told + message.length);
  return traced
    .split('\n')
    .flatMap((line) => {
      const file = /\(?((?:file:\/\/)?[^()\s]*):(\d+):\d+\)?$/.exec(line);
      const path = file?.[1]?.replace(/^file:\/\//, '').replaceAll('\\', '/') ?? '';
      const own = path.startsWith(root) ? path.slice(root.length) : '';
      return /^(src|bin|scripts)\/[\w./-]+$/.test(own) ? [`${own}:${file?.[2]}`] : [];
    })
    .slice(0, mostFrames);
}
