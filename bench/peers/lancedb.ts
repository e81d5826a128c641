/** LanceDB, which has an index of words and searches vectors flat or through an index. */
import { type Arm, type Contender, type OpenContender, resultsAsked } from './contender.ts';
import type { Dataset, GrownChunk, Question } from './dataset.ts';
import { importPeer } from './import-peer.ts';

interface Entry {
  readonly id: number;
  readonly text: string;
  readonly terms: string;
  readonly vector: readonly number[];
}

interface Query {
  select(columns: readonly string[]): Query;
  limit(count: number): Query;
  fullTextSearch(query: string, options: { readonly columns: readonly string[] }): Query;
  nearestTo(vector: readonly number[]): VectorQuery;
  rerank(reranker: object): Query;
  toArray(): Promise<readonly { readonly id: number }[]>;
}

interface VectorQuery extends Query {
  distanceType(type: 'cosine'): VectorQuery;
  bypassVectorIndex(): VectorQuery;
  ef(count: number): VectorQuery;
  refineFactor(factor: number): VectorQuery;
}

interface Table {
  add(entries: readonly Entry[]): Promise<unknown>;
  createIndex(column: string, options: { readonly config: object }): Promise<void>;
  optimize(options: { readonly cleanupOlderThan: Date }): Promise<unknown>;
  query(): Query;
  delete(predicate: string): Promise<unknown>;
  mergeInsert(on: string): {
    whenMatchedUpdateAll(): { execute(entries: readonly Entry[]): Promise<unknown> };
  };
  close(): void;
}

interface LanceModule {
  connect(folder: string): Promise<{
    createTable(name: string, entries: readonly Entry[]): Promise<Table>;
    openTable(name: string): Promise<Table>;
    close(): void;
  }>;
  readonly Index: {
    fts(options: object): object;
    hnswSq(options: object): object;
    btree(): object;
  };
  readonly rerankers: { readonly RRFReranker: { create(constant: number): Promise<object> } };
}

const batchSize = 10_000;
const table = 'notes';
/** Its index keeps rounded vectors: more candidates, compared again with the true ones, find more. */
const settings = [
  { ef: 50, refine: 2 },
  { ef: 100, refine: 2 },
  { ef: 100, refine: 5 },
  { ef: 200, refine: 5 },
  { ef: 300, refine: 10 },
  { ef: 500, refine: 10 },
  { ef: 1_000, refine: 20 },
];

export const lanceFlat: Contender = contenderOf('LanceDB flat', false);
/** Its documentation asks for no index below. */
export const lanceIndexed: Contender = { ...contenderOf('LanceDB HNSW-SQ', true), from: 100_000 };

function contenderOf(name: string, indexed: boolean): Contender {
  return {
    name,
    packages: ['@lancedb/lancedb', 'apache-arrow'],
    arms: ['lexical', 'dense', 'hybrid'],
    async build(data, folder) {
      const module = await importPeer<LanceModule>('@lancedb/lancedb');
      const database = await module.connect(folder);
      const notes = await fill(database, data);
      // Terms are made already: nothing is to be stemmed, folded or left out once more.
      const words = { baseTokenizer: 'whitespace', lowercase: false, stem: false };
      const plain = { removeStopWords: false, asciiFolding: false, withPosition: false };
      await notes.createIndex('terms', { config: module.Index.fts({ ...words, ...plain }) });
      await notes.createIndex('id', { config: module.Index.btree() });
      if (indexed) {
        const config = module.Index.hnswSq({ distanceType: 'cosine' });
        await notes.createIndex('vector', { config });
      }
      notes.close();
      database.close();
    },
    async open(_data, folder): Promise<OpenContender> {
      const module = await importPeer<LanceModule>('@lancedb/lancedb');
      const database = await module.connect(folder);
      const notes = await database.openTable(table);
      const reranker = await module.rerankers.RRFReranker.create(60);
      let setting = settings[0]!;
      const near = ({ values }: Question): VectorQuery => {
        const query = notes.query().nearestTo(values).distanceType('cosine');
        return indexed
          ? query.ef(setting.ef).refineFactor(setting.refine)
          : query.bypassVectorIndex();
      };
      const queries: Readonly<Record<Arm, (question: Question) => Query>> = {
        lexical: ({ terms }) =>
          notes
            .query()
            .fullTextSearch(terms.join(' '), { columns: ['terms'] })
            .select(['id']),
        dense: (question) => near(question).select(['id']),
        hybrid: (question) =>
          near(question)
            .fullTextSearch(question.terms.join(' '), { columns: ['terms'] })
            .rerank(reranker)
            .select(['id', 'text']),
      };
      return {
        async search(arm, question) {
          const rows = await queries[arm](question).limit(resultsAsked).toArray();
          return rows.map(({ id }) => id);
        },
        ...(indexed && {
          settings: settings.map((chosen) => ({
            name: `ef ${chosen.ef}, refine ${chosen.refine}`,
            use: () => {
              setting = chosen;
            },
          })),
        }),
        async update(chunk) {
          await notes
            .mergeInsert('id')
            .whenMatchedUpdateAll()
            .execute([entryOf(chunk)]);
        },
        async remove(id) {
          await notes.delete(`id = ${id}`);
        },
        close: async () => {
          notes.close();
          database.close();
        },
      };
    },
  };
}

async function fill(
  database: Awaited<ReturnType<LanceModule['connect']>>,
  data: Dataset,
): Promise<Table> {
  let notes: Table | undefined;
  for (const batch of data.batches(batchSize)) {
    const entries = batch.map(entryOf);
    if (notes === undefined) notes = await database.createTable(table, entries);
    else await notes.add(entries);
  }
  if (notes === undefined) throw new Error('LanceDB: there are no chunks to fill a table with.');
  await notes.optimize({ cleanupOlderThan: new Date() });
  return notes;
}

function entryOf({ id, text, terms, vector }: GrownChunk): Entry {
  return { id, text, terms: terms.join(' '), vector: Array.from(vector) };
}
