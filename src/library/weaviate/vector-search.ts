/** The dense arm over Weaviate: chunks by their own vectors and by those of texts that lead to them. */
import type { FilterValue, WeaviateClient } from 'weaviate-client';
import type { Scored } from '../../index/contract.ts';
import { POINTER_DISCOUNT } from '../dense-search.ts';
import { decodePointerPlace } from './chunk-objects.ts';
import type { LibraryView } from './library-view.ts';
import { ranked } from './ranked.ts';
import { chunkProperties, type FoundObject, type SeenChunks } from './seen-chunks.ts';

export interface VectorSearch {
  /** As `DenseSearch.search`. */
  search(vector: Float32Array, k: number, within?: ReadonlySet<string>): Promise<Scored[]>;
  /** As `DenseSearch.score`, of each; undefined for a chunk without a vector. */
  cosines(vector: Float32Array, ordinals: readonly number[]): Promise<(number | undefined)[]>;
  /** As `DenseSearch.itemCosines`, of each. */
  itemCosines(vector: Float32Array, ordinals: readonly number[]): Promise<number[][]>;
}

interface Near extends FoundObject {
  readonly cosine: number;
}

interface NearPointer extends Near {
  /** Ids of the chunks' objects. */
  readonly chunks: readonly string[];
}

/** Found beyond those asked for: some may be of versions that are seen no more. */
const spare = 20;
const mostFound = 4_096;
/** Pointers to the few chunks that are asked about. */
const mostPointers = 10_000;

const pointerProperties = ['documentId', 'version', 'chunks', 'place'];

export function searchVectors(view: LibraryView, seen: SeenChunks): VectorSearch {
  const { cluster, set, state } = view;

  const near = (
    collection: string,
    properties: string[],
    vector: Float32Array,
    limit: number,
    narrow?: (client: WeaviateClient) => FilterValue,
  ): Promise<Near[]> =>
    cluster.read('search by vectors', async (client) => {
      const { objects } = await client.collections.use(collection).query.nearVector([...vector], {
        limit,
        returnProperties: properties,
        returnMetadata: ['distance'],
        ...(narrow && { filters: narrow(client) }),
      });
      return objects.map(({ uuid, properties: read, metadata }) => ({
        uuid,
        properties: read,
        cosine: 1 - (metadata?.distance ?? 1),
      }));
    });

  /** The nearest `k` of those that are seen. */
  const nearest = async (
    collection: string,
    properties: string[],
    vector: Float32Array,
    k: number,
    within?: ReadonlySet<string>,
  ): Promise<Near[]> => {
    const narrow = within && ((client: WeaviateClient) => isOf(client, collection, within));
    for (let limit = k + spare; ; limit *= 2) {
      const found = await near(collection, properties, vector, Math.min(limit, mostFound), narrow);
      const current = await seen.current(found);
      if (current.length >= k || found.length < limit || limit >= mostFound) {
        return current.slice(0, k);
      }
    }
  };

  const chunksByIds = (vector: Float32Array, ids: readonly string[]): Promise<Near[]> =>
    ids.length === 0
      ? Promise.resolve([])
      : near(set.chunks, chunkProperties, vector, ids.length, (client) =>
          client.collections
            .use(set.chunks)
            .filter.byId()
            .containsAny([...ids]),
        );

  const pointersTo = async (
    vector: Float32Array,
    ids: readonly string[],
  ): Promise<NearPointer[]> => {
    if (ids.length === 0) return [];
    const found = await near(set.pointers, pointerProperties, vector, mostPointers, (client) =>
      client.collections
        .use(set.pointers)
        .filter.byProperty('chunks')
        .containsAny([...ids]),
    );
    return found.map(asPointer);
  };

  return {
    async search(vector, k, within) {
      if (state.encoder === null || within?.size === 0) return [];
      const [found, led] = await Promise.all([
        nearest(set.chunks, chunkProperties, vector, k, within),
        nearest(set.pointers, pointerProperties, vector, k, within).then((some) =>
          some.map(asPointer),
        ),
      ]);
      const cosines = new Map(found.map(({ uuid, cosine }) => [uuid, cosine]));
      const others = new Set(
        led.flatMap(({ chunks }) => chunks).filter((uuid) => !cosines.has(uuid)),
      );
      const ledTo = await seen.current(await chunksByIds(vector, [...others]));
      for (const { uuid, cosine } of ledTo) cosines.set(uuid, cosine);
      seen.note([...found, ...ledTo]);
      for (const { chunks, cosine } of led) {
        for (const uuid of chunks) {
          const known = cosines.get(uuid);
          if (known !== undefined) cosines.set(uuid, Math.max(known, cosine - POINTER_DISCOUNT));
        }
      }
      const scored = [...cosines].map(
        ([uuid, score]): Scored => ({ ordinal: seen.ordinalOf(uuid)!, score }),
      );
      return ranked(scored, k);
    },
    async cosines(vector, ordinals) {
      if (state.encoder === null) return ordinals.map(() => undefined);
      const ids = ordinals.map((ordinal) => seen.at(ordinal).uuid);
      const [own, pointers] = await Promise.all([
        chunksByIds(vector, ids),
        pointersTo(vector, ids),
      ]);
      const cosines = new Map(own.map(({ uuid, cosine }) => [uuid, cosine]));
      for (const { chunks, cosine } of pointers) {
        for (const uuid of chunks) {
          const known = cosines.get(uuid);
          if (known !== undefined) cosines.set(uuid, Math.max(known, cosine - POINTER_DISCOUNT));
        }
      }
      return ids.map((uuid) => cosines.get(uuid));
    },
    async itemCosines(vector, ordinals) {
      if (state.encoder === null) return ordinals.map(() => []);
      const ids = ordinals.map((ordinal) => seen.at(ordinal).uuid);
      const items = (await pointersTo(vector, ids))
        .map((pointer) => ({ ...pointer, place: decodePointerPlace(pointer.properties['place']) }))
        .filter(({ place }) => place.item)
        .sort((left, right) => left.place.number - right.place.number);
      return ids.map((uuid) =>
        items.filter(({ chunks }) => chunks[0] === uuid).map(({ cosine }) => cosine),
      );
    },
  };
}

/** Chunks or pointers of those documents. */
export function isOf(
  client: WeaviateClient,
  collection: string,
  documentIds: ReadonlySet<string>,
): FilterValue {
  return client.collections
    .use(collection)
    .filter.byProperty('documentId')
    .containsAny([...documentIds]);
}

function asPointer(found: Near): NearPointer {
  const { chunks } = found.properties;
  return { ...found, chunks: Array.isArray(chunks) ? chunks.map(String) : [] };
}
