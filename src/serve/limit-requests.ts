/** How much one caller may ask of the server within a minute, whatever it asks for. */
import type { RequestHandler } from 'express';
import { callerOf } from '../access/caller.ts';
import type { RateLimit } from '../access/rate-limit.ts';

/** Whoever watches over the server is never turned away. */
const free = /^\/(?:health|ready)\/?$/i;

/** It stands after the callers are known, and throws the LimitError that the reply tells. */
export function limitRequests(limit: RateLimit): RequestHandler {
  return (request, response, next) => {
    if (!free.test(request.path)) limit.pass(callerOf(response));
    next();
  };
}
