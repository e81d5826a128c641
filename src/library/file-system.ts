/**
 * The few file operations that the store is made of. Everything that must survive a crash goes
 * through this port, so that tests can fail or cut any one of them.
 */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';

export interface FileSystem {
  /** Makes the folder and its parents; an existing one is kept. */
  makeFolder(path: string): void;
  /** Creates a file that must not exist yet. */
  createFile(path: string): WritableFile;
  /** @throws when there is no such file */
  readFile(path: string): Uint8Array;
  /** Opens a file for reads at any place. @throws when there is no such file */
  openFile(path: string): ReadableFile;
  /** Replaces `to` in one step. */
  rename(from: string, to: string): void;
  /** Removes a file or a folder with all it holds; a missing one is no error. */
  remove(path: string): void;
  /** Names in a folder, in code unit order; `[]` when there is none. */
  list(path: string): string[];
  /** Makes names created, renamed or removed in the folder survive a loss of power. */
  syncFolder(path: string): void;
}

export interface ReadableFile {
  /** Exactly `length` bytes from `offset` on. @throws when the file ends before */
  read(offset: number, length: number): Uint8Array;
  /** Bytes that it holds. */
  size(): number;
  close(): void;
}

export interface WritableFile {
  write(bytes: Uint8Array): void;
  /** Makes what was written survive a loss of power. */
  sync(): void;
  /** Bytes that the file holds. */
  size(): number;
  close(): void;
}

export const nodeFileSystem: FileSystem = {
  makeFolder: (path) => {
    mkdirSync(path, { recursive: true });
  },
  createFile: (path) => {
    const descriptor = openSync(path, 'wx');
    return {
      write: (bytes) => {
        let written = 0;
        while (written < bytes.length) {
          written += writeSync(descriptor, bytes, written, bytes.length - written);
        }
      },
      sync: () => fsyncSync(descriptor),
      size: () => fstatSync(descriptor).size,
      close: () => closeSync(descriptor),
    };
  },
  readFile: (path) => readFileSync(path),
  openFile: (path) => {
    const descriptor = openSync(path, 'r');
    return {
      read: (offset, length) => {
        const bytes = new Uint8Array(length);
        let done = 0;
        while (done < length) {
          const count = readSync(descriptor, bytes, done, length - done, offset + done);
          if (count === 0) throw new Error(`"${path}" ends before byte ${offset + length}.`);
          done += count;
        }
        return bytes;
      },
      size: () => fstatSync(descriptor).size,
      close: () => closeSync(descriptor),
    };
  },
  rename: renameSync,
  remove: (path) => rmSync(path, { recursive: true, force: true }),
  list: (path) => {
    try {
      return readdirSync(path).sort();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  },
  syncFolder: (path) => {
    // Windows has no handle of a folder that could be synced; its rename is journaled.
    if (process.platform === 'win32') return;
    const descriptor = openSync(path, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  },
};
