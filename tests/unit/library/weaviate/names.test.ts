import { describe, expect, it } from 'vitest';
import {
  collectionSet,
  objectId,
  type SetIdentity,
} from '../../../../src/library/weaviate/names.ts';

const identity: SetIdentity = {
  encoder: { fingerprint: 'local:x', dimensions: 384 },
  chunker: 'sections-1',
  weights: { heading: 1, keys: 1 },
};

describe('names in Weaviate', () => {
  it('differ with encoder, chunker and weights, and with nothing else', () => {
    const hashes = [
      identity,
      { ...identity, encoder: null },
      { ...identity, encoder: { fingerprint: 'local:y', dimensions: 384 } },
      { ...identity, chunker: 'sections-2' },
      { ...identity, weights: { heading: 0, keys: 1 } },
    ].map((one) => collectionSet('Groundwork', one).hash);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(collectionSet('Other', { ...identity }).hash).toBe(hashes[0]);
  });

  it('are such as Weaviate allows', () => {
    const { chunks } = collectionSet('Groundwork', identity);
    expect(chunks).toMatch(/^[A-Z][A-Za-z0-9]*_[0-9a-f]{12}_Chunk$/);
  });

  it('of objects are UUIDs of version 5, the same for the same parts alone', () => {
    const id = objectId('document', 'version', 3);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(objectId('document', 'version', 3)).toBe(id);
    expect(objectId('document', 'version', 4)).not.toBe(id);
    expect(objectId('documentv', 'ersion', 3)).not.toBe(id);
  });
});
