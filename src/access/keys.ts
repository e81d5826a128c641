/**
 * The keys that open this server: the one of the environment, and those of the file, also when
 * another process changes it.
 */
import { ConfigError, ConflictError, NotFoundError } from '../errors.ts';
import type { Scope } from './caller.ts';
import { changeKeys, mostKeys, readKeys, type StoredKey, stampOf } from './key-file.ts';
import { digestOf, newKey, newKeyId, sessionTokenOf } from './secrets.ts';

/** What may be shown of a key. */
export type ShownKey = Pick<StoredKey, 'id' | 'name' | 'scope' | 'createdAt'>;

export interface KnownKey {
  /** `environment` for `API_KEY`. */
  readonly id: string;
  readonly scope: Scope;
}

export interface Keys {
  /** Undefined for what is no key, or none any more. */
  find(key: string): KnownKey | undefined;
  /** The key that the token of a session stands for. */
  findSession(token: string): KnownKey | undefined;
  /** Those of the file, in the order they were made. */
  list(): ShownKey[];
  /**
   * @returns the key itself too: the only time that it is told
   * @throws ConflictError when a key of that name exists
   */
  add(key: Pick<ShownKey, 'name' | 'scope'>): Promise<ShownKey & { readonly key: string }>;
  /** @throws NotFoundError */
  revoke(id: string): Promise<void>;
  /** Calls with the id of each key that is no more, whoever revoked it. */
  onRevoked(listener: (id: string) => void): void;
  /** Calls when the file broke while the server runs; none of its keys counts until it is mended. */
  onBroken(listener: () => void): void;
  /** No longer looks at the file. */
  close(): void;
}

export interface KeysOptions {
  /** `API_KEY`: opens all. */
  readonly environmentKey?: string | undefined;
  /** The data folder; without it the environment's key is the only one. */
  readonly folder?: string | undefined;
  /** How often the file is looked at, in ms. */
  readonly pollMs?: number;
  readonly now?: () => Date;
}

/** @throws ConfigError when there is a file of keys and it cannot be read */
export function openKeys({
  environmentKey,
  folder,
  pollMs = 400,
  now = () => new Date(),
}: KeysOptions): Keys {
  const byKey = new Map<string, KnownKey>();
  const bySession = new Map<string, KnownKey>();
  const listeners: ((id: string) => void)[] = [];
  const brokenListeners: (() => void)[] = [];
  let stored: readonly StoredKey[] = [];
  let stamp = '';

  const take = (keys: readonly StoredKey[]) => {
    const left = new Set(keys.map(({ keyDigest }) => keyDigest));
    const gone = stored.filter(({ keyDigest }) => !left.has(keyDigest));
    stored = keys;
    byKey.clear();
    bySession.clear();
    for (const { id, scope, keyDigest, sessionDigest } of keys) {
      byKey.set(keyDigest, { id, scope });
      bySession.set(sessionDigest, { id, scope });
    }
    if (environmentKey !== undefined) {
      const known: KnownKey = { id: 'environment', scope: 'admin' };
      byKey.set(digestOf(environmentKey), known);
      bySession.set(digestOf(sessionTokenOf(environmentKey)), known);
    }
    for (const { id } of gone) for (const listener of listeners) listener(id);
  };
  /** The stamp is taken first: a change in between is seen at the next look. */
  const read = (from: string) => {
    const seen = stampOf(from);
    take(readKeys(from));
    stamp = seen;
  };
  const look = (from: string) => {
    if (stampOf(from) === stamp) return;
    try {
      read(from);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      // Until it can be read it opens to nobody; it is looked at again.
      if (stored.length > 0) for (const listener of brokenListeners) listener();
      take([]);
    }
  };

  take([]);
  let timer: NodeJS.Timeout | undefined;
  if (folder !== undefined) {
    read(folder);
    timer = setInterval(() => look(folder), pollMs);
    timer.unref();
  }

  const change = async (work: (keys: readonly StoredKey[]) => readonly StoredKey[]) => {
    if (folder === undefined) throw new ConfigError('There is no folder to keep keys in.');
    await changeKeys(folder, work);
    read(folder);
  };
  return {
    find: (key) => byKey.get(digestOf(key)),
    findSession: (token) => bySession.get(digestOf(token)),
    list: () => stored.map(shownOf),
    add: async ({ name, scope }) => {
      const key = newKey();
      const made: StoredKey = {
        id: newKeyId(),
        name,
        scope,
        createdAt: now().toISOString(),
        keyDigest: digestOf(key),
        sessionDigest: digestOf(sessionTokenOf(key)),
      };
      await change((keys) => {
        if (keys.length >= mostKeys) {
          throw new ConflictError(
            `There are ${mostKeys} keys, the most there may be; revoke some.`,
          );
        }
        if (keys.some((other) => other.name === name)) {
          throw new ConflictError(
            `There is a key "${name}" already; take another name, or revoke that one first.`,
          );
        }
        return [...keys, made];
      });
      return { ...shownOf(made), key };
    },
    revoke: (id) =>
      change((keys) => {
        const left = keys.filter((key) => key.id !== id);
        if (left.length < keys.length) return left;
        throw new NotFoundError(`There is no key "${id.slice(0, 80)}".`);
      }),
    onRevoked: (listener) => {
      listeners.push(listener);
    },
    onBroken: (listener) => {
      brokenListeners.push(listener);
    },
    close: () => clearInterval(timer),
  };
}

function shownOf({ id, name, scope, createdAt }: StoredKey): ShownKey {
  return { id, name, scope, createdAt };
}
