/** The id of the request that is being worked on, wherever its work has gone. */
import { AsyncLocalStorage } from 'node:async_hooks';

const requests = new AsyncLocalStorage<string>();

/** Runs `work`, and all that it starts, as part of this request. */
export function asRequest(requestId: string, work: () => void): void {
  requests.run(requestId, work);
}

/** Null outside a request. */
export function currentRequestId(): string | null {
  return requests.getStore() ?? null;
}
