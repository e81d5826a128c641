/** The parts of a generation that every format keeps: documents, texts, vectors. All checked. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { IndexCorruptError } from '../errors.ts';
import { keyBytes, type StoredRows } from '../index/graph/stored-rows.ts';
import { decodeUtf8 } from '../text/decode-utf8.ts';
import { hashBytes } from '../text/hash.ts';
import type { Document } from '../types.ts';
import { columnOf, decodeColumns, locateColumns } from './columns.ts';
import { type DocumentRow, documentRowSchema } from './document-row.ts';
import type { FileSystem, ReadableFile } from './file-system.ts';
import { decodeManifest, generationFiles, type Manifest } from './manifest.ts';
import { generationsFolder } from './store-layout.ts';

export interface StoredVectors {
  /** 32 bytes a row. */
  readonly keys: Uint8Array;
  readonly values: Float32Array;
  readonly dimensions: number;
}

/** Vectors of chunks and, likewise, of the texts that lead to chunks. */
export interface StoredTables {
  readonly chunks: StoredVectors;
  /** Empty in generations of format 1. */
  readonly pointers: StoredVectors;
}

/** An open generation on disk. Reads of texts go to the file; the rest is in memory. */
export class StoredGeneration {
  readonly manifest: Manifest;
  readonly rows: readonly DocumentRow[];
  readonly #fileSystem: FileSystem;
  readonly #path: string;
  readonly #texts;
  /** Names of the files that were compared with their checksums: they never change. */
  readonly #compared = new Set<string>();

  /**
   * Opens the generation after comparing every file with its checksum.
   *
   * @throws IndexCorruptError naming the file that is damaged or missing
   * @throws IndexMismatchError when a newer version wrote it
   */
  constructor(fileSystem: FileSystem, folder: string, generation: string) {
    this.#fileSystem = fileSystem;
    this.#path = join(generationsFolder(folder), generation);
    this.manifest = readManifest(fileSystem, folder, generation);
    for (const name of Object.keys(this.manifest.files)) {
      if (name !== generationFiles.documents && name !== generationFiles.texts) continue;
      this.read(name);
    }
    const lines = new TextDecoder().decode(this.read(generationFiles.documents)).split('\n');
    this.rows = lines
      .filter((line) => line !== '')
      .map((line) => documentRowSchema.parse(JSON.parse(line)));
    this.#texts = fileSystem.openFile(join(this.#path, generationFiles.texts));
  }

  /** The bytes of one of the generation's files, checked when it is read first. */
  read(name: string): Uint8Array {
    const bytes = this.#readRaw(name);
    const expected = this.manifest.files[name];
    const isSound =
      expected?.bytes === bytes.length &&
      (this.#compared.has(name) || expected.sha256 === hashBytes(bytes));
    if (!isSound) throw damaged(name, this.manifest.generation);
    this.#compared.add(name);
    return bytes;
  }

  /** Compares a file with its checksum, slice by slice, if it was not compared before. */
  check(name: string): void {
    if (this.#compared.has(name)) return;
    readWith(this.#fileSystem, join(this.#path, name), name, (file) => this.#compare(name, file));
  }

  /** The text of a document as UTF-8. */
  textOf(row: DocumentRow): Uint8Array {
    return this.#texts.read(row.textOffset, row.textBytes);
  }

  document(row: DocumentRow): Document {
    return {
      id: row.id,
      uri: row.uri,
      mediaType: row.mediaType,
      title: row.title,
      text: decodeUtf8(this.textOf(row)),
      contentHash: row.contentHash,
      sections: row.sections,
      metadata: row.metadata,
      ...(row.pages && { pages: row.pages }),
      ...(row.original && { original: row.original }),
    };
  }

  /** The vectors with their keys, or undefined when the generation has none. */
  vectors(): StoredTables | undefined {
    const { encoder } = this.manifest;
    if (encoder === null) return undefined;
    const file = generationFiles.vectors;
    const columns = decodeColumns(this.read(file), file);
    const table = (keyColumn: string, valueColumn: string): StoredVectors => {
      const keys = columnOf(columns, keyColumn, 'u8', file);
      const values = columnOf(columns, valueColumn, 'f32', file);
      if (keys.length / keyBytes !== values.length / encoder.dimensions) {
        throw new IndexCorruptError(
          `Index file "${file}" holds ${keys.length / keyBytes} keys for ${values.length / encoder.dimensions} vectors; run npm run ingest -- --rebuild.`,
        );
      }
      return { keys, values, dimensions: encoder.dimensions };
    };
    const none = {
      keys: new Uint8Array(0),
      values: new Float32Array(0),
      dimensions: encoder.dimensions,
    };
    return {
      chunks: table('keys', 'values'),
      pointers: columns['questionKeys'] ? table('questionKeys', 'questionValues') : none,
    };
  }

  /** One of its files, for reads at any place; compared with its checksum already. */
  openFile(name: string): ReadableFile {
    return this.#fileSystem.openFile(join(this.#path, name));
  }

  /**
   * Where the vectors stand in their file, for those that do not read them whole. The file is
   * compared with its checksum, slice by slice, if it was not before.
   *
   * @returns undefined when the generation has none
   */
  vectorRows(): { readonly chunks: StoredRows; readonly pointers: StoredRows } | undefined {
    const { encoder, files, generation } = this.manifest;
    if (encoder === null) return undefined;
    const name = generationFiles.vectors;
    const path = join(this.#path, name);
    const places = readWith(this.#fileSystem, path, name, (file) => {
      this.#compare(name, file);
      return locateColumns(files[name]?.bytes ?? 0, (at, length) => file.read(at, length), name);
    });
    const rowsOf = (keyColumn: string, valueColumn: string): StoredRows => {
      const keys = places.get(keyColumn) ?? { type: 'u8', at: 0, length: 0 };
      const values = places.get(valueColumn) ?? { type: 'f32', at: 0, length: 0 };
      const { dimensions } = encoder;
      const rows = keys.length / keyBytes;
      if (keys.type !== 'u8' || values.type !== 'f32' || rows !== values.length / dimensions) {
        throw damaged(name, generation);
      }
      return { path, rows, dimensions, keysAt: keys.at, valuesAt: values.at };
    };
    return {
      chunks: rowsOf('keys', 'values'),
      pointers: rowsOf('questionKeys', 'questionValues'),
    };
  }

  close(): void {
    this.#texts.close();
  }

  #compare(name: string, file: ReadableFile): void {
    if (this.#compared.has(name)) return;
    const expected = this.manifest.files[name];
    if (hashSlices(file, expected?.bytes ?? 0) !== expected?.sha256) {
      throw damaged(name, this.manifest.generation);
    }
    this.#compared.add(name);
  }

  #readRaw(name: string): Uint8Array {
    return readRaw(this.#fileSystem, this.#path, name);
  }
}

/** @throws IndexCorruptError, or IndexMismatchError when a newer version wrote it */
export function readManifest(fileSystem: FileSystem, folder: string, generation: string): Manifest {
  const path = join(generationsFolder(folder), generation);
  return decodeManifest(readRaw(fileSystem, path, 'manifest.json'), generation);
}

function readRaw(fileSystem: FileSystem, path: string, name: string): Uint8Array {
  try {
    return fileSystem.readFile(join(path, name));
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

const sliceBytes = 4_000_000;

/** @throws when the file ends before */
function hashSlices(file: ReadableFile, bytes: number): string {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes; at += sliceBytes) {
    hash.update(file.read(at, Math.min(sliceBytes, bytes - at)));
  }
  return hash.digest('hex');
}

function readWith<Result>(
  fileSystem: FileSystem,
  path: string,
  name: string,
  work: (file: ReadableFile) => Result,
): Result {
  let file: ReadableFile | undefined;
  try {
    file = fileSystem.openFile(path);
    return work(file);
  } catch (cause) {
    throw cause instanceof IndexCorruptError ? cause : unreadable(name, cause);
  } finally {
    file?.close();
  }
}

function damaged(name: string, generation: string): IndexCorruptError {
  return new IndexCorruptError(
    `Index file "${name}" of generation "${generation}" is damaged (its checksum differs); run npm run ingest -- --rebuild.`,
  );
}

function unreadable(name: string, cause: unknown): IndexCorruptError {
  return new IndexCorruptError(
    `Index file "${name}" is missing or cannot be read; run npm run ingest -- --rebuild.`,
    { cause },
  );
}
