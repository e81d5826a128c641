/**
 * Vectors as they are made, kept until a generation holds them: a run that is killed goes on where it
 * was. Nothing is synced: what is lost is made again, and a torn or foreign record is not believed.
 */
import { closeSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { hashBytes } from '../text/hash.ts';
import type { EncoderIdentity, KeyedVector } from './contract.ts';
import { unitVectorsOnly } from './vector-keys.ts';

const keyBytes = 32;
const checkBytes = 4;

export class VectorJournal {
  /** Of earlier runs with this encoder, by key. */
  readonly known: ReadonlyMap<string, Float32Array>;
  readonly #path: string;
  readonly #encoder: EncoderIdentity;
  /** Bytes of the file that are believed; what follows them is cut off before more is written. */
  #length: number;
  #descriptor: number | undefined;
  #isClosed = false;

  constructor(folder: string, encoder: EncoderIdentity) {
    this.#encoder = encoder;
    // The name holds the encoder, so that one never reads what another wrote.
    this.#path = join(folder, `vectors-${hashBytes(encoder.fingerprint).slice(0, 12)}.journal`);
    const { known, length } = readRecords(this.#path, encoder.dimensions);
    this.known = known;
    this.#length = length;
  }

  /** After `close` it keeps nothing: an encoder may still be at work when its run has failed. */
  append(vectors: readonly KeyedVector[]): void {
    if (this.#isClosed) return;
    if (this.#descriptor === undefined) {
      this.#descriptor = openSync(this.#path, 'a');
      ftruncateSync(this.#descriptor, this.#length);
    }
    const records = Buffer.concat(
      vectors
        .filter(({ vector }) => vector.length === this.#encoder.dimensions)
        .flatMap(({ key, vector }) => {
          const values = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
          const body = Buffer.concat([Buffer.from(key, 'hex'), values]);
          return [body, checkOf(body)];
        }),
    );
    for (let at = 0; at < records.length; ) at += writeSync(this.#descriptor, records, at);
  }

  close(): void {
    this.#isClosed = true;
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  /** A generation holds them all. A journal that stays is read once more, and no harm. */
  remove(): void {
    try {
      this.close();
      rmSync(this.#path, { force: true });
    } catch {}
  }
}

function readRecords(
  path: string,
  dimensions: number,
): { readonly known: ReadonlyMap<string, Float32Array>; readonly length: number } {
  const known = new Map<string, Float32Array>();
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return { known, length: 0 };
  }
  const bodyBytes = keyBytes + 4 * dimensions;
  const size = bodyBytes + checkBytes;
  let length = 0;
  for (; length + size <= bytes.length; length += size) {
    const body = bytes.subarray(length, length + bodyBytes);
    // Whatever follows a torn record stands at the wrong place.
    if (!checkOf(body).equals(bytes.subarray(length + bodyBytes, length + size))) break;
    const key = body.subarray(0, keyBytes);
    const values = new Float32Array(new Uint8Array(body.subarray(keyBytes)).buffer);
    for (const [name, vector] of unitVectorsOnly(key, values, dimensions)) known.set(name, vector);
  }
  return { known, length };
}

function checkOf(body: Uint8Array): Buffer {
  return Buffer.from(hashBytes(body).slice(0, 2 * checkBytes), 'hex');
}
