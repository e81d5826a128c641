import { fileURLToPath } from 'node:url';
import type { RunningNode } from './start-node.ts';

/** The notes that Groundwork comes with; their vectors lie beside them. */
export const shippedNotes = fileURLToPath(new URL('../../corpus', import.meta.url));

/**
 * Variables of a Groundwork that keeps its library on these nodes.
 *
 * @param prefix begins the names of the collections: another one is another library
 * @param dataFolder of its own, as another machine would have
 */
export function groundworkSettings(
  nodes: readonly Pick<RunningNode, 'url' | 'grpcPort'>[],
  prefix: string,
  dataFolder: string,
): Record<string, string> {
  return {
    LIBRARY: 'weaviate',
    WEAVIATE_URL: nodes.map(({ url }) => url).join(','),
    WEAVIATE_GRPC_URL: nodes.map(({ grpcPort }) => `127.0.0.1:${grpcPort}`).join(','),
    WEAVIATE_PREFIX: prefix,
    WEAVIATE_REPLICATION: String(nodes.length),
    CORPUS_DIR: shippedNotes,
    DATA_DIR: dataFolder,
    EMBEDDINGS: 'local',
    ANSWERS: 'extractive',
    LOG: 'json',
    NODE_ENV: '',
    API_KEY: '',
  };
}
