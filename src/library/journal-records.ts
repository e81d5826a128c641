/** A record of a journal of vectors: key, values, and the beginning of the sha256 of both. */
import { createHash } from 'node:crypto';
import { keyBytes } from '../index/graph/stored-rows.ts';
import { hashBytes } from '../text/hash.ts';
import type { KeyedVector } from './contract.ts';

const checkBytes = 4;
/** Longest vector that is looked for. */
const mostDimensions = 16_384;

export function recordBytes(dimensions: number): number {
  return keyBytes + 4 * dimensions + checkBytes;
}

export function encodeRecord({ key, vector }: KeyedVector): Buffer {
  const values = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  const body = Buffer.concat([Buffer.from(key, 'hex'), values]);
  return Buffer.concat([body, checkOf(body)]);
}

/** Key and values. */
export function bodyOf(record: Uint8Array): Uint8Array {
  return record.subarray(0, -checkBytes);
}

export function isRecord(bytes: Uint8Array, size: number): boolean {
  return bytes.length === size && checkOf(bodyOf(bytes)).equals(bytes.subarray(-checkBytes));
}

/**
 * How many bytes of a journal are whole records, whichever encoder made them: the length of its vectors
 * is found out by the checksum of the first.
 */
export function soundBytesOf(journal: Uint8Array): number {
  const size = sizeOfFirst(journal);
  if (size === undefined) return 0;
  let sound = 0;
  while (isRecord(journal.subarray(sound, sound + size), size)) sound += size;
  return sound;
}

function sizeOfFirst(journal: Uint8Array): number | undefined {
  const body = createHash('sha256').update(journal.subarray(0, keyBytes));
  const most = Math.min(journal.length, recordBytes(mostDimensions));
  for (let end = keyBytes + 4; end + checkBytes <= most; end += 4) {
    body.update(journal.subarray(end - 4, end));
    const check = body.copy().digest().subarray(0, checkBytes);
    if (check.equals(journal.subarray(end, end + checkBytes))) return end + checkBytes;
  }
  return undefined;
}

function checkOf(body: Uint8Array): Buffer {
  return Buffer.from(hashBytes(body).slice(0, 2 * checkBytes), 'hex');
}
