/** Names of collections and ids of objects: the same thing always has the same one. */
import { createHash } from 'node:crypto';
import { hashParts } from '../../text/hash.ts';
import type { FieldWeights } from '../chunk-terms.ts';
import type { EncoderIdentity } from '../contract.ts';

/** Of what the collections hold; another number makes new ones. */
export const LAYOUT_VERSION = 1;

/** The collections of one encoder, chunker and weighting. */
export interface CollectionSet {
  readonly hash: string;
  /** A document as the list of documents shows it, with the version that is seen. */
  readonly documents: string;
  /** A version's text and structure, cut into parts. */
  readonly parts: string;
  readonly chunks: string;
  /** Texts that lead to chunks. */
  readonly pointers: string;
  readonly words: string;
  /** Documents that are being written. */
  readonly pending: string;
}

export interface SetIdentity {
  /** Null where no chunk has a vector. */
  readonly encoder: EncoderIdentity | null;
  readonly chunker: string;
  readonly weights: FieldWeights;
}

export function collectionSet(
  prefix: string,
  { encoder, chunker, weights }: SetIdentity,
): CollectionSet {
  const { fingerprint = '', dimensions = 0 } = encoder ?? {};
  return setOf(
    prefix,
    hashParts(
      String(LAYOUT_VERSION),
      fingerprint,
      String(dimensions),
      chunker,
      `${weights.heading} ${weights.keys}`,
    ).slice(0, 12),
  );
}

export function setOf(prefix: string, hash: string): CollectionSet {
  const name = (what: string) => `${prefix}_${hash}_${what}`;
  return {
    hash,
    documents: name('Document'),
    parts: name('Part'),
    chunks: name('Chunk'),
    pointers: name('Pointer'),
    words: name('Word'),
    pending: name('Pending'),
  };
}

export function namesIn(set: CollectionSet): string[] {
  const { documents, parts, chunks, pointers, words, pending } = set;
  return [documents, parts, chunks, pointers, words, pending];
}

export function stateName(prefix: string): string {
  return `${prefix}_State`;
}

/** Ours, so that no other program derives the same ids. */
const namespace = Buffer.from('8d5b8f0c3c0b4b6f9d0f6f3a52b1c7e4', 'hex');

/** A UUID of version 5 (RFC 9562) of the parts. */
export function objectId(...parts: readonly (string | number)[]): string {
  const bytes = createHash('sha1').update(namespace).update(parts.join('\0')).digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes
    .toString('hex', 0, 16)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
