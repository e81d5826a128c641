/** The one server process that all of these tests are against, as its setup tells of it. */
import { setTimeout as wait } from 'node:timers/promises';
import { inject } from 'vitest';
import { z } from 'zod';

export interface TheServer {
  readonly url: string;
  readonly pid: number;
  /** Made by `groundwork keys add`. */
  readonly keys: { readonly read: string; readonly admin: string };
  /** With its `/v1`. */
  readonly modelUrl: string;
  /** Replies with how many streams its model has open. */
  readonly modelWatchUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly server: TheServer;
  }
}

/** In ms. */
export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export function theServer(): TheServer {
  return inject('server');
}

/** How many replies its model is writing now. */
export async function openModelStreams({ modelWatchUrl }: TheServer): Promise<number> {
  const reply = await fetch(modelWatchUrl);
  return z.strictObject({ open: z.int() }).parse(await reply.json()).open;
}

/** How long it took until as many streams of the model were open, in ms. @throws Error after half a minute */
export async function openBecomes(
  server: TheServer,
  isRight: (open: number) => boolean,
): Promise<number> {
  const begun = performance.now();
  let open = await openModelStreams(server);
  while (!isRight(open)) {
    if (performance.now() - begun > 30_000)
      throw new Error(`${open} streams of the model are open.`);
    await wait(10);
    open = await openModelStreams(server);
  }
  return performance.now() - begun;
}

/** How late the server's event loop was since the last time that it was asked, in ms; measured inside it. */
export async function loopDelay({ url }: Pick<TheServer, 'url'>): Promise<LoopDelay> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const quantile = (share: string) => {
    const line = new RegExp(
      `^groundwork_event_loop_delay_seconds\\{quantile="${share}"\\} (\\S+)$`,
      'm',
    ).exec(metrics);
    return z.coerce.number().parse(line?.[1]) * 1_000;
  };
  return { p50: quantile('0.5'), p99: quantile('0.99'), max: quantile('1') };
}
