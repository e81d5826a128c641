/**
 * Zip archives, read as a stream: what the headers say of sizes and checksums is compared with what is
 * there, and no name leads out of the archive.
 */
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { type Entry, fromBuffer, validateFileName, type ZipFile } from 'yauzl';
import { UserInputError } from '../../errors.ts';
import { type ArchiveEntry, archiveCaps } from './contract.ts';

/**
 * The files of an archive in its order, folders left out.
 *
 * @throws UserInputError when it is damaged, holds too many or too large entries, or bad names
 */
export async function listEntries(bytes: Uint8Array): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  await walk(bytes, async (entry) => {
    entries.push({ name: nameOf(entry), bytes: entry.uncompressedSize });
  });
  return entries;
}

/**
 * The files that are wanted, by name. Of two of one name the first counts.
 *
 * @param onRefused takes note of one that unpacks to more than the caps allow, to something else than
 *   the archive says, or not at all
 * @throws UserInputError likewise, and for such a one where nobody takes note
 */
export async function readEntries(
  bytes: Uint8Array,
  isWanted: (name: string) => boolean,
  onRefused?: (name: string, error: UserInputError) => void,
): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  let total = 0;
  await walk(bytes, async (entry, zip) => {
    const name = nameOf(entry);
    if (!isWanted(name) || found.has(name)) return;
    try {
      const content = await readCapped(zip, entry, archiveCaps.totalBytes - total);
      total += content.length;
      found.set(name, content);
    } catch (error) {
      const refusal = error instanceof UserInputError ? error : damagedEntry(error);
      if (onRefused === undefined) throw refusal;
      onRefused(name, refusal);
    }
  });
  return found;
}

async function walk(
  bytes: Uint8Array,
  visit: (entry: Entry, zip: ZipFile) => Promise<void>,
): Promise<void> {
  const zip = await open(bytes);
  let count = 0;
  await new Promise<void>((resolve, reject) => {
    const fail = (error: unknown) =>
      reject(error instanceof UserInputError ? error : damaged(error));
    zip.on('error', fail);
    zip.on('end', () => resolve());
    zip.on('entry', (entry: Entry) => {
      count += 1;
      if (count > archiveCaps.entries) {
        return fail(
          new UserInputError(
            `holds more than ${archiveCaps.entries} files; unpack it and take a part of them`,
          ),
        );
      }
      if (entry.fileName.endsWith('/') || isLink(entry)) return zip.readEntry();
      if (entry.isEncrypted()) {
        return fail(new UserInputError('is encrypted; save it without a password'));
      }
      visit(entry, zip).then(() => zip.readEntry(), fail);
    });
    zip.readEntry();
  });
}

function open(bytes: Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // Sizes are counted here: an entry that claims a wrong one must not stop the others.
    fromBuffer(whole, { lazyEntries: true, validateEntrySizes: false }, (error, zip) => {
      if (error) reject(damaged(error));
      else resolve(zip);
    });
  });
}

async function readCapped(zip: ZipFile, entry: Entry, left: number): Promise<Uint8Array> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => {
      if (error) reject(damagedEntry(error));
      else resolve(opened);
    });
  });
  // No more than is claimed: by the claims it is decided how much is unpacked at once.
  const claimed = entry.uncompressedSize;
  const most = Math.min(
    left,
    claimed,
    archiveCaps.entryBytes,
    Math.max(1_000_000, entry.compressedSize * archiveCaps.ratio),
  );
  let unpacked = 0;
  const counted = (async function* () {
    for await (const part of stream as AsyncIterable<Buffer>) {
      unpacked += part.length;
      if (unpacked > most) {
        const than = most === claimed ? `the ${claimed} bytes that it claims` : 'its size';
        throw new UserInputError(
          `unpacks to far more than ${than}; it may be made to harm, and is not opened`,
        );
      }
      yield part;
    }
  })();
  const content = await buffer(counted);
  if (unpacked !== claimed) throw otherThanPacked('size');
  if (crc32(content) !== entry.crc32) throw otherThanPacked('checksum');
  return content;
}

const saysUtf8 = 0x800;
const unicodePath = 0x7075;

/** Many programs write UTF-8 and do not say so: then it was read as the old characters of MS-DOS. */
function nameOf({ fileName, fileNameRaw, generalPurposeBitFlag, extraFields }: Entry): string {
  const isTold =
    (generalPurposeBitFlag & saysUtf8) !== 0 || extraFields.some(({ id }) => id === unicodePath);
  if (isTold || fileNameRaw.every((byte) => byte < 0x80)) return fileName;
  try {
    const name = new TextDecoder('utf-8', { fatal: true }).decode(fileNameRaw);
    const fault = validateFileName(name);
    if (fault !== null) throw new Error(fault);
    return name;
  } catch {
    return fileName;
  }
}

/** What leads to another file is no file. */
function isLink({ externalFileAttributes }: Entry): boolean {
  return ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}

function otherThanPacked(what: 'size' | 'checksum'): UserInputError {
  return new UserInputError(
    `is damaged: it does not unpack to what was packed, its ${what} differs; save it again`,
  );
}

function damagedEntry(cause: unknown): UserInputError {
  return new UserInputError('is damaged: it cannot be unpacked; save it again', { cause });
}

function damaged(cause: unknown): UserInputError {
  const leadsOut = cause instanceof Error && /absolute path|relative path/.test(cause.message);
  return new UserInputError(
    leadsOut
      ? 'holds a file whose name leads out of the archive, and is not opened'
      : 'is a damaged archive; save it again',
    { cause },
  );
}
