/** What only a library that many programs write can show; the rest is in `weaviate-library.test.ts`. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { type Config, readConfig } from '../../src/config.ts';
import { LibraryUnavailableError, UpstreamError } from '../../src/errors.ts';
import type { IngestOptions } from '../../src/ingest/ingest-corpus.ts';
import { defaultFieldWeights } from '../../src/library/chunk-terms.ts';
import type { LibraryReader } from '../../src/library/contract.ts';
import { WeaviateCluster } from '../../src/library/weaviate/cluster.ts';
import { connectionOf } from '../../src/library/weaviate/connection.ts';
import { installationId } from '../../src/library/weaviate/installation-id.ts';
import { objectId, setOf } from '../../src/library/weaviate/names.ts';
import { readState } from '../../src/library/weaviate/state.ts';
import { putObjects } from '../../src/library/weaviate/writes.ts';
import { dropLibrary, openLibrary } from '../../src/pipeline-library.ts';
import { createFakeEmbedder } from '../fakes/fake-embedder.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { ingestNotes } from '../hardening/plain-ingestion.ts';
import { startCluster } from './start-cluster.ts';

const notes = Object.fromEntries(
  Array.from({ length: 12 }, (_, at) => [
    `note-${at}.md`,
    `# Note ${at}\n\nThis note speaks of matter${at} and of things that all notes share.\n`,
  ]),
);

/** Another machine with a data folder of its own; all write into the library of the prefix. */
async function machine(prefix: string, corpus: string, settings: Record<string, string> = {}) {
  const embedder = createFakeEmbedder();
  const data = temporaryFolder();
  const config = readConfig({
    LIBRARY: 'weaviate',
    WEAVIATE_URL: inject('weaviateUrl'),
    WEAVIATE_GRPC_URL: `127.0.0.1:${inject('weaviateGrpcPort')}`,
    WEAVIATE_REPLICATION: '3',
    ...settings,
    WEAVIATE_PREFIX: prefix,
    CORPUS_DIR: corpus,
    DATA_DIR: data,
  });
  const { library, openStore } = await openLibrary(config);
  onTestFinished(async () => library.close());
  return {
    data,
    config,
    embedder,
    ingest: (given: Partial<IngestOptions> = {}) => {
      const using = given.embedder === undefined ? embedder : given.embedder;
      return ingestNotes({
        corpusFolder: corpus,
        dataFolder: data,
        embedder: using,
        openStore: () =>
          openStore!({ embedder: using, weights: defaultFieldWeights, shard: given.shard }),
        ...given,
      });
    },
    read: async <Result>(work: (reader: LibraryReader) => Promise<Result>): Promise<Result> => {
      await library.refresh();
      return library.use(work);
    },
  };
}

type Machine = Awaited<ReturnType<typeof machine>>;

async function firstMachine(files: Readonly<Record<string, string>> = notes) {
  const prefix = `Test${randomBytes(6).toString('hex')}`;
  const corpus = temporaryFolder(files);
  const first = await machine(prefix, corpus);
  onTestFinished(() => dropLibrary(first.config));
  return { prefix, corpus, first };
}

const urisOf = ({ read }: Machine) =>
  read(async (reader) => (await reader.documents()).map(({ uri }) => uri));

function clusterOf(config: Config): WeaviateCluster {
  const cluster = new WeaviateCluster(connectionOf(config));
  onTestFinished(() => cluster.close());
  return cluster;
}

describe('a library that several machines write', () => {
  it('is the same whether one machine ingests or three, each a share, at once', async () => {
    const { prefix, corpus, first } = await firstMachine();
    const others = [await machine(prefix, corpus), await machine(prefix, corpus)];
    const reports = await Promise.all(
      [first, ...others].map(({ ingest }, at) => ingest({ shard: { number: at + 1, of: 3 } })),
    );
    expect(reports.reduce((sum, { added }) => sum + added, 0)).toBe(12);
    expect(await urisOf(first)).toEqual(Object.keys(notes).sort());
    const look = async (reader: LibraryReader) =>
      (await reader.searchLexical(['matter7', 'share'], 12)).map(({ score }) => score);
    const shared = await first.read(look);
    const alone = await firstMachine();
    await alone.first.ingest();
    expect(shared).toEqual(await alone.first.read(look));
    expect(await others[0]!.ingest({ shard: { number: 2, of: 3 } })).toMatchObject({
      changed: false,
    });
  });

  it('loses with a share only documents of that share', async () => {
    const { prefix, corpus, first } = await firstMachine();
    await first.ingest();
    for (const uri of Object.keys(notes).slice(0, 5)) rmSync(join(corpus, uri));
    const of = 3;
    const removed = [];
    for (let number = 1; number <= of; number += 1) {
      const other = await machine(prefix, corpus);
      const report = await other.ingest({ shard: { number, of }, pruneOthers: true });
      removed.push(report.removed);
    }
    expect(removed.reduce((sum, count) => sum + count, 0)).toBe(5);
    expect((await urisOf(first)).length).toBe(7);
  });

  it('keeps what another machine took in, unless told otherwise, and its uploads always', async () => {
    const { prefix, first } = await firstMachine();
    mkdirSync(join(first.data, 'uploads'));
    writeFileSync(join(first.data, 'uploads', 'sent.md'), '# Sent\n\nSomebody sent this.\n');
    await first.ingest();
    const second = await machine(prefix, temporaryFolder({ 'own.md': '# Own\n\nOwn text.\n' }));
    expect(await second.ingest()).toMatchObject({ added: 1, removed: 0, documents: 14 });
    expect(await second.ingest({ pruneOthers: true })).toMatchObject({ removed: 12 });
    expect(await urisOf(first)).toEqual(['own.md', 'uploads/sent.md']);
    rmSync(join(first.data, 'uploads', 'sent.md'));
    rmSync(join(first.config.CORPUS_DIR), { recursive: true });
    mkdirSync(join(first.config.CORPUS_DIR));
    expect(await first.ingest()).toMatchObject({ removed: 1 });
    expect(await urisOf(second)).toEqual(['own.md']);
  });

  it('shows nothing of a run that was killed, and the next one clears it', async () => {
    const { first } = await firstMachine();
    await first.ingest();
    const cluster = clusterOf(first.config);
    const set = setOf(first.config.WEAVIATE_PREFIX, (await readState(cluster))!.set);
    const [known] = await first.read((reader) => reader.documents());
    const place = { number: 0, chunkId: '0', start: 0, end: 1, sectionStart: 0, sectionEnd: 1 };
    const orphan = (documentId: string) => ({
      id: objectId(documentId, 'orphan'),
      properties: {
        ...{ documentId, version: 'orphan', vectorKey: '', length: 1 },
        ...{ terms: 'leftover', words: 'leftover' },
        place: JSON.stringify({ ...place, headingPath: [], headingLength: 0 }),
      },
    });
    const pending = (documentId: string) => ({
      id: objectId('pending', documentId),
      properties: { owner: `${installationId(first.data)} all`, documentId },
    });
    const documents = [known!.id, 'f'.repeat(64)];
    await putObjects(cluster, set.pending, documents.map(pending), 'pending');
    await putObjects(cluster, set.chunks, documents.map(orphan), 'orphans');
    const count = (collection: string) =>
      cluster.read('count', (client) => client.collections.use(collection).length());
    expect(await count(set.chunks)).toBe(14);
    await first.read(async (reader) => {
      expect(await reader.searchLexical(['leftover'], 5)).toEqual([]);
    });
    expect(await first.ingest()).toMatchObject({ changed: false });
    expect(await count(set.chunks)).toBe(12);
    expect(await count(set.pending)).toBe(0);
    expect((await urisOf(first)).length).toBe(12);
  });

  it('takes the vectors of a local library in the same data folder', async () => {
    const { corpus, first } = await firstMachine();
    await ingestNotes({
      corpusFolder: corpus,
      dataFolder: first.data,
      embedder: first.embedder,
    });
    const made = first.embedder.texts.length;
    expect(await first.ingest()).toMatchObject({ added: 12, embedded: 0, reusedVectors: made });
    expect(first.embedder.texts.length).toBe(made);
  });

  it('goes over to another encoder once all shares are encoded', async () => {
    const { prefix, corpus, first } = await firstMachine();
    await first.ingest();
    const other = createFakeEmbedder(24);
    for (let number = 1; number <= 2; number += 1) {
      const share = await machine(prefix, corpus);
      const fingerprint = () => first.read(async ({ encoder }) => encoder?.fingerprint);
      expect(await fingerprint()).toBe('fake:16');
      await share.ingest({ embedder: other, shard: { number, of: 2 } });
      expect(await fingerprint()).toBe(number === 2 ? 'fake:24' : 'fake:16');
    }
    expect((await urisOf(first)).length).toBe(12);
  });

  it('brings nothing back that was removed under another encoder', async () => {
    const { prefix, corpus, first } = await firstMachine();
    await first.ingest();
    const other = createFakeEmbedder(24);
    rmSync(join(corpus, 'note-3.md'));
    expect(await first.ingest({ embedder: other })).toMatchObject({ removed: 1, documents: 11 });
    const share = await machine(prefix, corpus);
    await expect(share.ingest({ shard: { number: 1, of: 2 } })).rejects.toThrow('without --shard');
    const made = first.embedder.texts.length;
    expect(await first.ingest()).toMatchObject({ documents: 11 });
    expect(await first.read(async ({ encoder }) => encoder?.fingerprint)).toBe('fake:16');
    expect(await urisOf(first)).not.toContain('note-3.md');
    // What the encoder had made is there still.
    expect(first.embedder.texts.length).toBe(made);
  });

  it('encodes nothing again where only the weights of words change', async () => {
    const { first } = await firstMachine();
    await first.ingest();
    const made = first.embedder.texts.length;
    const weights = { ...defaultFieldWeights, heading: defaultFieldWeights.heading + 1 };
    const { openStore } = await openLibrary(first.config);
    const { embedder } = first;
    const again = await first.ingest({
      weights,
      openStore: () => openStore!({ embedder, weights, shard: undefined }),
    });
    expect(again).toMatchObject({ embedded: 0, documents: 12 });
    expect(embedder.texts.length).toBe(made);
  });

  it('takes no upload in the place of one of another machine', async () => {
    const { prefix, corpus, first } = await firstMachine();
    const second = await machine(prefix, corpus);
    for (const [at, { data }] of [first, second].entries()) {
      mkdirSync(join(data, 'uploads'));
      writeFileSync(join(data, 'uploads', 'sent.md'), `# Sent\n\nMachine ${at} sent this.\n`);
    }
    await first.ingest();
    const { setAside } = await second.ingest();
    expect(setAside).toMatchObject([
      { uri: 'uploads/sent.md', reason: expect.stringContaining('another name') },
    ]);
    await second.read(async (reader) => {
      const sent = (await reader.documents()).find(({ uri }) => uri === 'uploads/sent.md');
      expect((await reader.document(sent!.id))?.text).toContain('Machine 0');
    });
  });

  it('stores nothing of a document whose vectors are wrong', async () => {
    const { first } = await firstMachine();
    const wrong = { ...first.embedder, embedDocuments: async () => [new Float32Array(3)] };
    await expect(first.ingest({ embedder: wrong })).rejects.toThrow(UpstreamError);
    await first.ingest();
    expect((await urisOf(first)).length).toBe(12);
  });
});

describe('a server that takes no more', () => {
  it('is named, with what to do, and what it has is still read', async () => {
    const servers = await startCluster({ size: 1 });
    onTestFinished(() => servers.stop());
    const { url, grpcPort } = servers.nodes[0]!;
    const corpus = temporaryFolder(notes);
    const first = await machine('Closed', corpus, {
      WEAVIATE_URL: url,
      WEAVIATE_GRPC_URL: `127.0.0.1:${grpcPort}`,
      WEAVIATE_REPLICATION: '1',
    });
    await first.ingest();
    const cluster = clusterOf(first.config);
    const set = setOf('Closed', (await readState(cluster))!.set);
    await cluster.write('close the shards', (client) =>
      client.collections.use(set.parts).config.updateShards('READONLY'),
    );
    writeFileSync(join(corpus, 'note-0.md'), '# Note 0\n\nThis note was changed.\n');
    const failing = first.ingest();
    await expect(failing).rejects.toThrow(LibraryUnavailableError);
    await expect(failing).rejects.toThrow(url);
    await expect(failing).rejects.toThrow('could not write document "note-0.md": it is read-only');
    await first.read(async (reader) => {
      expect((await reader.searchLexical(['matter0'], 5)).length).toBe(1);
      expect(await reader.searchLexical(['chang'], 5)).toEqual([]);
    });
    await cluster.write('open the shards', (client) =>
      client.collections.use(set.parts).config.updateShards('READY'),
    );
    expect(await first.ingest()).toMatchObject({ updated: 1 });
    await first.read(async (reader) => {
      expect((await reader.searchLexical(['chang'], 5)).length).toBe(1);
    });
  });
});
