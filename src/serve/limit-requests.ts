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

/** A body that holds several calls counts as that many requests; its first is counted already. */
export function countCalls(limit: RateLimit): RequestHandler {
  return (request, response, next) => {
    const calls = Array.isArray(request.body) ? request.body.length : 1;
    for (let call = 1; call < calls; call += 1) limit.pass(callerOf(response));
    next();
  };
}
