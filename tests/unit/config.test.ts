import { describe, expect, it } from 'vitest';
import { isLoopback, readConfig } from '../../src/config.ts';
import { ConfigError } from '../../src/errors.ts';

describe('readConfig', () => {
  it('gives the defaults in an empty environment', () => {
    expect(readConfig({})).toMatchObject({ HOST: '127.0.0.1', PORT: 3000, EMBEDDINGS: 'local' });
  });

  it('counts empty strings as unset', () => {
    expect(readConfig({ PORT: '', CORPUS_DIR: '  ' })).toMatchObject({
      PORT: 3000,
      CORPUS_DIR: 'corpus',
    });
  });

  it('names the variable and its value when one is wrong', () => {
    expect(() => readConfig({ PORT: '70000' })).toThrow(/PORT="70000"/);
    expect(() => readConfig({ EMBEDDINGS: 'magic' })).toThrow(/EMBEDDINGS="magic"/);
  });

  it('never shows a key', () => {
    expect(() => readConfig({ API_KEY: 'tiny-secret' })).toThrow(ConfigError);
    expect(() => readConfig({ API_KEY: 'tiny-secret' })).not.toThrow(/tiny-secret/);
  });

  it('demands a key where other machines can reach the server', () => {
    expect(() => readConfig({ HOST: '0.0.0.0' })).toThrow(/API_KEY/);
    expect(readConfig({ HOST: '0.0.0.0', API_KEY: 'a-key-of-enough-length' }).HOST).toBe('0.0.0.0');
  });
});

describe('isLoopback', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.9.1', true],
    ['::1', true],
    ['[::1]', true],
    ['::ffff:127.0.0.1', true],
    ['localhost', true],
    ['127.evil.example', false],
    ['10.0.0.1', false],
    ['localhost.evil.example', false],
  ])('says of %s: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});
