/** The one object that says which collections are searched, and when they changed last. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { IndexCorruptError, IndexMismatchError } from '../../errors.ts';
import type { WeaviateCluster } from './cluster.ts';
import { LAYOUT_VERSION, objectId, stateName } from './names.ts';
import { putObjects } from './writes.ts';

const stateSchema = z.object({
  layout: z.int(),
  /** Names the collections. */
  set: z.string().regex(/^[0-9a-f]{12}$/),
  /** Those that were searched before; they go when others come. */
  previousSet: z.string().nullable(),
  encoder: z.object({ fingerprint: z.string(), dimensions: z.int() }).nullable(),
  chunker: z.string(),
  weights: z.object({ heading: z.number(), keys: z.number() }),
  /** Renewed with each ingestion. */
  generation: z.string(),
  writtenAt: z.string(),
  counts: z.object({ documents: z.int(), chunks: z.int() }),
  /** Weighted terms of a chunk, on average. */
  meanLength: z.number(),
});

export type LibraryState = z.infer<typeof stateSchema>;

/** Undefined where nothing was ever ingested. @throws IndexMismatchError when a newer Groundwork wrote it */
export async function readState(
  cluster: WeaviateCluster,
  patience: 'read' | 'look' = 'read',
): Promise<LibraryState | undefined> {
  const name = stateName(cluster.connection.prefix);
  const text = await cluster[patience]('read the state of the library', async (client) => {
    const states = client.collections.use(name).withConsistency('QUORUM');
    try {
      const found = await states.query.fetchObjectById(objectId('state'));
      return found?.properties['state'];
    } catch (error) {
      if (!(await client.collections.exists(name))) return undefined;
      throw error;
    }
  });
  return typeof text === 'string' ? parseState(text) : undefined;
}

function parseState(text: string): LibraryState {
  const layout = z.object({ layout: z.int() }).safeParse(parseJson(text));
  if (layout.success && layout.data.layout > LAYOUT_VERSION) {
    throw new IndexMismatchError(
      `The library in Weaviate has layout ${layout.data.layout}, this Groundwork reads ${LAYOUT_VERSION}; upgrade it, or set WEAVIATE_PREFIX to another name.`,
    );
  }
  const state = stateSchema.safeParse(parseJson(text));
  if (state.success) return state.data;
  throw new IndexCorruptError(
    'The state of the library in Weaviate cannot be read; set WEAVIATE_PREFIX to another name and run npm run ingest.',
    { cause: state.error },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names the new state, and writes it whole. */
export async function writeState(
  cluster: WeaviateCluster,
  state: Omit<LibraryState, 'layout' | 'generation' | 'writtenAt'>,
  now: Date,
): Promise<LibraryState> {
  const writtenAt = now.toISOString();
  const written = {
    layout: LAYOUT_VERSION,
    ...state,
    generation: `${writtenAt.replace(/[-:]|\..*$/g, '')}-${randomUUID().slice(0, 8)}`,
    writtenAt,
  };
  const properties = { state: JSON.stringify(written) };
  await putObjects(
    cluster,
    stateName(cluster.connection.prefix),
    [{ id: objectId('state'), properties }],
    'the state of the library',
  );
  return written;
}
