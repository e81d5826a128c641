import { describe, expect, it } from 'vitest';
import { IndexCorruptError, IndexMismatchError } from '../../../src/errors.ts';
import {
  decodeManifest,
  encodeManifest,
  FORMAT_VERSION,
  type Manifest,
} from '../../../src/library/manifest.ts';
import { hashBytes } from '../../../src/text/hash.ts';

const generation = '000001-0123abcd';
const manifest: Manifest = {
  formatVersion: FORMAT_VERSION,
  generation,
  createdAt: '2026-01-02T03:04:05.000Z',
  chunker: 'sections',
  encoder: { fingerprint: 'fake:4', dimensions: 4 },
  vectorsPending: false,
  counts: { documents: 1, chunks: 2 },
  files: { 'texts.bin': { bytes: 3, sha256: hashBytes('abc') } },
};
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const signed = (value: unknown): Uint8Array => {
  const json = JSON.stringify(value);
  return bytesOf(`${json}\nsha256 ${hashBytes(json)}\n`);
};

describe('decodeManifest', () => {
  it.each([manifest, { ...manifest, encoder: null }])('gives back what was encoded', (given) => {
    expect(decodeManifest(bytesOf(encodeManifest(given)), generation)).toEqual(given);
  });

  it('refuses every flipped byte', () => {
    const bytes = bytesOf(encodeManifest(manifest));
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = bytes.slice();
      damaged[at] = damaged[at]! ^ 1;
      expect(() => decodeManifest(damaged, generation), `byte ${at}`).toThrow(IndexCorruptError);
    }
  });

  it('refuses every cut', () => {
    const bytes = bytesOf(encodeManifest(manifest));
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => decodeManifest(bytes.slice(0, length), generation)).toThrow(IndexCorruptError);
    }
  });

  it('refuses a newer format, whatever else it says, and names both versions', () => {
    const newer = signed({ formatVersion: FORMAT_VERSION + 6, unknown: true });
    expect(() => decodeManifest(newer, generation)).toThrow(IndexMismatchError);
    expect(() => decodeManifest(newer, generation)).toThrow(
      new RegExp(`format ${FORMAT_VERSION + 6}, .* up to ${FORMAT_VERSION};`),
    );
  });

  it('reads an older format', () => {
    const older = { ...manifest, formatVersion: 0 };
    expect(decodeManifest(signed(older), generation).formatVersion).toBe(0);
  });

  it('refuses the manifest of another generation', () => {
    expect(() => decodeManifest(signed(manifest), '000002-0123abcd')).toThrow(IndexCorruptError);
  });

  it.each([{}, null, [], { ...manifest, counts: undefined }, { ...manifest, more: 1 }])(
    'refuses %j',
    (value) => {
      expect(() => decodeManifest(signed(value), generation)).toThrow(IndexCorruptError);
    },
  );
});
