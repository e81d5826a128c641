/** Who asks, as every later part of the server knows them. */
import type { ServerResponse } from 'node:http';

/** What a key may do, each with all before it: ask and read; change and remove; settings and keys. */
export const scopes = ['read', 'write', 'admin'] as const;

export type Scope = (typeof scopes)[number];

export interface Caller {
  /** Id of the key; `local` for this machine, `environment` for `API_KEY`, `anonymous` without a key. */
  readonly id: string;
  readonly scope: Scope;
  /** On this machine, with no proxy between. */
  readonly isLocal: boolean;
  /** Network address, as the last trusted proxy tells it. */
  readonly address: string;
}

const callers = new WeakMap<ServerResponse, Caller>();

/** Notes who will get this response. */
export function setCaller(response: ServerResponse, caller: Caller): void {
  callers.set(response, caller);
}

/** @throws Error when the request passed no authorisation: a fault of ours */
export function callerOf(response: ServerResponse): Caller {
  const caller = callers.get(response);
  if (caller === undefined) throw new Error('The request was not authorised before its route.');
  return caller;
}

export function mayDo(caller: Caller, scope: Scope): boolean {
  return scopes.indexOf(caller.scope) >= scopes.indexOf(scope);
}
