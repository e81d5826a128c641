/** MiniSearch over the same terms, with the parameters of plain BM25. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { type Contender, type OpenContender, resultsAsked } from './contender.ts';
import { importPeer } from './import-peer.ts';

interface Entry {
  readonly id: number;
  readonly terms: string;
}

interface MiniSearch {
  addAll(entries: readonly Entry[]): void;
  search(query: string): readonly { readonly id: number }[];
  replace(entry: Entry): void;
  discard(id: number): void;
  toJSON(): unknown;
}

interface MiniSearchModule {
  readonly default: {
    new (options: object): MiniSearch;
    loadJS(stored: unknown, options: object): MiniSearch;
  };
}

const options = {
  fields: ['terms'],
  tokenize: (text: string) => text.split(' '),
  processTerm: (term: string) => term,
  searchOptions: {
    combineWith: 'OR',
    prefix: false,
    fuzzy: false,
    bm25: { k: 1.2, b: 0.75, d: 0 },
  },
};

export const minisearch: Contender = {
  name: 'MiniSearch',
  packages: ['minisearch'],
  arms: ['lexical'],
  async build(data, folder) {
    const { default: MiniSearch } = await importPeer<MiniSearchModule>('minisearch');
    const index = new MiniSearch(options);
    for (const batch of data.batches(1_000)) {
      index.addAll(batch.map(({ id, terms }) => ({ id, terms: terms.join(' ') })));
    }
    // Its own JSON would be longer than the longest string from some 500,000 chunks on.
    writeFileSync(fileIn(folder), serialize(index.toJSON()));
  },
  async open(_data, folder): Promise<OpenContender> {
    const { default: MiniSearch } = await importPeer<MiniSearchModule>('minisearch');
    const index = MiniSearch.loadJS(deserialize(readFileSync(fileIn(folder))), options);
    return {
      search: async (_arm, { terms }) =>
        index
          .search(terms.join(' '))
          .slice(0, resultsAsked)
          .map(({ id }) => id),
      update: async ({ id, terms }) => index.replace({ id, terms: terms.join(' ') }),
      remove: async (id) => index.discard(id),
      close: async () => {},
    };
  },
};

function fileIn(folder: string): string {
  return join(folder, 'minisearch.bin');
}
