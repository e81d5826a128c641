/** Vectors that the generations of a local library hold, looked up by key: only those asked for are read. */
import { GroundworkError } from '../errors.ts';
import { keyBytes, type StoredRows } from '../index/graph/stored-rows.ts';
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

  /** Reads the keys: 100 bytes of memory for each vector. */
  constructor(fileSystem: FileSystem, folder: string, encoder: EncoderIdentity) {
    for (const name of generationsAmong(fileSystem.list(generationsFolder(folder)))) {
      try {
        const stored = new StoredGeneration(fileSystem, folder, name);
        try {
          if (stored.manifest.encoder?.fingerprint === encoder.fingerprint) this.#open(stored);
        } finally {
          stored.close();
        }
      } catch (error) {
        // Damaged vectors are encoded again.
        if (!(error instanceof GroundworkError)) throw error;
      }
    }
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
    for (const file of this.#files) file.close();
  }

  #open(stored: StoredGeneration): void {
    const tables = stored.vectorRows();
    if (tables === undefined) return;
    const file = stored.openFile(generationFiles.vectors);
    this.#files.push(file);
    for (const rows of [tables.chunks, tables.pointers]) {
      const keys = Buffer.from(file.read(rows.keysAt, rows.rows * keyBytes));
      const places = new Map<string, number>();
      for (let row = 0; row < rows.rows; row += 1) {
        places.set(keys.toString('hex', row * keyBytes, (row + 1) * keyBytes), row);
      }
      this.#tables.push({ file, rows, places });
    }
  }
}
