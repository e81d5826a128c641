/** The library of one machine: finds the current generation, opens it, follows the pointer. */
import {
  GroundworkError,
  IndexCorruptError,
  IndexMismatchError,
  IndexMissingError,
} from '../errors.ts';
import { inTurns, type Steps } from '../steps.ts';
import type { Library, LibraryReader } from './contract.ts';
import type { FileSystem } from './file-system.ts';
import { type LocalReader, openLocalReader } from './local-reader.ts';
import { currentFile, generationsAmong, generationsFolder } from './store-layout.ts';
import { StoredGeneration } from './stored-generation.ts';
import type { VectorIndexes } from './vector-indexes.ts';

export interface LocalLibraryOptions extends VectorIndexes {
  readonly fileSystem: FileSystem;
  readonly folder: string;
}

interface Held {
  readonly reader: LocalReader;
  users: number;
  retired: boolean;
}

/** The newest generation, when it could not be opened. */
interface Broken {
  readonly generation: string;
  /** Looks to let pass before it is tried again, and how many of them are left. */
  readonly looks: number;
  looksLeft: number;
}

/** At one look a second, a damaged generation is tried again about every minute. */
const longestWait = 63;

/**
 * Answers from one generation at a time. `refresh` moves on to a newer one; whoever is inside `use`
 * keeps the generation that it began with.
 */
export class LocalLibrary implements Library {
  readonly #options: LocalLibraryOptions;
  #held: Held | undefined;
  #notice: string | undefined;
  #broken: Broken | undefined;
  /** The look that goes on, or the last one. */
  #looking: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(options: LocalLibraryOptions) {
    this.#options = options;
  }

  /** What is wrong with the newest generation when an older one answers; undefined when all is well. */
  get notice(): string | undefined {
    return this.#notice;
  }

  get isOpen(): boolean {
    return this.#held !== undefined;
  }

  /**
   * Runs `work` over the open generation and keeps it open meanwhile.
   *
   * @throws IndexMissingError when nothing is open
   */
  async use<Result>(work: (reader: LibraryReader) => Promise<Result>): Promise<Result> {
    const held = this.#held;
    if (held === undefined) {
      throw new IndexMissingError('There is no index yet; run npm run ingest.');
    }
    held.users += 1;
    try {
      return await work(held.reader);
    } finally {
      held.users -= 1;
      if (held.retired && held.users === 0) held.reader.close();
    }
  }

  /**
   * Opens what the pointer names, if it is not open already. A damaged generation is passed over for
   * the one before it, with a notice. A look begins when the one before it has ended.
   *
   * @returns true when another generation is open than before
   * @throws IndexMissingError, IndexCorruptError or IndexMismatchError when none can be opened and
   *   none was open
   */
  refresh(): Promise<boolean> {
    const look = this.#looking.then(() => !this.#isClosed && inTurns(this.#look()));
    this.#looking = look.catch(() => undefined);
    return look;
  }

  /** Waits for a look that goes on, so that nothing is opened afterwards. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#looking;
    this.#swap(undefined);
  }

  *#look(): Steps<boolean> {
    const { fileSystem, folder } = this.#options;
    const wanted = pointedGeneration(fileSystem, folder);
    const others = this.#generations();
    if (wanted !== undefined && this.#held?.reader.generation === wanted) return false;
    if (this.#held && this.#isToWait(wanted)) return false;
    let failure: GroundworkError | undefined;
    for (const name of new Set(wanted === undefined ? others : [wanted, ...others])) {
      if (this.#held?.reader.generation === name) break;
      try {
        this.#swap(yield* openGeneration(this.#options, name));
        this.#notice = failure?.message;
        this.#noteBroken(failure && wanted);
        return true;
      } catch (error) {
        if (!(error instanceof GroundworkError)) throw error;
        failure ??= error;
        if (error instanceof IndexMismatchError) break;
      }
    }
    this.#notice = failure?.message;
    this.#noteBroken(wanted);
    if (this.#held) return false;
    throw failure ?? new IndexMissingError('There is no index yet; run npm run ingest.');
  }

  /** Reading a large generation only to find it damaged again must not be done at every look. */
  #isToWait(wanted: string | undefined): boolean {
    if (wanted === undefined || this.#broken?.generation !== wanted) return false;
    if (this.#broken.looksLeft === 0) return false;
    this.#broken.looksLeft -= 1;
    return true;
  }

  /** A folder that cannot be listed leaves what the pointer names. */
  #generations(): string[] {
    const { fileSystem, folder } = this.#options;
    try {
      return generationsAmong(fileSystem.list(generationsFolder(folder)));
    } catch {
      return [];
    }
  }

  #noteBroken(generation: string | undefined): void {
    const before = this.#broken?.generation === generation ? this.#broken : undefined;
    const looksLeft = before ? Math.min(2 * before.looks + 1, longestWait) : 0;
    this.#broken =
      generation === undefined ? undefined : { generation, looks: looksLeft, looksLeft };
  }

  #swap(reader: LocalReader | undefined): void {
    const before = this.#held;
    this.#held = reader && { reader, users: 0, retired: false };
    if (before === undefined) return;
    before.retired = true;
    if (before.users === 0) before.reader.close();
  }
}

/** The name in the pointer file, or undefined without one. */
export function pointedGeneration(fileSystem: FileSystem, folder: string): string | undefined {
  try {
    const name = new TextDecoder().decode(fileSystem.readFile(currentFile(folder))).trim();
    return generationsAmong([name])[0];
  } catch {
    return undefined;
  }
}

function* openGeneration(options: LocalLibraryOptions, name: string): Steps<LocalReader> {
  let stored: StoredGeneration | undefined;
  try {
    stored = yield* StoredGeneration.openSteps(options.fileSystem, options.folder, name);
    return yield* openLocalReader(stored, options);
  } catch (error) {
    stored?.close();
    // Another process has swept it between two steps.
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isGone) throw error;
    throw new IndexCorruptError(
      `Index generation "${name}" has gone while it was opened; the next look finds the newest.`,
      { cause: error },
    );
  }
}
