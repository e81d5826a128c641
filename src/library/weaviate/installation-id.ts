/** Tells this installation from others that write into the same library. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../errors.ts';

export const installationFile = 'installation-id';

/** Of the data folder; made when missing. @throws ConfigError when the folder cannot be written */
export function installationId(dataFolder: string): string {
  const file = join(dataFolder, installationFile);
  const known = read(file);
  if (known !== undefined) return known;
  try {
    mkdirSync(dataFolder, { recursive: true });
    // Of several processes that begin together one makes it, and the others read it.
    writeFileSync(file, `${randomUUID()}\n`, { flag: 'wx' });
  } catch (cause) {
    const made = read(file);
    if (made !== undefined) return made;
    throw new ConfigError(
      `Data folder "${dataFolder}" cannot be written; check its permissions and the free space, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
  return read(file) ?? '';
}

function read(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return /^[0-9a-f-]{36}$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
