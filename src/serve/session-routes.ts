/**
 * The page's way of holding a key: it is sent once, and a cookie that scripts cannot read stands for
 * it from then on. The cookie is made from the key, so no sessions are kept, and revoking the key
 * ends them.
 */
import express, { type Router } from 'express';
import { type Doors, tooMany } from '../access/authorise.ts';
import { callerOf } from '../access/caller.ts';
import { sessionTokenOf } from '../access/secrets.ts';
import { cookieOptions, sessionCookie } from '../access/session-cookie.ts';
import type { Pipeline } from '../pipeline-contract.ts';
import { sessionRequestSchema } from './contract.ts';
import { addressOf, refuse } from './guards.ts';
import { parseInput } from './parse-input.ts';

const maxAgeMs = 30 * 24 * 60 * 60 * 1000;

export interface SessionRoutesOptions extends Pick<Doors, 'keys' | 'attempts' | 'demo'> {
  readonly answerers: Pipeline['answerers'];
}

/**
 * `GET /session` tells what the asker may do, `POST /session` {key} sets the cookie for any key of this server and `DELETE /session` clears it,
 * both with 204; a wrong key gets 401, and 429 after ten within a minute from one address.
 */
export function sessionRoutes(options: SessionRoutesOptions): Router {
  const { keys, attempts, demo, answerers } = options;
  const routes = express.Router();
  routes.get('/session', (_request, response) => {
    response.set('Cache-Control', 'no-store');
    response.json({ scope: callerOf(response).scope, demo, answerers: answerers() });
  });
  routes.post('/session', express.json({ limit: '8kb' }), (request, response) => {
    response.set('Cache-Control', 'no-store');
    const { key } = parseInput(sessionRequestSchema, request.body ?? {});
    const address = addressOf(request);
    const wait = attempts.waitSeconds(address);
    if (wait > 0) return refuse(request, response, tooMany(wait));
    if (keys.find(key) === undefined) {
      attempts.note(address);
      const message = 'That is not an API key of this server.';
      return refuse(request, response, { status: 401, code: 'unauthorized', message });
    }
    const options = { ...cookieOptions(request), maxAge: maxAgeMs };
    response.cookie(sessionCookie, sessionTokenOf(key), options);
    response.status(204).end();
  });
  routes.delete('/session', (request, response) => {
    response.set('Cache-Control', 'no-store');
    response.clearCookie(sessionCookie, cookieOptions(request));
    response.status(204).end();
  });
  return routes;
}
