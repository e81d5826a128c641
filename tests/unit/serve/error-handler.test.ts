import express from 'express';
import request from 'supertest';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createErrorHandler, describeError } from '../../../src/serve/errors.ts';

function failingApp(environment: string) {
  const unexpected: unknown[] = [];
  const failure = new Error(`secret in ${process.cwd()}`);
  const app = express();
  app.set('env', environment);
  app.get('/before', () => {
    throw failure;
  });
  app.get('/after', (_request, response) => {
    response.write('It ');
    throw failure;
  });
  app.use(createErrorHandler((error) => unexpected.push(error)));
  return { app, failure, unexpected };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(['production', 'development', 'test', ''])('createErrorHandler in "%s"', (env) => {
  it('replies in one shape, without the words, the stack or a path of the error', async () => {
    const { app, failure, unexpected } = failingApp(env);
    const { status, text } = await request(app).get('/before');
    expect(status).toBe(500);
    expect(JSON.parse(text)).toEqual({
      error: {
        code: 'internal',
        message: 'Something failed inside; the log of the server says what.',
      },
    });
    expect(unexpected).toEqual([failure]);
  });

  it('ends a reply that has begun, reports why, and prints nothing', async () => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { app, failure, unexpected } = failingApp(env);
    await expect(request(app).get('/after')).rejects.toThrow(/aborted|hang up/);
    expect(unexpected).toEqual([failure]);
    expect(print).not.toHaveBeenCalled();
  });
});

it('tells of data of our own that do not fit as a failure inside', () => {
  const own = z.object({ turns: z.array(z.string()) }).safeParse({ turns: [1] });
  expect(describeError(own.error)).toMatchObject({ status: 500, isExpected: false });
});
