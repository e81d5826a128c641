/** Who may speak to the server: Host and Origin checks, the API key, and the headers of every reply. */
import type { RequestHandler } from 'express';
import { isLoopback } from '../config.ts';
import { type AttemptLimit, createAttemptLimit, refuseFor } from './attempt-limit.ts';
import { sendError } from './errors.ts';
import { sameSecret } from './same-secret.ts';
import { holdsSession } from './session.ts';

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
 * Demands the key of requests from other machines, and of those that reach this one under another
 * name than a loopback one: a foreign page may have rebound its name to us. The cookie of a session
 * stands for the key. Without a configured key nothing is demanded.
 */
export function requireApiKey(
  apiKey: string | undefined,
  limit: AttemptLimit = createAttemptLimit(),
): RequestHandler {
  return (request, response, next) => {
    const local =
      isLoopback(request.socket.remoteAddress ?? '') &&
      isLoopback(hostNameOf(request.headers.host) ?? '');
    if (apiKey === undefined || local) return next();
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const address = request.socket.remoteAddress ?? '';
    const wait = given === '' ? 0 : limit.waitSeconds(address);
    if (wait > 0) return refuseFor(response, wait);
    if (sameSecret(given, apiKey) || holdsSession(request, apiKey)) return next();
    if (given !== '') limit.note(address);
    sendError(response, 401, 'unauthorized', 'Send the API key as "Authorization: Bearer …".');
  };
}

function hostNameOf(header: string | undefined): string | undefined {
  try {
    return header === undefined ? undefined : new URL(`http://${header}`).hostname;
  } catch {
    return undefined;
  }
}

function originHost(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
