/** What replies say when something is wrong, wherever Express looks for what it may tell. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { abuseCase } from './abuse-cases.ts';
import { secretOfBroken, startBrokenServer } from './broken-server.ts';
import { faultsOfReply } from './faults-of-reply.ts';
import { exchange } from './raw-exchange.ts';
import { routesOf } from './routes-of.ts';
import { reportZero, sizeOf } from './tier.ts';

const seed = Number(process.env['ABUSE_SEED'] ?? 20_261_125);
const abuses = sizeOf(150, 1_500);

describe('replies to what fails', () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([undefined, 'production', 'development', 'test'])(
    'hold nothing of the machine when NODE_ENV is %s',
    async (environment) => {
      vi.stubEnv('NODE_ENV', environment);
      const server = await startBrokenServer();
      try {
        const routes = await routesOf(server.url);
        const faults: string[] = [];
        let internal = 0;
        for (const { method, target, body } of routes) {
          const reply = await fetch(`${server.url}${target}${questions[target] ?? ''}`, {
            method,
            headers: {
              'content-type': 'application/json',
              accept: 'application/json, text/event-stream',
            },
            ...(body !== undefined && { body: JSON.stringify(body) }),
          });
          const text = await reply.text();
          if (reply.status === 500) internal += 1;
          faults.push(
            ...faultsOfReply(
              {
                status: reply.status,
                headers: { get: (name) => reply.headers.get(name) ?? undefined },
                body: text,
              },
              target,
            )
              // That it fails is how it was made.
              .filter((fault) => fault !== 'status 500')
              .map((fault) => `${method} ${target}: ${fault}`),
            ...(text.includes(secretOfBroken) ? [`${method} ${target}: the secret`] : []),
          );
        }
        expect(internal).toBeGreaterThan(8);

        for (let index = 0; index < abuses; index += 1) {
          const asked = abuseCase(routes, seed, index);
          const { replies } = await exchange(server.url, asked);
          const text = replies.map(({ body }) => body).join('\n');
          faults.push(
            ...replies
              .flatMap((reply) => faultsOfReply(reply, undefined, asked.isHead))
              .filter((fault) => fault !== 'status 500')
              .map((fault) => `ABUSE_SEED=${seed} case ${index} (${asked.trick}): ${fault}`),
            ...(text.includes(secretOfBroken) ? [`case ${index}: the secret`] : []),
          );
        }
        reportZero({
          what: `Errors that say too much, or in another shape, with NODE_ENV ${environment ?? 'unset'}`,
          n: routes.length + abuses,
          failures: faults.length,
        });
        expect(faults).toEqual([]);
      } finally {
        await server.stop();
      }
    },
  );
});

/** What a route needs to come as far as where it fails. */
const questions: Readonly<Record<string, string>> = { '/api/search': '?q=LoRA' };
