/** Orama over the same terms and vectors. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { type Arm, type Contender, type OpenContender, resultsAsked } from './contender.ts';
import type { GrownChunk, Question } from './dataset.ts';
import { importPeer } from './import-peer.ts';
import { dimensions } from './seeds.ts';

interface Entry {
  readonly id: string;
  readonly terms: string;
  readonly text: string;
  readonly embedding: readonly number[];
}

type Database = { readonly brand: 'orama' };

interface OramaModule {
  create(options: object): Database;
  insertMultiple(
    database: Database,
    entries: readonly Entry[],
    batchSize: number,
    language: undefined,
    skipHooks: boolean,
    timeout: number,
  ): Promise<string[]>;
  search(
    database: Database,
    parameters: object,
  ): Promise<{ readonly hits: readonly { readonly id: string }[] }>;
  update(database: Database, id: string, entry: Entry): Promise<string>;
  remove(database: Database, id: string): Promise<boolean>;
  save(database: Database): unknown;
  load(database: Database, stored: unknown): void;
}

const batchSize = 1_000;
/**
 * Orama matches the beginnings of words and cannot be told otherwise without asking for all words at
 * once. An end mark makes each word the beginning of itself alone.
 */
const endMark = '$';

export const orama: Contender = {
  name: 'Orama',
  packages: ['@orama/orama'],
  arms: ['lexical', 'dense', 'hybrid'],
  async build(data, folder) {
    const module = await importPeer<OramaModule>('@orama/orama');
    const database = createDatabase(module);
    for (const batch of data.batches(batchSize)) {
      await module.insertMultiple(database, batch.map(entryOf), batchSize, undefined, true, 0);
    }
    // Its own JSON would be longer than the longest string from some 70,000 chunks on.
    writeFileSync(fileIn(folder), serialize(module.save(database)));
  },
  async open(_data, folder): Promise<OpenContender> {
    const module = await importPeer<OramaModule>('@orama/orama');
    const database = createDatabase(module);
    module.load(database, deserialize(readFileSync(fileIn(folder))));
    return {
      async search(arm, question) {
        const { hits } = await module.search(database, parametersOf(arm, question));
        return hits.map(({ id }) => Number(id));
      },
      async update(chunk) {
        await module.update(database, String(chunk.id), entryOf(chunk));
      },
      async remove(id) {
        await module.remove(database, String(id));
      },
      close: async () => {},
    };
  },
};

function createDatabase(module: OramaModule): Database {
  return module.create({
    schema: { terms: 'string', embedding: `vector[${dimensions}]` },
    components: {
      tokenizer: {
        language: 'english',
        normalizationCache: new Map(),
        tokenize: (text: string) =>
          text
            .split(' ')
            .filter((term) => term !== '')
            .map((term) => term + endMark),
      },
    },
  });
}

function entryOf({ id, terms, text, vector }: GrownChunk): Entry {
  return { id: String(id), terms: terms.join(' '), text, embedding: Array.from(vector) };
}

/** Plain BM25, which is what its answers are judged by. */
const bm25 = { k: 1.2, b: 0.75, d: 0 };

function parametersOf(arm: Arm, { terms, values }: Question): object {
  return {
    limit: resultsAsked,
    // Else it takes the vectors out of the documents that it found.
    includeVectors: true,
    ...(arm !== 'dense' && {
      term: terms.join(' '),
      properties: ['terms'],
      threshold: 1,
      relevance: bm25,
    }),
    ...(arm === 'lexical' ? { mode: 'fulltext' } : { mode: arm === 'dense' ? 'vector' : 'hybrid' }),
    ...(arm !== 'lexical' && { vector: { value: values, property: 'embedding' }, similarity: 0 }),
  };
}

function fileIn(folder: string): string {
  return join(folder, 'orama.bin');
}
