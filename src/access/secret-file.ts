/** Small files of the data folder that are for its owner's eyes alone: keys, settings, counts. */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Whole or not at all, and on disk when it returns. Of two writers at once the later one counts.
 *
 * @throws an error of the disk; then the file is as it was, and nothing is left beside it
 */
export function writeSecretFile(file: string, text: string): void {
  const fresh = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  const descriptor = openSync(fresh, 'wx', 0o600);
  try {
    try {
      // Unlike `writeSync` it goes on until all is written.
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}
