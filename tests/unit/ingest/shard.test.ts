import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/errors.ts';
import { isInShard, parseShard } from '../../../src/ingest/shard.ts';

describe('shares of a corpus', () => {
  it('are given as number and count', () => {
    expect(parseShard('2/3')).toEqual({ number: 2, of: 3 });
    for (const wrong of ['', '0/3', '4/3', '1', '1/0', 'a/b', '1/5000', '-1/3']) {
      expect(() => parseShard(wrong), wrong).toThrow(ConfigError);
    }
  });

  it('hold every file exactly once', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), (uri, of) => {
        const numbers = Array.from({ length: of }, (_, at) => at + 1);
        expect(numbers.filter((number) => isInShard(uri, { number, of })).length).toBe(1);
      }),
    );
  });

  it('hold about as many files each', () => {
    const uris = Array.from({ length: 3_000 }, (_, at) => `folder/note-${at}.md`);
    const first = uris.filter((uri) => isInShard(uri, { number: 1, of: 3 })).length;
    expect(first).toBeGreaterThan(900);
    expect(first).toBeLessThan(1_100);
  });

  it('keep the documents of an archive together', () => {
    const shard = [1, 2, 3].find((number) => isInShard('a/b.zip', { number, of: 3 }))!;
    for (let at = 0; at < 50; at += 1) {
      expect(isInShard(`a/b.zip/${at}.md`, { number: shard, of: 3 })).toBe(true);
    }
  });

  it('are everything where none is named', () => {
    expect(isInShard('x', undefined)).toBe(true);
  });
});
