/** The files of one generation, each compared with its checksum when it is read first. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { IndexCorruptError } from '../errors.ts';
import { atOnce, type Steps, stretches } from '../steps.ts';
import type { FileSystem, ReadableFile } from './file-system.ts';
import { decodeManifest, type Manifest } from './manifest.ts';
import { generationsFolder } from './store-layout.ts';

/** Takes about 3 ms. */
const sliceBytes = 1_000_000;

export class GenerationFiles {
  readonly manifest: Manifest;
  readonly #fileSystem: FileSystem;
  readonly #path: string;
  /** Names of those that were compared: they never change. */
  readonly #compared = new Set<string>();

  /** @throws IndexCorruptError, or IndexMismatchError when a newer version wrote the generation */
  constructor(fileSystem: FileSystem, folder: string, generation: string) {
    this.#fileSystem = fileSystem;
    this.#path = join(generationsFolder(folder), generation);
    this.manifest = readManifest(fileSystem, folder, generation);
  }

  path(name: string): string {
    return join(this.#path, name);
  }

  /** For reads at any place. */
  open(name: string): ReadableFile {
    return this.#fileSystem.openFile(this.path(name));
  }

  /** All bytes of a file. @throws IndexCorruptError when it is damaged or missing */
  read(name: string): Uint8Array {
    return atOnce(this.readSteps(name));
  }

  /** {@link read} in steps. */
  *readSteps(name: string): Steps<Uint8Array> {
    const bytes = readRaw(this.#fileSystem, this.#path, name);
    const slice = (at: number, length: number) => bytes.subarray(at, at + length);
    yield* this.#compareSteps(name, bytes.length, slice);
    return bytes;
  }

  /** Compares a file with its checksum, if it was not compared before. @throws IndexCorruptError */
  checkSteps(name: string): Steps<void> {
    return this.withFileSteps(name, () => undefined);
  }

  /**
   * Gives an open file, compared with its checksum slice by slice, to who knows where to read.
   *
   * @throws IndexCorruptError when it is damaged or missing, or `work` cannot read it
   */
  *withFileSteps<Result>(name: string, work: (file: ReadableFile) => Result): Steps<Result> {
    let file: ReadableFile | undefined;
    try {
      file = this.open(name);
      const open = file;
      yield* this.#compareSteps(name, file.size(), (at, length) => open.read(at, length));
      return work(file);
    } catch (cause) {
      throw cause instanceof IndexCorruptError ? cause : unreadable(name, cause);
    } finally {
      file?.close();
    }
  }

  damaged(name: string): IndexCorruptError {
    return new IndexCorruptError(
      `Index file "${name}" of generation "${this.manifest.generation}" is damaged (its checksum differs); run npm run ingest -- --rebuild.`,
    );
  }

  *#compareSteps(
    name: string,
    bytes: number,
    slice: (at: number, length: number) => Uint8Array,
  ): Steps<void> {
    const expected = this.manifest.files[name];
    if (expected?.bytes !== bytes) throw this.damaged(name);
    if (this.#compared.has(name)) return;
    const hash = createHash('sha256');
    for (const [start, end] of stretches(bytes, sliceBytes)) {
      hash.update(slice(start, end - start));
      yield;
    }
    if (hash.digest('hex') !== expected.sha256) throw this.damaged(name);
    this.#compared.add(name);
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

function unreadable(name: string, cause: unknown): IndexCorruptError {
  return new IndexCorruptError(
    `Index file "${name}" is missing or cannot be read; run npm run ingest -- --rebuild.`,
    { cause },
  );
}
