/** A file system of which one operation fails, or that one and all that follow. */
import type { FileSystem } from '../../src/library/file-system.ts';
import { failure } from './memory-disk.ts';

export interface Fault {
  /** As the operating system names it; `short` writes half of the bytes and says nothing. */
  readonly kind: 'ENOSPC' | 'EIO' | 'EACCES' | 'short';
  readonly isForEver: boolean;
}

export interface FailingDisk {
  readonly fileSystem: FileSystem;
  hasFailed(): boolean;
}

/** @param at number of the operation, from 1; for short writes only writes count */
export function failingAt(disk: FileSystem, at: number, { kind, isForEver }: Fault): FailingDisk {
  let operations = 0;
  const isToFail = (): boolean => {
    operations += 1;
    return isForEver ? operations >= at : operations === at;
  };
  const orFail =
    <Given extends unknown[], Result>(work: (...given: Given) => Result) =>
    (...given: Given): Result => {
      if (kind !== 'short' && isToFail()) throw failure(kind, String(given[0] ?? 'file'));
      return work(...given);
    };
  const fileSystem: FileSystem = {
    makeFolder: orFail((path: string) => disk.makeFolder(path)),
    createFile: orFail((path: string) => {
      const file = disk.createFile(path);
      const write = (bytes: Uint8Array): void =>
        file.write(
          kind === 'short' && isToFail() ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes,
        );
      return {
        write: orFail(write),
        sync: orFail(file.sync),
        size: orFail(file.size),
        close: orFail(file.close),
      };
    }),
    readFile: orFail((path: string) => disk.readFile(path)),
    openFile: orFail((path: string) => {
      const file = disk.openFile(path);
      return { read: orFail(file.read), size: orFail(file.size), close: file.close };
    }),
    rename: orFail((from: string, to: string) => disk.rename(from, to)),
    remove: orFail((path: string) => disk.remove(path)),
    list: orFail((path: string) => disk.list(path)),
    syncFolder: orFail((path: string) => disk.syncFolder(path)),
  };
  return { fileSystem, hasFailed: () => operations >= at };
}
