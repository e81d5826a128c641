/** Configuration -> the library that it names, as it is read and as it is written. */
import { chunkerFingerprint } from './chunk/chunk-document.ts';
import type { Config } from './config.ts';
import { GroundworkError } from './errors.ts';
import { flatIndexSteps } from './index/flat.ts';
import type { IngestOptions } from './ingest/ingest-corpus.ts';
import { defaultFieldWeights } from './library/chunk-terms.ts';
import type { EncoderIdentity, Library } from './library/contract.ts';
import type { DocumentStore } from './library/document-store.ts';
import { nodeFileSystem } from './library/file-system.ts';
import { graphIndexesIn } from './library/graph-indexes.ts';
import { LocalLibrary } from './library/local-library.ts';
import { graphsFolder } from './library/store-layout.ts';
import type { InstallationDiagnosis } from './pipeline-contract.ts';
import { inTurns } from './steps.ts';

export interface OpenLibrary {
  readonly library: Library;
  /** Where ingestions write; undefined for the local library, which they open themselves. */
  readonly openStore:
    | ((options: Pick<IngestOptions, 'embedder' | 'shard' | 'weights'>) => Promise<DocumentStore>)
    | undefined;
}

/** Nothing is read and no server is asked before `refresh` or an ingestion. */
export async function openLibrary(config: Config): Promise<OpenLibrary> {
  const { DATA_DIR: folder } = config;
  if (config.LIBRARY === 'weaviate') return openWeaviate(config);
  const library = new LocalLibrary({
    fileSystem: nodeFileSystem,
    folder,
    createVectorIndex: flatIndexSteps,
    large: graphIndexesIn(graphsFolder(folder)),
  });
  return { library, openStore: undefined };
}

async function openWeaviate(config: Config): Promise<OpenLibrary> {
  const [{ WeaviateLibrary }, { openWeaviateStore }, { installationId }, cluster] =
    await Promise.all([
      import('./library/weaviate/weaviate-library.ts'),
      import('./library/weaviate/weaviate-store.ts'),
      import('./library/weaviate/installation-id.ts'),
      openCluster(config),
    ]);
  return {
    library: new WeaviateLibrary(cluster),
    openStore: async ({ embedder, shard, weights = defaultFieldWeights }) => {
      return openWeaviateStore({
        cluster,
        chunker: chunkerFingerprint,
        weights,
        encoder: embedder && identityOf(embedder),
        installation: installationId(config.DATA_DIR),
        share: shard && `${shard.number}/${shard.of}`,
        elsewhere: async () => {
          if (embedder === null) return undefined;
          const { KnownVectors } = await import('./library/known-vectors.ts');
          return inTurns(KnownVectors.openSteps(nodeFileSystem, config.DATA_DIR, embedder));
        },
        now: () => new Date(),
      });
    },
  };
}

/** Removes what an ingestion with this configuration has written; of the local library its folder is all. */
export async function dropLibrary(config: Config): Promise<void> {
  if (config.LIBRARY !== 'weaviate') return;
  const [{ dropWeaviateLibrary }, cluster] = await Promise.all([
    import('./library/weaviate/drop-library.ts'),
    openCluster(config),
  ]);
  try {
    await dropWeaviateLibrary(cluster);
  } finally {
    await cluster.close();
  }
}

/** Whether the server of the library answers; undefined for the local library. */
export async function diagnoseLibrary(
  config: Config,
): Promise<InstallationDiagnosis['lines'][number] | undefined> {
  if (config.LIBRARY !== 'weaviate') return undefined;
  const [{ readState }, cluster] = await Promise.all([
    import('./library/weaviate/state.ts'),
    openCluster(config),
  ]);
  const what = 'library';
  try {
    const state = await readState(cluster, 'look');
    const holds = state
      ? `holds ${state.counts.documents} documents, ${state.counts.chunks} chunks`
      : 'holds no documents yet; run npm run ingest';
    return { what, ok: true, line: `Weaviate answers at "${cluster.name}", and ${holds}.` };
  } catch (error) {
    if (!(error instanceof GroundworkError)) throw error;
    return { what, ok: false, line: error.message };
  } finally {
    await cluster.close();
  }
}

async function openCluster(config: Config) {
  const [{ WeaviateCluster }, { connectionOf }] = await Promise.all([
    import('./library/weaviate/cluster.ts'),
    import('./library/weaviate/connection.ts'),
  ]);
  return new WeaviateCluster(connectionOf(config));
}

function identityOf({ fingerprint, dimensions }: EncoderIdentity): EncoderIdentity {
  return { fingerprint, dimensions };
}
