/** Errors -> status codes and the one error shape. Nothing of the machine leaves with them. */
import type { ErrorRequestHandler, Response } from 'express';
import { z } from 'zod';
import {
  GroundworkError,
  IndexCorruptError,
  IndexMismatchError,
  IndexMissingError,
  NotFoundError,
  StartingError,
  UpstreamError,
  UserInputError,
} from '../errors.ts';

const statuses: readonly (readonly [new (message: string) => GroundworkError, number])[] = [
  [UserInputError, 400],
  [NotFoundError, 404],
  [UpstreamError, 502],
  [IndexMissingError, 503],
  [IndexMismatchError, 503],
  [IndexCorruptError, 503],
  [StartingError, 503],
];

export function sendError(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ error: { code, message } });
}

/** What an asker is told of an error. */
export interface PublicError {
  readonly status: number;
  readonly code: string;
  /** Nothing of the machine is in it. */
  readonly message: string;
  /** False for errors that are nobody's input: they belong in the log. */
  readonly isExpected: boolean;
}

/** The one mapping of errors, for replies and for event streams alike. */
export function describeError(error: unknown): PublicError {
  if (error instanceof z.ZodError) {
    return { status: 400, code: 'invalid-input', message: listProblems(error), isExpected: true };
  }
  if (error instanceof GroundworkError) {
    const status = statuses.find(([kind]) => error instanceof kind)?.[1] ?? 500;
    return { status, code: error.code, message: error.message, isExpected: true };
  }
  const parser = bodyErrorSchema.safeParse(error);
  if (parser.success && parser.data.status < 500) {
    const [code, message] = bodyMessage(parser.data);
    return { status: parser.data.status, code, message, isExpected: true };
  }
  const message = 'Something failed inside; the log of the server says what.';
  return { status: 500, code: 'internal', message, isExpected: false };
}

/** @param onUnexpected hears of errors that are nobody's input, for the log */
export function createErrorHandler(onUnexpected: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const { status, code, message, isExpected } = describeError(error);
    if (!isExpected) onUnexpected(error);
    sendError(response, status, code, message);
  };
}

/** What Express and its body parser throw. */
const bodyErrorSchema = z.object({
  status: z.int(),
  type: z.string().optional(),
  /** In bytes. */
  limit: z.number().optional(),
});

function bodyMessage({
  status,
  type,
  limit = 0,
}: z.infer<typeof bodyErrorSchema>): [code: string, message: string] {
  if (type === 'entity.parse.failed') return ['invalid-json', 'The body is not valid JSON.'];
  if (type === 'entity.too.large') {
    const allowed = `${Math.round(limit / 1024)} kB`;
    return ['too-large', `The body is larger than the ${allowed} that are allowed; shorten it.`];
  }
  return ['invalid-request', `The request cannot be read (status ${status}).`];
}

function listProblems(error: z.ZodError): string {
  const problems = error.issues.map(
    (issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`,
  );
  return `The request is not as expected: ${problems.join('; ')}.`;
}
