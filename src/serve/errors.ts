/** Errors -> status codes and the one error shape. Nothing of the machine leaves with them. */
import type { ErrorRequestHandler, Response } from 'express';
import { z } from 'zod';
import {
  ConflictError,
  GroundworkError,
  IndexCorruptError,
  IndexMismatchError,
  IndexMissingError,
  LibraryUnavailableError,
  LimitError,
  LockedError,
  NotFoundError,
  StartingError,
  UpstreamError,
  UserInputError,
} from '../errors.ts';
import { noteCode } from '../observe/noted-reply.ts';

const statuses: readonly (readonly [new (message: string) => GroundworkError, number])[] = [
  [ConflictError, 409],
  [UserInputError, 400],
  [NotFoundError, 404],
  [UpstreamError, 502],
  [IndexMissingError, 503],
  [IndexMismatchError, 503],
  [IndexCorruptError, 503],
  [StartingError, 503],
  [LockedError, 503],
];

/** In the shape that clients of the path know: OpenAI's below `/v1`, JSON-RPC's at `/mcp`, else ours. */
export function sendError(response: Response, status: number, code: string, message: string): void {
  noteCode(response, code);
  const { originalUrl } = response.req;
  const body = /^\/v1(?:[/?]|$)/i.test(originalUrl)
    ? openaiBody(status, code, message)
    : /^\/mcp(?:[/?]|$)/i.test(originalUrl)
      ? { jsonrpc: '2.0', id: null, error: { code: jsonRpcCode(code), message, data: { code } } }
      : { error: { code, message } };
  response.status(status).json(body);
}

/** An error as OpenAI's clients read it. */
export function openaiBody(status: number, code: string, message: string) {
  const type = openaiTypes.get(status) ?? (status < 500 ? 'invalid_request_error' : 'server_error');
  return { error: { message, type, param: null, code } };
}

/** That of the specification where there is one. */
function jsonRpcCode(code: string): number {
  return code === 'invalid-json' ? -32700 : -32000;
}

const openaiTypes = new Map([
  [401, 'authentication_error'],
  [403, 'permission_error'],
  [429, 'rate_limit_error'],
]);

/** What an asker is told of an error. */
export interface PublicError {
  readonly status: number;
  readonly code: string;
  /** Nothing of the machine is in it. */
  readonly message: string;
  /** False for errors that are nobody's input: they belong in the log. */
  readonly isExpected: boolean;
  /** Whole seconds until it may be asked again, where that is known. */
  readonly retryAfterSeconds?: number;
}

/** The one mapping of errors, for replies and for event streams alike. */
export function describeError(error: unknown): PublicError {
  if (error instanceof LimitError) {
    const { code, message, retryAfterSeconds } = error;
    const status = code === 'busy' || code === 'stopping' ? 503 : 429;
    return { status, code, message, isExpected: true, retryAfterSeconds };
  }
  if (error instanceof LibraryUnavailableError) {
    // Its own words name machines.
    const message = 'The library cannot be reached at the moment; ask again.';
    return { status: 503, code: error.code, message, isExpected: false, retryAfterSeconds: 5 };
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
  return (error: unknown, _request, response, _next) => {
    const { status, code, message, isExpected, retryAfterSeconds } = describeError(error);
    if (!isExpected) onUnexpected(error);
    // Express' own handler would end the connection as well, and print the error.
    if (response.headersSent) return void response.destroy();
    if (retryAfterSeconds !== undefined) response.set('Retry-After', String(retryAfterSeconds));
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
