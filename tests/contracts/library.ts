import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { Embedder } from '../../src/embed/contract.ts';
import { ConfigError, IndexMissingError } from '../../src/errors.ts';
import { inverseFrequency, termScore } from '../../src/index/bm25.ts';
import type { IngestOptions, IngestReport } from '../../src/ingest/ingest-corpus.ts';
import { defaultFieldWeights } from '../../src/library/chunk-terms.ts';
import type { Library, LibraryReader } from '../../src/library/contract.ts';
import { dropLibrary, openLibrary } from '../../src/pipeline-library.ts';
import { termsOf } from '../../src/text/terms.ts';
import { createFakeEmbedder } from '../fakes/fake-embedder.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { ingestNotes } from '../hardening/plain-ingestion.ts';

interface Opened {
  readonly corpus: string;
  readonly library: Library;
  readonly embedder: ReturnType<typeof createFakeEmbedder>;
  ingest(given?: Partial<IngestOptions>): Promise<IngestReport>;
  /** The same library, as another server holds it. */
  another(): Promise<Library>;
  read<Result>(work: (reader: LibraryReader) => Promise<Result>): Promise<Result>;
}

/** Some paragraphs of ordinary words, no two alike. */
const prose = (topic: string, count: number): string =>
  Array.from(
    { length: count },
    (_, at) =>
      `Paragraph ${at} explains ${topic} again. ${`Detail ${at} belongs to ${topic} alone. `.repeat(9)}`,
  ).join('\n\n');

const notes = {
  'apples.md': `---\ntitle: Apples\ntopic: fruit\nupdated: 2026-05-01\n---\n\n# Apples\n\n${prose('apples', 5)}\n\n## Storage\n\nApples keep in a cellar – for months, “cool” and dark 🍎.\n`,
  'deep/pears.md': `# Pears\n\n${prose('pears', 4)}\n\n## Glossary\n\n- **Quince**: a hard yellow fruit that is related to the pear, smells of roses, and must be cooked before it is eaten.\n- **Perry**: a drink that is made of fermented pears, mostly in the west of England, where many old trees stand.\n`,
  'plums.txt': prose('plums', 3),
};

/** What every library keeps to. `environment` names an empty one; it is dropped with the test. */
export function describeLibrary(
  name: string,
  environment: () => Readonly<Record<string, string>>,
): void {
  const open = async (
    files: Readonly<Record<string, string>> = notes,
    embedder = createFakeEmbedder(),
  ): Promise<Opened> => {
    const corpus = temporaryFolder(files);
    const data = temporaryFolder();
    const config = readConfig({
      ...environment(),
      CORPUS_DIR: corpus,
      DATA_DIR: data,
      WEAVIATE_PREFIX: `Test${randomBytes(6).toString('hex')}`,
    });
    const { library, openStore } = await openLibrary(config);
    onTestFinished(async () => {
      await library.close();
      await dropLibrary(config);
    });
    const ingest = (given: Partial<IngestOptions> = {}) => {
      const using = given.embedder === undefined ? embedder : given.embedder;
      const weights = defaultFieldWeights;
      return ingestNotes({
        corpusFolder: corpus,
        dataFolder: data,
        embedder: using,
        ...(openStore && {
          openStore: () => openStore({ embedder: using, weights, shard: given.shard }),
        }),
        ...given,
      });
    };
    return {
      corpus,
      library,
      embedder,
      ingest,
      another: async () => {
        const other = (await openLibrary(config)).library;
        onTestFinished(async () => other.close());
        await other.refresh();
        return other;
      },
      read: async (work) => {
        await library.refresh();
        return library.use(work);
      },
    };
  };
  const filled = async (files?: Readonly<Record<string, string>>, embedder?: Fake) => {
    const opened = await open(files, embedder);
    await opened.ingest();
    return opened;
  };

  describe(name, () => {
    it('says that there is nothing yet', async () => {
      const { library } = await open();
      expect(library.isOpen).toBe(false);
      await expect(async () => library.refresh()).rejects.toThrow(IndexMissingError);
      await expect(library.use(async () => undefined)).rejects.toThrow(IndexMissingError);
    });

    it('lists its documents by uri, with what is known of them', async () => {
      const { read, ingest } = await open();
      const report = await ingest();
      await read(async (reader) => {
        const documents = await reader.documents();
        expect(documents.map(({ uri }) => uri)).toEqual(Object.keys(notes).sort());
        expect(documents[0]).toMatchObject({
          mediaType: 'text/markdown',
          title: 'Apples',
          topic: 'fruit',
          updated: '2026-05-01',
          chars: notes['apples.md'].length,
          pages: 0,
        });
        expect(reader.generation).toBe(report.generation);
        expect(reader.counts).toEqual({ documents: 3, chunks: report.chunks });
        expect(documents.reduce((sum, { chunks }) => sum + chunks, 0)).toBe(report.chunks);
        expect(new Date(reader.writtenAt).getTime()).toBeGreaterThan(Date.now() - 60_000);
      });
    });

    it('gives documents back to the letter, and undefined for others', async () => {
      const { read } = await filled();
      await read(async (reader) => {
        for (const { id, uri } of await reader.documents()) {
          const document = await reader.document(id);
          expect(document?.text).toBe(notes[uri as keyof typeof notes]);
          expect(document?.sections.length).toBeGreaterThan(0);
        }
        const apples = (await reader.documents())[0]!;
        expect((await reader.document(apples.id))?.metadata).toMatchObject({ topic: 'fruit' });
        expect(await reader.document('0'.repeat(64))).toBeUndefined();
      });
    });

    it('says where the chunks of a document stand, in order', async () => {
      const { read } = await filled();
      await read(async (reader) => {
        for (const { id, chunks } of await reader.documents()) {
          const places = await reader.chunksOf(id);
          expect(places.length).toBe(chunks);
          const starts = places.map(({ start }) => start);
          expect(starts).toEqual(starts.toSorted((left, right) => left - right));
        }
        expect(await reader.chunksOf('0'.repeat(64))).toEqual([]);
      });
    });

    it('ranks by BM25 over body, headings and keys, and gives chunks as they stand', async () => {
      const { read } = await filled();
      await read(async (reader) => {
        const all = await reader.searchLexical(['appl', 'pear', 'plum'], 100);
        expect(all.length).toBe(reader.counts.chunks);
        const chunks = await reader.chunks(all.map(({ ordinal }) => ordinal));
        for (const { document, text, start, end, section, chunkId } of chunks) {
          const whole = (await reader.document(document.id))!;
          expect(whole.text.slice(start, end)).toBe(text);
          expect(section.start).toBeLessThanOrEqual(start);
          expect(section.end).toBeGreaterThanOrEqual(end);
          const places = await reader.chunksOf(document.id);
          expect(places.map((place) => place.chunkId)).toContain(chunkId);
        }
        const bags = chunks.map((chunk) => termsIn(chunk));
        const lengths = bags.map((bag) => [...bag.values()].reduce((sum, count) => sum + count, 0));
        const average = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
        for (const terms of [
          ['appl'],
          ['pear', 'detail'],
          ['cellar', 'cool', 'plum'],
          ['nothere'],
        ]) {
          const found = await reader.searchLexical(terms, 5);
          const expected = bags
            .map((bag, at) => ({
              ordinal: chunks[at]!.ordinal,
              score: terms.reduce((sum, term) => {
                const frequency = bags.filter((other) => other.has(term)).length;
                const idf = inverseFrequency(bags.length, frequency);
                return sum + termScore(idf, bag.get(term) ?? 0, lengths[at]!, average);
              }, 0),
            }))
            .filter(({ score }) => score > 0)
            .sort((left, right) => right.score - left.score || left.ordinal - right.ordinal)
            .slice(0, 5);
          expect(found.length).toBe(expected.length);
          for (const [at, { score }] of found.entries()) {
            expect(score).toBeCloseTo(expected[at]!.score, 3);
          }
          expectRanked(found);
        }
      });
    });

    it('counts a term once a search, however often it is asked for', async () => {
      const { read } = await filled();
      await read(async (reader) => {
        const once = await reader.searchLexical(['cellar', 'appl'], 3);
        expect(await reader.searchLexical(['cellar', 'appl', 'cellar', 'appl'], 3)).toEqual(once);
        expect(await reader.searchLexical([], 3)).toEqual([]);
      });
    });

    it('ranks by cosine, through texts that lead to a chunk as well', async () => {
      const { read, embedder } = await filled();
      await read(async (reader) => {
        const everything = await reader.searchLexical(['appl', 'pear', 'plum'], 100);
        const all = everything.map(({ ordinal }) => ordinal);
        for (const question of ['a', 'something else', 'Quince']) {
          const vector = await embedder.embedQuery(question);
          const found = await reader.searchDense(vector, 4);
          expectRanked(found);
          const fits = await reader.fits(all, { terms: [], vector });
          const cosines = fits.map(({ cosine }) => cosine!).sort((left, right) => right - left);
          for (const [at, { score }] of found.entries()) {
            expect(score).toBeCloseTo(cosines[at]!, 3);
          }
        }
        const chunks = await reader.chunks(all);
        const glossary = chunks.find(({ text }) => text.includes('Quince'))!;
        const item = embedder.texts.find((text) => text.startsWith('Quince'))!;
        const vector = await embedder.embedQuery(item);
        const [best] = await reader.searchDense(vector, 1);
        expect(best).toMatchObject({ ordinal: glossary.ordinal });
        expect(best!.score).toBeCloseTo(0.9, 3);
        const [items, none] = await reader.itemCosines(
          [glossary.ordinal, chunks.find(({ document }) => document.uri === 'plums.txt')!.ordinal],
          vector,
        );
        expect(items!.length).toBe(2);
        expect(items![0]).toBeCloseTo(1, 3);
        expect(none).toEqual([]);
      });
    });

    it('searches some documents alone, and scores their chunks as among all', async () => {
      const { read, embedder } = await filled();
      await read(async (reader) => {
        const documents = await reader.documents();
        const idsOf = (...uris: string[]) =>
          new Set(documents.filter(({ uri }) => uris.includes(uri)).map(({ id }) => id));
        const terms = ['appl', 'pear', 'plum', 'detail'];
        const vector = await embedder.embedQuery('Quince');
        const size = reader.counts.chunks;
        const whole = {
          lexical: await reader.searchLexical(terms, size),
          dense: await reader.searchDense(vector, size),
        };
        const all = await reader.chunks(whole.lexical.map(({ ordinal }) => ordinal));
        expect(whole.dense.length).toBe(size);
        const documentOf = new Map(all.map((chunk) => [chunk.ordinal, chunk.document.id]));
        for (const within of [
          idsOf('deep/pears.md'),
          idsOf('plums.txt', 'apples.md'),
          new Set(['0'.repeat(64), ...idsOf('apples.md')]),
          new Set<string>(),
        ]) {
          for (const k of [3, size]) {
            const left = (found: readonly { ordinal: number }[]) =>
              found
                .map(({ ordinal }) => ordinal)
                .filter((ordinal) => within.has(documentOf.get(ordinal)!))
                .slice(0, k);
            const lexical = await reader.searchLexical(terms, k, within);
            const dense = await reader.searchDense(vector, k, within);
            expect(lexical.map(({ ordinal }) => ordinal)).toEqual(left(whole.lexical));
            expect(dense.map(({ ordinal }) => ordinal)).toEqual(left(whole.dense));
            const scores = new Map(whole.lexical.map(({ ordinal, score }) => [ordinal, score]));
            for (const { ordinal, score } of lexical) {
              expect(score).toBeCloseTo(scores.get(ordinal)!, 5);
            }
            expectRanked(dense);
          }
        }
      });
    });

    it('says how chunks fit a question', async () => {
      const { read } = await filled();
      await read(async (reader) => {
        const found = await reader.searchLexical(['cellar', 'quinc', 'plum'], 20);
        const ordinals = found.map(({ ordinal }) => ordinal);
        const query = { terms: ['cellar', 'nothere'], vector: undefined };
        const fits = await reader.fits(ordinals, query);
        const chunks = await reader.chunks(ordinals);
        const [cellar, absent] = await reader.termStatistics(query.terms);
        for (const [at, { ordinal, coverage, gathering, cosine }] of fits.entries()) {
          const { text, headingPath } = chunks[at]!;
          expect(ordinal).toBe(ordinals[at]);
          expect(cosine).toBeUndefined();
          expect(gathering).toBe(headingPath.includes('Glossary'));
          const share = text.includes('cellar') ? cellar!.idf / (cellar!.idf + absent!.idf) : 0;
          expect(coverage).toBeCloseTo(share, 5);
        }
        expect(await reader.fits([], query)).toEqual([]);
        expect((await reader.fits(ordinals, { terms: [], vector: undefined }))[0]?.coverage).toBe(
          0,
        );
      });
    });

    it('knows in how many chunks a term stands', async () => {
      const { read } = await filled();
      await read(async (reader) => {
        const [cellar, apples, absent, empty] = await reader.termStatistics([
          'cellar',
          'appl',
          'nothere',
          '',
        ]);
        expect(cellar).toMatchObject({ term: 'cellar', documentFrequency: 1 });
        expect(apples!.documentFrequency).toBeGreaterThan(1);
        expect(absent!.documentFrequency).toBe(0);
        expect(empty!.documentFrequency).toBe(0);
        expect(absent!.idf).toBeGreaterThan(cellar!.idf);
        expect(cellar!.idf).toBeGreaterThan(apples!.idf);
        expect(apples!.idf).toBeGreaterThan(0);
      });
    });

    it('finds the word that one may be a misspelling of', async () => {
      const { read } = await filled();
      await read(async (reader) => {
        expect(await reader.nearestWord('cellar')).toBe('cellar');
        expect(await reader.nearestWord('the')).toBe('the');
        expect(await reader.nearestWord('celar')).toBe('cellar');
        expect(await reader.nearestWord('clelar')).toBe('cellar');
        expect(await reader.nearestWord('fermnted')).toBe('fermented');
        expect(await reader.nearestWord('frementde')).toBe('fermented');
        expect(await reader.nearestWord('zzyzx')).toBeUndefined();
        expect(await reader.nearestWord('pxar')).toBe('pear');
      });
    });

    it('embeds only what changed, and writes nothing where nothing did', async () => {
      const { corpus, ingest, library, embedder } = await filled();
      const before = embedder.texts.length;
      await library.refresh();
      expect(await ingest()).toMatchObject({ changed: false, embedded: 0, documents: 3 });
      expect(await library.refresh()).toBe(false);
      writeFileSync(join(corpus, 'apples.md'), notes['apples.md'].replace('cellar', 'barn'));
      const report = await ingest();
      expect(report).toMatchObject({
        changed: true,
        updated: 1,
        added: 0,
        removed: 0,
        embedded: 1,
      });
      expect(embedder.texts.length).toBe(before + 1);
      expect(await library.refresh()).toBe(true);
      await library.use(async (reader) => {
        expect(await reader.searchLexical(['cellar'], 5)).toEqual([]);
        expect((await reader.searchLexical(['barn'], 5)).length).toBe(1);
        expect(await reader.nearestWord('cellar')).not.toBe('cellar');
      });
    });

    it('takes the vectors of a file that was renamed', async () => {
      const { corpus, ingest, read } = await filled();
      rmSync(join(corpus, 'plums.txt'));
      writeFileSync(join(corpus, 'prunes.txt'), notes['plums.txt']);
      expect(await ingest()).toMatchObject({ added: 1, removed: 1, embedded: 0 });
      await read(async (reader) => {
        expect((await reader.documents()).map(({ uri }) => uri)).toContain('prunes.txt');
        const found = await reader.searchLexical(['plum'], 20);
        const chunks = await reader.chunks(found.map(({ ordinal }) => ordinal));
        expect(new Set(chunks.map(({ document }) => document.uri))).toEqual(
          new Set(['prunes.txt']),
        );
      });
    });

    it('forgets a document whose file has gone, with its chunks and words', async () => {
      const { corpus, ingest, read, embedder } = await filled();
      rmSync(join(corpus, 'plums.txt'));
      expect(await ingest()).toMatchObject({ removed: 1, documents: 2 });
      await read(async (reader) => {
        expect((await reader.documents()).map(({ uri }) => uri)).toEqual([
          'apples.md',
          'deep/pears.md',
        ]);
        expect(await reader.searchLexical(['plum'], 5)).toEqual([]);
        expect(await reader.nearestWord('plums')).toBeUndefined();
        const [plum] = await reader.termStatistics(['plum']);
        expect(plum!.documentFrequency).toBe(0);
        const found = await reader.searchDense(await embedder.embedQuery('plums'), 100);
        expect(found.length).toBe(reader.counts.chunks);
      });
    });

    it('keeps documents whose file has gone where it is told to, and refuses to drop most', async () => {
      const { corpus, ingest, read } = await filled();
      rmSync(join(corpus, 'plums.txt'));
      rmSync(join(corpus, 'deep/pears.md'));
      await expect(ingest({ confirmPrune: false })).rejects.toThrow(ConfigError);
      expect(await ingest({ prune: false })).toMatchObject({ removed: 0, documents: 3 });
      await read(async (reader) => expect((await reader.documents()).length).toBe(3));
    });

    it('shows whoever is reading a document the text that it began with', async () => {
      const { corpus, ingest, read, library } = await filled();
      await read(async (reader) => {
        const [hit] = await reader.searchLexical(['cellar'], 1);
        const [before] = await reader.chunks([hit!.ordinal]);
        writeFileSync(
          join(corpus, 'apples.md'),
          `${notes['apples.md'].replace('cellar', 'barn')}\nMore.`,
        );
        await ingest();
        await library.refresh();
        const [after] = await reader.chunks([hit!.ordinal]);
        const document = await reader.document(before!.document.id);
        expect(after).toEqual(before);
        expect(document?.text.slice(after!.start, after!.end)).toBe(before!.text);
      });
      await library.use(async (reader) => {
        expect((await reader.searchLexical(['barn'], 5)).length).toBe(1);
      });
    });

    it('shows the same to another server', async () => {
      const { another, read, embedder } = await filled();
      const other = await another();
      const look = async (reader: LibraryReader) => {
        const vector = await embedder.embedQuery('pears');
        const found = [
          ...(await reader.searchLexical(['pear', 'detail'], 6)),
          ...(await reader.searchDense(vector, 6)),
        ];
        const chunks = await reader.chunks(found.map(({ ordinal }) => ordinal));
        return {
          generation: reader.generation,
          documents: await reader.documents(),
          found: found.map(({ score }, at) => [chunks[at]!.chunkId, score]),
        };
      };
      expect(await other.use(look)).toEqual(await read(look));
    });

    it('goes on after a run that failed, and embeds no chunk twice', async () => {
      const failing = createFakeEmbedder();
      const { corpus, ingest, read, embedder, library } = await filled(notes, failing);
      const before = embedder.texts.length;
      writeFileSync(join(corpus, 'cherries.md'), `# Cherries\n\n${prose('cherries', 12)}`);
      writeFileSync(join(corpus, 'dates.md'), `# Dates\n\n${prose('dates', 12)}`);
      let calls = 0;
      const breaking: Embedder = {
        ...embedder,
        embedDocuments: (texts, options) => {
          calls += 1;
          if (calls > 1) throw new ConfigError('The encoder has gone.');
          return embedder.embedDocuments(texts, options);
        },
      };
      await expect(ingest({ embedder: breaking })).rejects.toThrow('The encoder has gone.');
      await library.refresh();
      await library.use(async (reader) => {
        const uris = (await reader.documents()).map(({ uri }) => uri);
        expect(uris).toEqual(expect.arrayContaining(Object.keys(notes)));
        expect((await reader.searchLexical(['cellar'], 1)).length).toBe(1);
      });
      const report = await ingest();
      expect(report).toMatchObject({ documents: 5 });
      await read(async (reader) => {
        expect((await reader.documents()).length).toBe(5);
        expect(reader.counts.chunks).toBe(report.chunks);
      });
      const made = embedder.texts.slice(before);
      expect(made.length).toBe(new Set(made).size);
    });

    it('makes vectors anew for another encoder, and mixes none', async () => {
      const { ingest, read, embedder } = await filled();
      await read(async (reader) => {
        expect(reader.encoder).toEqual({ fingerprint: 'fake:16', dimensions: 16 });
      });
      const wider = createFakeEmbedder(24);
      const report = await ingest({ embedder: wider });
      expect(report.embedded).toBe(embedder.texts.length);
      expect(report).toMatchObject({ documents: 3, added: 0, removed: 0 });
      await read(async (reader) => {
        expect(reader.encoder).toEqual({ fingerprint: 'fake:24', dimensions: 24 });
        expect((await reader.documents()).length).toBe(3);
        const found = await reader.searchDense(await wider.embedQuery('pears'), 100);
        expect(found.length).toBe(reader.counts.chunks);
      });
    });

    it('holds words alone where there is no encoder, and vectors as soon as there is one', async () => {
      const { ingest, read, embedder } = await open();
      await ingest({ embedder: null });
      await read(async (reader) => {
        expect(reader.encoder).toBeNull();
        expect(reader.vectorIndex).toBeNull();
        expect(await reader.searchDense(new Float32Array(16), 3)).toEqual([]);
        const [hit] = await reader.searchLexical(['cellar'], 1);
        expect((await reader.itemCosines([hit!.ordinal], new Float32Array(16)))[0]).toEqual([]);
      });
      expect(await ingest()).toMatchObject({ changed: true, documents: 3, added: 0 });
      expect(embedder.texts.length).toBeGreaterThan(0);
      await read(async (reader) => {
        const found = await reader.searchDense(await embedder.embedQuery('pears'), 100);
        expect(found.length).toBe(reader.counts.chunks);
      });
    });

    it('makes all anew where it is told to, and says the same afterwards', async () => {
      const { ingest, read, embedder } = await filled();
      const look = async (reader: LibraryReader) => {
        const found = await reader.searchLexical(['pear', 'cellar'], 9);
        const chunks = await reader.chunks(found.map(({ ordinal }) => ordinal));
        return [found.map(({ score }) => score), chunks.map(({ chunkId }) => chunkId)];
      };
      const before = await read(look);
      const made = embedder.texts.length;
      expect(await ingest({ rebuild: true })).toMatchObject({ changed: true, embedded: made });
      expect(await read(look)).toEqual(before);
    });

    it('holds a document that nothing can be found in', async () => {
      const { read } = await filled({ ...notes, 'empty.md': '---\ntitle: Empty\n---\n' });
      await read(async (reader) => {
        const empty = (await reader.documents()).find(({ uri }) => uri === 'empty.md')!;
        expect(empty.chunks).toBe(0);
        expect(await reader.chunksOf(empty.id)).toEqual([]);
        expect((await reader.document(empty.id))?.title).toBe('Empty');
      });
    });
  });
}

type Fake = ReturnType<typeof createFakeEmbedder>;

/** Weighted terms of a chunk, worked out from what is shown of it; these notes have no keys. */
function termsIn(chunk: {
  readonly text: string;
  readonly headingLength: number;
  readonly headingPath: readonly string[];
  readonly document: { readonly title: string; readonly uri: string };
}): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (terms: Iterable<string>) => {
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  };
  add(termsOf(chunk.text.slice(chunk.headingLength)));
  add(new Set(termsOf(chunk.headingPath.join(' '))));
  return counts;
}

function expectRanked(found: readonly { readonly ordinal: number; readonly score: number }[]) {
  const sorted = found.toSorted(
    (left, right) => right.score - left.score || left.ordinal - right.ordinal,
  );
  expect(found).toEqual(sorted);
}
