/** Bodies of JSON that are neither too long nor nested too deep. */
import express, { type RequestHandler } from 'express';
import { UserInputError } from '../errors.ts';

/** What `useChat` sends has some ten; what walks a value by recursion bears a hundred times more. */
const maxDepth = 64;

/** @param limit as Express takes it, `1mb` */
export function readJson(limit: string): RequestHandler[] {
  return [
    express.json({ limit }),
    (request, _response, next) => {
      if (isDeeper(request.body, maxDepth)) {
        throw new UserInputError(
          `The body is nested deeper than the ${maxDepth} levels that are allowed; send it flatter.`,
        );
      }
      next();
    },
  ];
}

/** Level by level, without recursion: what it looks for would overflow the stack. */
function isDeeper(value: unknown, max: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > max) return true;
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null
        ? Object.values(one).filter((child) => typeof child === 'object' && child !== null)
        : [],
    );
  }
  return false;
}
