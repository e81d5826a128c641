import { describe, expect, it } from 'vitest';
import { ConfigError, LibraryUnavailableError } from '../../../../src/errors.ts';
import {
  explainFault,
  isNewEnough,
  isPassing,
  kindOf,
} from '../../../../src/library/weaviate/faults.ts';

/** As servers of version 1.35.2 and client 3.12.0 worded them. */
const said: Readonly<Record<string, readonly string[]>> = {
  down: [
    'Query call with protocol gRPC failed with message: /weaviate.v1.Weaviate/Search UNAVAILABLE: No connection established',
    'Request timed out after 10ms',
    'The operation was aborted due to timeout',
    'fetch failed',
    'Channel has been shut down',
    'connect ECONNREFUSED 127.0.0.1:8080',
  ],
  later: [
    'broadcast: cannot reach enough replicas',
    'explorer: list class: search: tried to browse non-existing index for Groundwork_0a_Pending',
    'could not find class Groundwork_State in schema',
    'status 503: ',
    '403 of 500 were kept by some replicas.',
    'leader not found',
  ],
  readOnly: ['store is read-only', 'shard is read-only'],
  full: ['store is read-only due to: disk usage too high. Set disk usage at 91.00%'],
  denied: [
    'status 401: {"code":401,"message":"anonymous access not enabled"}',
    '/weaviate.v1.Weaviate/Search UNAUTHENTICATED: unauthorized',
  ],
  refused: ['new node has a vector with length 16. Existing nodes have vectors with length 24'],
};

describe('faults of Weaviate', () => {
  it.each(Object.entries(said))('are told by their words: %s', (kind, words) => {
    for (const one of words) expect(kindOf(new Error(one)), one).toBe(kind);
  });

  it('are told by their cause, where that alone says it', () => {
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    expect(kindOf(new TypeError('failed', { cause }))).toBe('down');
  });

  it('pass by themselves only where a node or some replicas are away', () => {
    const passing = Object.keys(said).filter((kind) => isPassing(kind as 'down'));
    expect(passing).toEqual(['down', 'later']);
  });

  it.each(Object.entries(said))(
    'say which server, what failed and what to do: %s',
    (kind, words) => {
      const error = explainFault(new Error(words[0]), 'write document "a.md"', 'https://w.example');
      expect(error).toBeInstanceOf(kind === 'denied' ? ConfigError : LibraryUnavailableError);
      expect(error.message).toContain('"https://w.example"');
      expect(error.message).toContain('write document "a.md"');
      expect(error.message).toMatch(/start|set|free|log/i);
      // Its own words are kept for whoever debugs, and shown to nobody.
      expect(error.message).not.toContain(words[0]);
      expect(error.cause).toBeInstanceOf(Error);
    },
  );

  it('leave errors that say all of that as they are', () => {
    const error = new ConfigError('Too old.');
    expect(explainFault(error, 'read', 'http://w')).toBe(error);
  });

  it('ask for version 1.32 or newer', () => {
    expect(['1.32.0', '1.35.2', '2.0.0'].every(isNewEnough)).toBe(true);
    expect(['1.31.9', '1.4.0', '0.40.0', 'x'].some(isNewEnough)).toBe(false);
  });
});
