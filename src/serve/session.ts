/**
 * The page's way of holding the API key: it is sent once, and a cookie that scripts cannot read
 * stands for it from then on. The cookie is made from the key, so nothing is kept on the server, and a
 * new key ends all sessions.
 */
import { createHmac } from 'node:crypto';
import express, { type CookieOptions, type Request, type Router } from 'express';
import { type AttemptLimit, createAttemptLimit, refuseFor } from './attempt-limit.ts';
import { sessionRequestSchema } from './contract.ts';
import { sendError } from './errors.ts';
import { sameSecret } from './same-secret.ts';

const cookieName = 'groundwork_session';
const maxAgeMs = 30 * 24 * 60 * 60 * 1000;

/**
 * `POST /session` {key} sets the cookie and `DELETE /session` clears it, both with 204; a wrong key
 * gets 401, and 429 after ten within a minute from one address. Stands before what demands the key.
 * Without a configured key there is nothing to hold: 204, and no cookie.
 */
export function sessionRoutes(
  apiKey: string | undefined,
  limit: AttemptLimit = createAttemptLimit(),
): Router {
  const routes = express.Router();
  routes.post('/session', express.json({ limit: '8kb' }), (request, response) => {
    response.set('Cache-Control', 'no-store');
    const { key } = sessionRequestSchema.parse(request.body ?? {});
    if (apiKey === undefined) return void response.status(204).end();
    const address = request.socket.remoteAddress ?? '';
    const wait = limit.waitSeconds(address);
    if (wait > 0) return refuseFor(response, wait);
    const token = sessionToken(apiKey);
    if (!sameSecret(key, apiKey)) {
      limit.note(address);
      return sendError(response, 401, 'unauthorized', 'That is not the API key of this server.');
    }
    response.cookie(cookieName, token, { ...cookieOptions(request), maxAge: maxAgeMs });
    response.status(204).end();
  });
  routes.delete('/session', (request, response) => {
    response.set('Cache-Control', 'no-store');
    response.clearCookie(cookieName, cookieOptions(request));
    response.status(204).end();
  });
  return routes;
}

/** Whether the request carries the session cookie of this key. */
export function holdsSession(request: Request, apiKey: string): boolean {
  const given = readCookie(request.headers.cookie ?? '', cookieName);
  return given !== undefined && sameSecret(given, sessionToken(apiKey));
}

function sessionToken(apiKey: string): string {
  return createHmac('sha256', apiKey).update('groundwork session v1').digest('hex');
}

function cookieOptions(request: Request): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', path: '/', secure: request.secure };
}

/** The first of that exact name. Our own value needs no decoding. */
function readCookie(header: string, name: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
