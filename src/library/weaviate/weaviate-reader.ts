/** What one question sees of the library in Weaviate. */
import { UserInputError } from '../../errors.ts';
import { inverseFrequency, termScore } from '../../index/bm25.ts';
import type { Scored } from '../../index/contract.ts';
import type { ChunkPlace, ChunkRecord, LibraryReader } from '../contract.ts';
import { isGathering } from '../gathering-sections.ts';
import type { LibraryView } from './library-view.ts';
import { nearestWord } from './nearest-word.ts';
import { ranked } from './ranked.ts';
import { chunkProperties, type FoundObject, type SeenChunk, SeenChunks } from './seen-chunks.ts';
import { isOf, searchVectors } from './vector-search.ts';

/** Candidates beyond those asked for: shards of a cluster weigh words a little differently. */
const spare = 30;
/** What one search gives at most. */
const mostFound = 4_096;
/** Each is named in a filter, which Weaviate reads with a goroutine a name (weaviate/weaviate#12242). */
const mostChosen = 10_000;

export function createWeaviateReader(view: LibraryView): LibraryReader {
  const { state, cluster, set } = view;
  const seen = new SeenChunks(view);
  const vectors = searchVectors(view, seen);

  const idfOf = async (terms: Iterable<string>): Promise<Map<string, number>> => {
    const distinct = [...new Set(terms)];
    const frequencies = await Promise.all(distinct.map((term) => view.frequency(term)));
    return new Map(
      distinct.map((term, at) => [term, idf(state.counts.chunks, frequencies[at]!)] as const),
    );
  };
  const bm25Of = ({ counts, length }: SeenChunk, idfs: ReadonlyMap<string, number>): number => {
    let score = 0;
    for (const [term, weight] of idfs) {
      const count = counts.get(term);
      if (count) score += Math.fround(termScore(weight, count, length, state.meanLength || 1));
    }
    return score;
  };
  /** Undefined where that is every document. */
  const narrowed = (chosen: ReadonlySet<string> | undefined) => {
    if (chosen === undefined || chosen.size >= state.counts.documents) return undefined;
    if (chosen.size <= mostChosen) return chosen;
    throw new UserInputError(
      `The sources are ${chosen.size} documents; with LIBRARY=weaviate at most ${mostChosen} can be asked at once, or all. Choose fewer.`,
    );
  };
  const findByWords = (
    terms: readonly string[],
    limit: number,
    within?: ReadonlySet<string>,
  ): Promise<FoundObject[]> =>
    cluster.read('search by words', async (client) => {
      const chunks = client.collections.use(set.chunks);
      const query = terms.join(' ');
      const queryProperties: 'terms'[] = ['terms'];
      const returnProperties = chunkProperties;
      const narrow = within && { filters: isOf(client, set.chunks, within) };
      if (!view.isFresh) {
        const found = await chunks.query.bm25(query, {
          queryProperties,
          limit,
          returnProperties,
          ...narrow,
        });
        return found.objects;
      }
      const { objects } = await chunks.query.bm25(query, {
        queryProperties,
        limit: mostFound,
        returnProperties: [],
        ...narrow,
      });
      const ids = objects.slice(0, limit).map(({ uuid }) => uuid);
      if (ids.length === 0) return [];
      const filters = chunks.filter.byId().containsAny(ids);
      const read = await chunks.query.fetchObjects({
        filters,
        limit: ids.length,
        returnProperties,
      });
      return read.objects;
    });

  return {
    generation: state.generation,
    writtenAt: state.writtenAt,
    encoder: state.encoder,
    vectorsPending: false,
    vectorIndex: state.encoder === null ? null : 'graph',
    counts: state.counts,
    documents: () => view.summaries(),
    document: async (id) => {
      const head = await seen.documentOf(id);
      return head && view.document(head);
    },
    chunksOf: async (documentId) => {
      const head = await seen.documentOf(documentId);
      if (head === undefined) return [];
      const { chunks, sections } = await view.body(head);
      return chunks.map(
        ([chunkId, start, end, section]): ChunkPlace => ({
          ...{ chunkId, start, end },
          headingPath: sections[section]?.headingPath ?? [],
        }),
      );
    },
    searchLexical: async (terms, k, chosen) => {
      const within = narrowed(chosen);
      const distinct = [...new Set(terms)];
      if (distinct.length === 0 || within?.size === 0) return [];
      const idfs = idfOf(distinct);
      idfs.catch(() => undefined);
      for (let limit = k + spare; ; limit *= 2) {
        const found = await findByWords(distinct, Math.min(limit, mostFound), within);
        const current = await seen.current(found);
        if (current.length < k && found.length >= limit && limit < mostFound) continue;
        seen.note(current);
        const weights = await idfs;
        const scored = current.map(({ uuid }): Scored => {
          const ordinal = seen.ordinalOf(uuid)!;
          return { ordinal, score: bm25Of(seen.at(ordinal), weights) };
        });
        return ranked(scored, k);
      }
    },
    searchDense: async (vector, k, chosen) => vectors.search(vector, k, narrowed(chosen)),
    fits: async (ordinals, { terms, vector }) => {
      const [idfs, cosines] = await Promise.all([
        idfOf(terms),
        vector && vectors.cosines(vector, ordinals),
      ]);
      let all = 0;
      for (const weight of idfs.values()) all += weight;
      return ordinals.map((ordinal, at) => {
        const { counts, place } = seen.at(ordinal);
        let found = 0;
        for (const [term, weight] of idfs) if (counts.has(term)) found += weight;
        return {
          ordinal,
          cosine: cosines?.[at],
          coverage: all === 0 ? 0 : found / all,
          gathering: isGathering(place.headingPath),
        };
      });
    },
    itemCosines: (ordinals, vector) => vectors.itemCosines(vector, ordinals),
    chunks: (ordinals) =>
      Promise.all(
        ordinals.map(async (ordinal): Promise<ChunkRecord> => {
          const { head, place } = seen.at(ordinal);
          const { text } = await view.body(head);
          const { chunkId, start, end, headingPath, headingLength } = place;
          return {
            ...{ ordinal, chunkId, start, end, headingPath, headingLength },
            document: head.summary,
            text: text.slice(start, end),
            section: { start: place.sectionStart, end: place.sectionEnd },
          };
        }),
      ),
    termStatistics: async (terms) => {
      const frequencies = await Promise.all(terms.map((term) => view.frequency(term)));
      return terms.map((term, at) => ({
        term,
        idf: idf(state.counts.chunks, frequencies[at]!),
        documentFrequency: frequencies[at]!,
      }));
    },
    nearestWord: (word) => view.corrected(word, () => nearestWord(view, word)),
  };
}

/** While documents are written, a term may stand in more chunks than were counted last. */
function idf(size: number, frequency: number): number {
  return inverseFrequency(Math.max(size, frequency), frequency);
}
