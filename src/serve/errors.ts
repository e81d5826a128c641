/** Errors -> status codes and the one error shape. Nothing of the machine leaves with them. */
import type { ErrorRequestHandler, Response } from 'express';
import { z } from 'zod';
import {
  GroundworkError,
  IndexCorruptError,
  IndexMismatchError,
  IndexMissingError,
  NotFoundError,
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
];

export function sendError(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ error: { code, message } });
}

/** @param onUnexpected hears of errors that are nobody's input, for the log */
export function createErrorHandler(onUnexpected: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof z.ZodError) {
      return sendError(response, 400, 'invalid-input', describe(error));
    }
    if (error instanceof GroundworkError) {
      const status = statuses.find(([kind]) => error instanceof kind)?.[1] ?? 500;
      return sendError(response, status, error.code, error.message);
    }
    const parser = bodyErrorSchema.safeParse(error);
    if (parser.success && parser.data.status < 500) {
      const [code, message] = bodyMessage(parser.data);
      return sendError(response, parser.data.status, code, message);
    }
    onUnexpected(error);
    sendError(
      response,
      500,
      'internal',
      'Something failed inside; the log of the server says what.',
    );
  };
}

/** What Express and its body parser throw. */
const bodyErrorSchema = z.object({ status: z.int(), type: z.string().optional() });

function bodyMessage({
  status,
  type,
}: z.infer<typeof bodyErrorSchema>): [code: string, message: string] {
  if (type === 'entity.parse.failed') return ['invalid-json', 'The body is not valid JSON.'];
  if (type === 'entity.too.large') {
    return ['too-large', 'The body is larger than the 256 kB that are allowed; shorten it.'];
  }
  return ['invalid-request', `The request cannot be read (status ${status}).`];
}

function describe(error: z.ZodError): string {
  const problems = error.issues.map(
    (issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`,
  );
  return `The request is not as expected: ${problems.join('; ')}.`;
}
