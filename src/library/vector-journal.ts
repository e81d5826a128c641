/**
 * Vectors as they are made, kept until a generation holds them: a run that is killed goes on where it
 * was. Nothing is synced: what is lost is made again, and a torn or foreign record is not believed.
 */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
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
  #descriptor: number | undefined;

  constructor(folder: string, encoder: EncoderIdentity) {
    this.#encoder = encoder;
    // The name holds the encoder, so that one never reads what another wrote.
    this.#path = join(folder, `vectors-${hashBytes(encoder.fingerprint).slice(0, 12)}.journal`);
    this.known = readRecords(this.#path, encoder.dimensions);
  }

  append(vectors: readonly KeyedVector[]): void {
    this.#descriptor ??= openSync(this.#path, 'a');
    for (const { key, vector } of vectors) {
      if (vector.length !== this.#encoder.dimensions) continue;
      const body = Buffer.concat([
        Buffer.from(key, 'hex'),
        Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength),
      ]);
      writeSync(this.#descriptor, Buffer.concat([body, checkOf(body)]));
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  /** A generation holds them all. */
  remove(): void {
    this.close();
    rmSync(this.#path, { force: true });
  }
}

function readRecords(path: string, dimensions: number): Map<string, Float32Array> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return new Map();
  }
  const known = new Map<string, Float32Array>();
  const bodyBytes = keyBytes + 4 * dimensions;
  const size = bodyBytes + checkBytes;
  for (let at = 0; at + size <= bytes.length; at += size) {
    const body = bytes.subarray(at, at + bodyBytes);
    // Whatever follows a torn record stands at the wrong place.
    if (!checkOf(body).equals(bytes.subarray(at + bodyBytes, at + size))) break;
    const key = body.subarray(0, keyBytes);
    const values = new Float32Array(new Uint8Array(body.subarray(keyBytes)).buffer);
    for (const [name, vector] of unitVectorsOnly(key, values, dimensions)) known.set(name, vector);
  }
  return known;
}

function checkOf(body: Uint8Array): Buffer {
  return Buffer.from(hashBytes(body).slice(0, 2 * checkBytes), 'hex');
}
