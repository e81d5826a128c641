/**
 * Request -> who asks, and whether they may. Decided by the request's first line and its headers,
 * before anything of its body is read.
 */
import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../config.ts';
import type { AttemptLimit } from './attempt-limit.ts';
import { type Caller, mayDo, type Scope } from './caller.ts';
import type { Keys, KnownKey } from './keys.ts';
import type { Policy } from './policies.ts';
import { digestOf } from './secrets.ts';
import { sessionOf } from './session-cookie.ts';

export interface Doors {
  readonly keys: Pick<Keys, 'find' | 'findSession'>;
  /** Wrong keys by address. */
  readonly attempts: AttemptLimit;
  /** The same wrong cookie by address, so that a page that holds an old one counts once. */
  readonly staleSessions: AttemptLimit;
  readonly isProxy: (address: string) => boolean;
  /** Anyone may ask and read, nobody may change anything. */
  readonly demo: boolean;
}

export interface Refusal {
  readonly status: 401 | 403 | 429;
  readonly code: string;
  readonly message: string;
  /** With 429, in seconds. */
  readonly retryAfter?: number;
  /** The cookie stands for no key any more. */
  readonly dropsSession?: boolean;
}

export interface Verdict {
  readonly caller: Caller;
  /** Undefined where the request may go on. */
  readonly refusal?: Refusal;
}

/** Names under which a key may be tried in an address. */
const queryNames = /^(?:x[-_]?)?(?:key|api[-_]?key|access[-_]?token|token)$/i;
const forwardingHeader = /^(?:forwarded|via|x-real-ip|x-forwarded-.+)$/;

/**
 * @param address of the caller: the socket's, or what the last trusted proxy says
 */
export function authorise(
  request: IncomingMessage,
  policy: Policy,
  address: string,
  doors: Doors,
): Verdict {
  // Whoever shows a demo to others is shown the same.
  const isLocal = !doors.demo && isLocalRequest(request, doors.isProxy);
  const caller: Caller = isLocal
    ? { id: 'local', scope: 'admin', isLocal, address }
    : { id: 'anonymous', scope: 'read', isLocal, address };
  if (policy === 'public') return { caller };
  const refuse = (refusal: Refusal): Verdict => ({ caller, refusal });
  if (holdsKeyInQuery(request)) return refuse(keyInQuery);
  if (doors.demo && policy !== 'read') return refuse(demoRefusal);
  if (isLocal) return { caller };

  const carried = readCarrier(request);
  if (carried === undefined) return doors.demo ? { caller } : refuse(noKey);
  const wait = doors.attempts.waitSeconds(address);
  if (wait > 0) return refuse(tooMany(wait));
  const known = carried.find(doors.keys);
  if (known === undefined) {
    noteWrong(carried, address, doors);
    return refuse(carried.isSession ? { ...wrongKey, dropsSession: true } : wrongKey);
  }
  const keyed: Caller = { ...caller, id: known.id, scope: known.scope };
  return mayDo(keyed, policy)
    ? { caller: keyed }
    : { caller: keyed, refusal: tooSmall(policy, known) };
}

/** Too many wrong keys came from the caller's address. */
export function tooMany(seconds: number): Refusal {
  const message = `Too many wrong keys came from your address; try again in ${seconds} s.`;
  return { status: 429, code: 'too-many-attempts', message, retryAfter: seconds };
}

const noKey: Refusal = {
  status: 401,
  code: 'unauthorized',
  message: 'Send an API key of this server as "Authorization: Bearer …".',
};
const wrongKey: Refusal = {
  status: 401,
  code: 'unauthorized',
  message: 'That is no API key of this server; it may have been revoked.',
};
const keyInQuery: Refusal = {
  status: 401,
  code: 'unauthorized',
  message:
    'A key in an address is never accepted, since addresses end up in logs and histories. Send it as "Authorization: Bearer …", and revoke that one.',
};
const demoRefusal: Refusal = {
  status: 403,
  code: 'demo',
  message: 'This is a read-only demo: nothing can be changed or kept here.',
};

function tooSmall(policy: Scope, { scope }: KnownKey): Refusal {
  return {
    status: 403,
    code: 'not-allowed',
    message: `This needs a key of scope "${policy}"; yours has "${scope}".`,
  };
}

/**
 * On this machine, under a loopback name and with no proxy between: a foreign page may have rebound
 * its name to us, and a proxy on this machine speaks for others.
 */
function isLocalRequest(request: IncomingMessage, isProxy: Doors['isProxy']): boolean {
  const remote = request.socket.remoteAddress ?? '';
  return (
    isLoopback(remote) &&
    isLoopback(hostNameOf(request.headers.host) ?? '') &&
    !isProxy(remote) &&
    !Object.keys(request.headers).some((name) => forwardingHeader.test(name))
  );
}

export function hostNameOf(header: string | undefined): string | undefined {
  try {
    return header === undefined ? undefined : new URL(`http://${header}`).hostname;
  } catch {
    return undefined;
  }
}

function holdsKeyInQuery({ url = '' }: IncomingMessage): boolean {
  const at = url.indexOf('?');
  if (at === -1) return false;
  return [...new URLSearchParams(url.slice(at + 1)).keys()].some((name) => queryNames.test(name));
}

interface Carried {
  readonly isSession: boolean;
  readonly secret: string;
  readonly find: (keys: Doors['keys']) => KnownKey | undefined;
}

/** The first that is sent decides alone: a right key does not make up for a wrong one before it. */
function readCarrier(request: IncomingMessage): Carried | undefined {
  const { authorization = '', 'x-api-key': header = '' } = request.headers;
  if (authorization.trim() !== '') {
    return keyOf(/^Bearer +(.+)$/i.exec(authorization.trim())?.[1] ?? '');
  }
  const bare = String(header).trim();
  if (bare !== '') return keyOf(bare);
  const secret = sessionOf(request);
  if (secret === undefined) return undefined;
  return { isSession: true, secret, find: (keys) => keys.findSession(secret) };
}

function keyOf(secret: string): Carried {
  return { isSession: false, secret, find: (keys) => keys.find(secret) };
}

function noteWrong({ isSession, secret }: Carried, address: string, doors: Doors): void {
  if (isSession) {
    const once = `${address} ${digestOf(secret)}`;
    if (doors.staleSessions.waitSeconds(once) > 0) return;
    doors.staleSessions.note(once);
  }
  doors.attempts.note(address);
}
