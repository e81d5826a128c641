/** Raw bytes against every route: each request is answered or cut, and the server stays what it was. */
import { describe, expect, it } from 'vitest';
import { abuseCase } from '../abuse-cases.ts';
import { faultsOfReply } from '../faults-of-reply.ts';
import { exchange } from '../raw-exchange.ts';
import { routesOf } from '../routes-of.ts';
import { reportFigure, reportZero, sizeOf } from '../tier.ts';
import { theServer } from './the-server.ts';

const seed = Number(process.env['ABUSE_SEED'] ?? 20_261_125);
/** One case again: `ABUSE_CASE=17`. */
const only = process.env['ABUSE_CASE'];
const cases = sizeOf(300, 3_000);
const atOnce = 8;
const limitMs = 5_000;

describe('requests that no client sends', () => {
  it('are answered or cut, with no fault of ours and nothing of the machine', async () => {
    const { url } = theServer();
    const routes = await routesOf(url);
    const todo = only === undefined ? Array.from({ length: cases }, (_, at) => at) : [Number(only)];
    const faults: string[] = [];
    const hangs: string[] = [];
    let slowest = 0;
    let replies = 0;
    const tricks = new Set<string>();
    const work = async () => {
      for (let index = todo.shift(); index !== undefined; index = todo.shift()) {
        const asked = abuseCase(routes, seed, index);
        const { route, trick, parts } = asked;
        const line = String(parts[0]).split('\r\n', 1)[0]!.slice(0, 120);
        const name = `ABUSE_SEED=${seed} ABUSE_CASE=${index} (${trick}: ${JSON.stringify(line)})`;
        const got = await exchange(url, asked, limitMs);
        tricks.add(trick);
        slowest = Math.max(slowest, got.ms);
        replies += got.replies.length;
        if (got.hung) hangs.push(name);
        if (only !== undefined) console.log(name, route, got);
        // Of several replies no line says which path they are of.
        const path = / (\/\S*)/.exec(line)?.[1]?.split('?')[0];
        faults.push(
          ...got.replies.flatMap((reply) =>
            faultsOfReply(reply, got.replies.length > 1 ? undefined : path, asked.isHead).map(
              (fault) => `${name}: ${fault}`,
            ),
          ),
        );
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));

    const n = only === undefined ? cases : 1;
    reportZero({
      what: `Raw requests (${routes.length} routes, ${tricks.size} tricks) that hung`,
      n,
      failures: hangs.length,
    });
    reportZero({ what: 'Raw requests with a faulty reply', n, failures: faults.length });
    reportFigure({
      figure: 'Slowest answer to a raw request',
      asked: `<= ${limitMs} ms`,
      measured: `${Math.round(slowest)} ms, ${replies} replies`,
    });
    expect({ hangs, faults }).toEqual({ hangs: [], faults: [] });
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });
});
