/** Who may speak to the server: Host and Origin checks, the keys, and the headers of every reply. */
import type { ServerResponse } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { authorise, type Doors, hostNameOf, type Refusal } from '../access/authorise.ts';
import { callerOf, mayDo, setCaller } from '../access/caller.ts';
import type { Keys } from '../access/keys.ts';
import { policyOf } from '../access/policies.ts';
import { cookieOptions, sessionCookie } from '../access/session-cookie.ts';
import { plainAddress } from '../access/trusted-proxies.ts';
import { isLoopback } from '../config.ts';
import { noteCut } from '../observe/noted-reply.ts';
import { sendError } from './errors.ts';

/** Everything from ourselves, nothing from elsewhere, no frames. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
  next();
};

/**
 * Refuses requests whose Host is not ours, so that a foreign page cannot reach a loopback server by
 * rebinding its name, and requests that a foreign page sends.
 *
 * @param host the address listened on; a server on loopback answers to loopback names only
 */
export function checkHostAndOrigin(host: string): RequestHandler {
  return (request, response, next) => {
    const asked = hostNameOf(request.headers.host);
    const known = asked !== undefined && (!isLoopback(host) || isLoopback(asked));
    if (!known) {
      return sendError(
        response,
        403,
        'forbidden-host',
        'This server does not answer to that Host.',
      );
    }
    const { origin } = request.headers;
    if (origin !== undefined && originHost(origin) !== request.headers.host) {
      return sendError(
        response,
        403,
        'forbidden-origin',
        'This server does not answer other sites.',
      );
    }
    next();
  };
}

/**
 * Finds out who asks, and refuses what they may not do. It stands before all routes and all that
 * reads a body, and what the table of policies does not know it leaves to admins. Responses of a key
 * that is revoked are cut, those on their way too.
 */
export function requireAccess(
  doors: Doors,
  onRevoked: Keys['onRevoked'] = () => undefined,
): RequestHandler {
  const open = new Map<string, Set<ServerResponse>>();
  onRevoked((id) => {
    // What only has to say so may still be said.
    const cut = () => {
      for (const response of open.get(id) ?? []) {
        noteCut(response, 'revoked');
        response.destroy();
      }
    };
    setTimeout(cut, 200).unref();
  });
  return (request, response, next) => {
    const address = addressOf(request);
    const policy = policyOf(request.method, request.path);
    const { caller, refusal } = authorise(request, policy, address, doors);
    setCaller(response, caller);
    if (refusal !== undefined) return refuse(request, response, refusal);
    keepOpen(open, caller.id, response);
    next();
  };
}

/** An earlier question gives way with all behind it: that is more than asking. Needs the body. */
export const checkReplacing: RequestHandler = (request, response, next) => {
  const body: unknown = request.body;
  const replaces = typeof body === 'object' && body !== null && 'replaceFrom' in body;
  if (!replaces || mayDo(callerOf(response), 'write')) return next();
  const message = 'To replace questions needs a key of scope "write"; ask without "replaceFrom".';
  sendError(response, 403, 'not-allowed', message);
};

/** The caller's network address: the last hop that is no trusted proxy. */
export function addressOf(request: Request): string {
  return plainAddress(request.ip ?? request.socket.remoteAddress ?? '').slice(0, 64);
}

/** Says no, in the one shape of errors. */
export function refuse(request: Request, response: Response, refusal: Refusal): void {
  const { status, code, message, retryAfter, dropsSession } = refusal;
  if (status === 401) response.set('WWW-Authenticate', 'Bearer');
  if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
  if (dropsSession) response.clearCookie(sessionCookie, cookieOptions(request));
  response.set('Cache-Control', 'no-store');
  sendError(response, status, code, message);
}

function keepOpen(
  open: Map<string, Set<ServerResponse>>,
  id: string,
  response: ServerResponse,
): void {
  const responses = open.get(id) ?? new Set();
  open.set(id, responses.add(response));
  response.on('close', () => {
    responses.delete(response);
    if (responses.size === 0) open.delete(id);
  });
}

function originHost(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
