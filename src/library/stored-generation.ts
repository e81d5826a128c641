/** The parts of a generation that every format keeps: documents, texts, vectors. All checked. */
import { IndexCorruptError } from '../errors.ts';
import { keyBytes, type StoredRows } from '../index/graph/stored-rows.ts';
import { atOnce, type Steps } from '../steps.ts';
import { decodeUtf8 } from '../text/decode-utf8.ts';
import type { Document } from '../types.ts';
import { columnOf, decodeColumns, locateColumns } from './columns.ts';
import { type DocumentRow, documentRowSchema } from './document-row.ts';
import type { FileSystem, ReadableFile } from './file-system.ts';
import { GenerationFiles } from './generation-files.ts';
import { generationFiles, type Manifest } from './manifest.ts';

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

/** Where the vectors of both tables stand in their file. */
export interface StoredPlaces {
  readonly chunks: StoredRows;
  readonly pointers: StoredRows;
}

/** An open generation on disk. Reads of texts go to the file; the rest is in memory. */
export class StoredGeneration {
  readonly files: GenerationFiles;
  readonly rows: readonly DocumentRow[];
  readonly #texts: ReadableFile;

  private constructor(files: GenerationFiles, rows: readonly DocumentRow[]) {
    this.files = files;
    this.rows = rows;
    this.#texts = files.open(generationFiles.texts);
  }

  /**
   * Opens the generation after comparing its documents and texts with their checksums.
   *
   * @throws IndexCorruptError naming the file that is damaged or missing
   * @throws IndexMismatchError when a newer version wrote it
   */
  static open(fileSystem: FileSystem, folder: string, generation: string): StoredGeneration {
    return atOnce(StoredGeneration.openSteps(fileSystem, folder, generation));
  }

  /** {@link open} in steps. */
  static *openSteps(
    fileSystem: FileSystem,
    folder: string,
    generation: string,
  ): Steps<StoredGeneration> {
    const files = new GenerationFiles(fileSystem, folder, generation);
    yield* files.checkSteps(generationFiles.texts);
    const documents = yield* files.readSteps(generationFiles.documents);
    const rows: DocumentRow[] = [];
    for (const line of new TextDecoder().decode(documents).split('\n')) {
      if (line !== '') rows.push(documentRowSchema.parse(JSON.parse(line)));
      yield;
    }
    return new StoredGeneration(files, rows);
  }

  get manifest(): Manifest {
    return this.files.manifest;
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
    return atOnce(this.vectorsSteps());
  }

  /** {@link vectors} in steps. */
  *vectorsSteps(): Steps<StoredTables | undefined> {
    const { encoder } = this.manifest;
    if (encoder === null) return undefined;
    const file = generationFiles.vectors;
    const columns = decodeColumns(yield* this.files.readSteps(file), file);
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

  /**
   * Where the vectors stand in their file, for those that do not read them whole. The file is
   * compared with its checksum, slice by slice, if it was not before.
   *
   * @returns undefined when the generation has none
   */
  *vectorRowsSteps(): Steps<StoredPlaces | undefined> {
    const { encoder } = this.manifest;
    if (encoder === null) return undefined;
    const name = generationFiles.vectors;
    const places = yield* this.files.withFileSteps(name, (file) =>
      locateColumns(file.size(), (at, length) => file.read(at, length), name),
    );
    if (!places.has('keys') || !places.has('values')) throw this.files.damaged(name);
    const rowsOf = (keyColumn: string, valueColumn: string): StoredRows => {
      const keys = places.get(keyColumn) ?? { type: 'u8', at: 0, length: 0 };
      const values = places.get(valueColumn) ?? { type: 'f32', at: 0, length: 0 };
      const { dimensions } = encoder;
      const rows = keys.length / keyBytes;
      if (keys.type !== 'u8' || values.type !== 'f32' || rows !== values.length / dimensions) {
        throw this.files.damaged(name);
      }
      const path = this.files.path(name);
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
}
