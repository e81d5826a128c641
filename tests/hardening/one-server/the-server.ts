/** The one server process that all of these tests are against, as its setup tells of it. */
import { inject } from 'vitest';
import { z } from 'zod';

export interface TheServer {
  readonly url: string;
  readonly pid: number;
  /** Made by `groundwork keys add`. */
  readonly keys: { readonly read: string; readonly admin: string };
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
