/**
 * Vectors as they are made, kept until a generation holds them: a run that is killed goes on where it
 * was. Nothing is synced: what is lost is made again, and a torn or foreign record is not believed.
 */
import {
  closeSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { keyBytes } from '../index/graph/stored-rows.ts';
import { hashBytes } from '../text/hash.ts';
import type { EncoderIdentity, KeyedVector } from './contract.ts';
import { bodyOf, encodeRecord, isRecord, recordBytes } from './journal-records.ts';
import { quietly } from './sweep-leftovers.ts';
import { unitVectorsOnly } from './vector-keys.ts';

const journalName = /^vectors-[0-9a-f]{12}\.journal$/;
/** Whoever tries another encoder and is interrupted may come back to it so long. */
const keptMs = 7 * 24 * 60 * 60 * 1000;

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
    this.#path = join(folder, nameOf(encoder));
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
      vectors.filter(({ vector }) => vector.length === this.#encoder.dimensions).map(encodeRecord),
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
    quietly(() => {
      this.close();
      rmSync(this.#path, { force: true });
    });
  }
}

/** Names of the journals in a data folder. */
export function journalsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => journalName.test(name))
    .sort();
}

/**
 * Removes the journals of other encoders than the one in use, once nobody has written them for a week.
 * For the holder of the folder's lock only: nobody else writes any then.
 */
export function sweepJournals(folder: string, used: EncoderIdentity, now: Date): void {
  quietly(() => {
    for (const name of journalsIn(folder)) {
      if (name === nameOf(used)) continue;
      quietly(() => {
        const path = join(folder, name);
        if (now.getTime() - statSync(path).mtimeMs > keptMs) rmSync(path);
      });
    }
  });
}

/** It holds the encoder, so that one never reads what another wrote. */
function nameOf(encoder: EncoderIdentity): string {
  return `vectors-${hashBytes(encoder.fingerprint).slice(0, 12)}.journal`;
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
  const size = recordBytes(dimensions);
  let length = 0;
  // Whatever follows a torn record stands at the wrong place.
  for (; isRecord(bytes.subarray(length, length + size), size); length += size) {
    const body = bodyOf(bytes.subarray(length, length + size));
    const key = body.subarray(0, keyBytes);
    const values = new Float32Array(new Uint8Array(body.subarray(keyBytes)).buffer);
    for (const [name, vector] of unitVectorsOnly(key, values, dimensions)) known.set(name, vector);
  }
  return { known, length };
}
