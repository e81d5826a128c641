import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems give to outgoing connections: a node that is restarted finds its port free again. */
const lowest = 20_000;
const highest = 32_000;

/** Ports of loopback that nobody listens on, nor on the next one to each; all different. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    // Even ones, so that no two are neighbours.
    const port = 2 * Math.floor((lowest + Math.random() * (highest - lowest)) / 2);
    if (!found.has(port) && (await isFree(port)) && (await isFree(port + 1))) found.add(port);
  }
  return [...found];
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    const listening = once(server, 'listening');
    server.listen(port, '127.0.0.1');
    await listening;
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
