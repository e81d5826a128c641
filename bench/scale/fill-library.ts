/** Synthetic notes into Weaviate, by the writer that an ingestion uses: all but loading and encoding. */
import { defaultFieldWeights } from '../../src/library/chunk-terms.ts';
import type { WeaviateCluster } from '../../src/library/weaviate/cluster.ts';
import { openWeaviateStore } from '../../src/library/weaviate/weaviate-store.ts';
import type { Dataset } from '../peers/dataset.ts';
import { chunksInOne, encoder, noteOf } from '../peers/groundwork-contender.ts';

export interface Filled {
  readonly seconds: number;
  /** Chunks a second of each tenth of the time, first to last. */
  readonly rates: readonly number[];
}

const tenths = 10;

/**
 * @param writers how many write side by side, each a share of the notes, as ingestions on several machines
 * @param say told of the progress, about every tenth
 */
export async function fillLibrary(
  data: Dataset,
  cluster: WeaviateCluster,
  writers: number,
  say: (line: string) => void,
): Promise<Filled> {
  const batches = data.batches(chunksInOne);
  const begun = performance.now();
  const rates: number[] = [];
  let written = 0;
  let since = { at: begun, written: 0 };
  const count = (chunks: number): void => {
    written += chunks;
    if (written < ((rates.length + 1) * data.size) / tenths) return;
    const now = performance.now();
    rates.push(((written - since.written) * 1_000) / (now - since.at));
    since = { at: now, written };
    say(`${written} of ${data.size} chunks are written, ${rates.at(-1)!.toFixed(0)} a second`);
  };
  const work = async (share: number): Promise<void> => {
    const store = await openWeaviateStore({
      cluster,
      chunker: 'bench-scale',
      weights: defaultFieldWeights,
      encoder,
      installation: 'bench',
      share: `${share + 1}/${writers}`,
      elsewhere: async () => undefined,
      now: () => new Date(),
    });
    const writer = await store.begin({ encoder, rebuild: false, vectorsPending: false });
    // Whoever is free takes the next note.
    for (const batch of batches) {
      const { document, chunks, vectors } = noteOf(batch[0]!.id / chunksInOne, batch);
      await writer.add(document, chunks, { chunks: vectors, pointers: [] });
      count(chunks.length);
    }
    await writer.finish([]);
  };
  // Collections are made by the first.
  await Promise.all(Array.from({ length: writers }, (_, share) => work(share)));
  return { seconds: (performance.now() - begun) / 1_000, rates };
}
