/**
 * The first middleware: gives each request an id, and tells at its end what became of it. It reads
 * method, path and status, and nothing else of what was sent.
 */
import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { callerOf } from '../access/caller.ts';
import { type RefusalReason, refusalReasons } from './log-event.ts';
import { noteOf } from './noted-reply.ts';
import type { Observer } from './observer.ts';
import { asRequest } from './request-id.ts';

export interface ObserveRequestsOptions {
  readonly observer: Observer;
  /** Path without its query -> pattern of the route. */
  readonly routeOf: (path: string) => string;
  /** In ms, for durations. */
  readonly clock?: () => number;
  readonly newRequestId?: () => string;
}

const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Noted as the status where the client was gone before there was one; it is never sent. */
const leftEarly = 499;

/** Reasons of replies that came without a code. */
const reasonsByStatus: Readonly<Partial<Record<number, RefusalReason>>> = {
  401: 'unauthorized',
  403: 'not-allowed',
  413: 'too-large',
  429: 'too-many-requests',
  503: 'busy',
};

/** Sends the id as `X-Request-Id`. An id that the client sends is not taken over. */
export function observeRequests(options: ObserveRequestsOptions): RequestHandler {
  const { observer, routeOf, clock = performance.now.bind(performance) } = options;
  const { newRequestId = () => randomBytes(9).toString('base64url') } = options;
  return (request, response, next) => {
    const startedAt = clock();
    const requestId = newRequestId();
    const route = routeOf(request.path);
    const { socket } = request;
    const writtenBefore = socket.bytesWritten;
    response.set('X-Request-Id', requestId);
    response.once('close', () => {
      const { code, cut } = noteOf(response);
      const complete = response.writableFinished;
      const status = response.headersSent ? response.statusCode : leftEarly;
      asRequest(requestId, () =>
        observer.requestEnded(
          {
            requestId,
            method: methods.includes(request.method) ? request.method : 'other',
            route,
            status,
            complete,
            ms: clock() - startedAt,
            bytes: Math.max(0, socket.bytesWritten - writtenBefore),
            caller: callerIdOf(response),
          },
          refusalOf(status, code),
          isStream(response) && !complete ? (cut ?? 'client') : null,
        ),
      );
    });
    asRequest(requestId, next);
  };
}

/** Null where nobody was let in. */
function callerIdOf(response: Response): string | null {
  try {
    return callerOf(response).id;
  } catch {
    return null;
  }
}

/** Null where the reply is no refusal; that there is no index yet is none. */
function refusalOf(status: number, code: string | undefined): RefusalReason | null {
  const usual = reasonsByStatus[status];
  if (usual === undefined || code === 'not-ready') return null;
  if (code === undefined) return usual;
  return refusalReasons.find((reason) => reason === code) ?? 'other';
}

function isStream(response: Response): boolean {
  return String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
}
