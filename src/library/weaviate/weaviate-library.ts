/** The library of many machines: answers from Weaviate, and follows what ingestions write there. */
import { GroundworkError, IndexMissingError } from '../../errors.ts';
import type { Library, LibraryReader } from '../contract.ts';
import type { WeaviateCluster } from './cluster.ts';
import { createBodyCache, LibraryView } from './library-view.ts';
import { readState } from './state.ts';
import { createWeaviateReader } from './weaviate-reader.ts';

/**
 * Holds no state of the library but what it remembers of it. Whoever is inside `use` sees each document
 * in one version; a document may change between the first sight of two.
 */
export class WeaviateLibrary implements Library {
  readonly #cluster: WeaviateCluster;
  readonly #bodies;
  #view: LibraryView | undefined;
  #failure: GroundworkError | undefined;
  #looking: Promise<boolean> | undefined;

  constructor(cluster: WeaviateCluster) {
    this.#cluster = cluster;
    this.#bodies = createBodyCache(cluster);
  }

  get notice(): string | undefined {
    // The message itself names machines, and is for the log.
    return this.#view && this.#failure
      ? 'The library cannot be looked at for changes at the moment.'
      : undefined;
  }

  get isOpen(): boolean {
    return this.#view !== undefined;
  }

  async use<Result>(work: (reader: LibraryReader) => Promise<Result>): Promise<Result> {
    if (this.#view === undefined) throw this.#failure ?? noIndex();
    return work(createWeaviateReader(this.#view));
  }

  /** Looks at one object; looks that overlap are one. */
  refresh(): Promise<boolean> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async close(): Promise<void> {
    this.#view = undefined;
    await this.#cluster.close();
  }

  async #look(): Promise<boolean> {
    try {
      const state = await readState(this.#cluster, 'look');
      if (state === undefined) throw noIndex();
      this.#failure = undefined;
      if (this.#view?.state.generation === state.generation) return false;
      this.#view = new LibraryView(this.#cluster, state, this.#bodies);
      return true;
    } catch (error) {
      if (!(error instanceof GroundworkError)) throw error;
      this.#failure = error;
      if (this.#view) return false;
      throw error;
    }
  }
}

function noIndex(): IndexMissingError {
  return new IndexMissingError('There is no index yet; run npm run ingest.');
}
