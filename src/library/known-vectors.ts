/** Vectors that the generations of a local library hold, looked up by key: only those asked for are read. */
import { GroundworkError } from '../errors.ts';
import { keyBytes, type StoredRows } from '../index/graph/stored-rows.ts';
import type { Steps } from '../steps.ts';
import type { EncoderIdentity } from './contract.ts';
import type { VectorLookup } from './document-store.ts';
import type { FileSystem, ReadableFile } from './file-system.ts';
import { generationFiles } from './manifest.ts';
import { generationsAmong, generationsFolder } from './store-layout.ts';
import { StoredGeneration } from './stored-generation.ts';
import { hasUnitLength } from './vector-keys.ts';

interface Table {
  readonly file: ReadableFile;
  readonly rows: StoredRows;
  /** Row by key, in hexadecimal digits. */
  readonly places: ReadonlyMap<string, number>;
}

/** Of all generations that are there: the newest may hold words alone. */
export class KnownVectors implements VectorLookup {
  readonly #tables: Table[] = [];
  readonly #files: ReadableFile[] = [];

  private constructor() {}

  /**
   * Holds the keys alone.
   *
   * @param opened one of the generations, if it is open already
   */
  static *openSteps(
    fileSystem: FileSystem,
    folder: string,
    encoder: EncoderIdentity,
    opened?: StoredGeneration,
  ): Steps<KnownVectors> {
    const known = new KnownVectors();
    try {
      if (opened) yield* known.#take(opened, encoder);
      for (const name of generationsAmong(fileSystem.list(generationsFolder(folder)))) {
        if (name === opened?.manifest.generation) continue;
        yield* unlessDamaged(function* () {
          const stored = yield* StoredGeneration.openSteps(fileSystem, folder, name);
          try {
            yield* known.#take(stored, encoder);
          } finally {
            stored.close();
          }
        });
      }
    } catch (error) {
      known.close();
      throw error;
    }
    return known;
  }

  /** Undefined where none holds it, or what it holds is no unit vector. */
  get(key: string): Float32Array | undefined {
    for (const { file, rows, places } of this.#tables) {
      const row = places.get(key);
      if (row === undefined) continue;
      const bytes = file.read(rows.valuesAt + row * rows.dimensions * 4, rows.dimensions * 4);
      const vector = new Float32Array(bytes.slice().buffer);
      if (hasUnitLength(vector)) return vector;
    }
    return undefined;
  }

  close(): void {
    this.#tables.length = 0;
    for (const file of this.#files.splice(0)) file.close();
  }

  *#take(stored: StoredGeneration, { fingerprint }: EncoderIdentity): Steps<void> {
    if (stored.manifest.encoder?.fingerprint !== fingerprint) return;
    const known = this;
    yield* unlessDamaged(function* () {
      const tables = yield* stored.vectorRowsSteps();
      if (tables === undefined) return;
      const file = stored.files.open(generationFiles.vectors);
      known.#files.push(file);
      for (const rows of [tables.chunks, tables.pointers]) yield* known.#index(file, rows);
    });
  }

  *#index(file: ReadableFile, rows: StoredRows): Steps<void> {
    const keys = Buffer.from(file.read(rows.keysAt, rows.rows * keyBytes));
    const places = new Map<string, number>();
    for (let row = 0; row < rows.rows; row += 1) {
      places.set(keys.toString('hex', row * keyBytes, (row + 1) * keyBytes), row);
      if (row % keysAtOnce === 0) yield;
    }
    this.#tables.push({ file, rows, places });
  }
}

/** About 1 ms. */
const keysAtOnce = 2_000;

/** Damaged vectors are encoded again. */
function* unlessDamaged(work: () => Steps<void>): Steps<void> {
  try {
    yield* work();
  } catch (error) {
    if (!(error instanceof GroundworkError)) throw error;
  }
}
