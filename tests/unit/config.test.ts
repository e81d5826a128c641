import { describe, expect, it } from 'vitest';
import { demandKey, isLoopback, readConfig } from '../../src/config.ts';
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

  it('takes addresses and ranges as trusted proxies, and no range of all addresses', () => {
    for (const list of ['10.0.0.5', '10.0.0.0/8, 192.168.1.1', 'fd00::/8,::1', '127.0.0.1/32']) {
      expect(readConfig({ TRUSTED_PROXIES: list }).TRUSTED_PROXIES).toBe(list);
    }
    for (const list of ['proxy.example', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.5,', 'true']) {
      expect(() => readConfig({ TRUSTED_PROXIES: list }), list).toThrow(/TRUSTED_PROXIES/);
    }
    expect(readConfig({}).TRUSTED_PROXIES).toBeUndefined();
  });

  it('keeps the library here unless told otherwise', () => {
    expect(readConfig({})).toMatchObject({ LIBRARY: 'local', WEAVIATE_REPLICATION: 1 });
  });

  it('takes the addresses of Weaviate as a list, and needs them with LIBRARY=weaviate', () => {
    const nodes = { WEAVIATE_URL: 'http://a:8080, https://b', WEAVIATE_GRPC_URL: 'a:50051,b:443' };
    expect(readConfig({ LIBRARY: 'weaviate', ...nodes })).toMatchObject({
      WEAVIATE_URL: ['http://a:8080', 'https://b'],
      WEAVIATE_GRPC_URL: ['a:50051', 'b:443'],
    });
    expect(() => readConfig({ LIBRARY: 'weaviate' })).toThrow('needs WEAVIATE_URL');
    expect(() =>
      readConfig({ ...nodes, LIBRARY: 'weaviate', WEAVIATE_GRPC_URL: 'a:50051' }),
    ).toThrow('names 1 nodes, WEAVIATE_URL 2');
    for (const wrong of ['ftp://a', 'a:8080', 'http://name:secret@a']) {
      expect(() => readConfig({ WEAVIATE_URL: wrong }), wrong).toThrow(/WEAVIATE_URL/);
    }
    expect(() => readConfig({ WEAVIATE_PREFIX: 'lower case' })).toThrow(/WEAVIATE_PREFIX/);
  });
});

describe('demandKey', () => {
  it('demands a key, of either kind, where other machines can reach the server', () => {
    const open = readConfig({ HOST: '0.0.0.0' });
    expect(() => demandKey(open, 0)).toThrow(/API_KEY.*npm run keys.*127\.0\.0\.1/);
    expect(() => demandKey(open, 1)).not.toThrow();
    const withKey = readConfig({ HOST: '0.0.0.0', API_KEY: 'a-key-of-enough-length' });
    expect(() => demandKey(withKey, 0)).not.toThrow();
    expect(() => demandKey(readConfig({ HOST: '0.0.0.0', DEMO: 'on' }), 0)).not.toThrow();
    expect(() => demandKey(readConfig({}), 0)).not.toThrow();
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
