/** What keys, and the cookies that stand for them, are made of and known by. */
import { createHash, createHmac, randomBytes } from 'node:crypto';

/** `gw_` and 256 random bits. */
export function newKey(): string {
  return `gw_${randomBytes(32).toString('base64url')}`;
}

/** Names a key where it is listed; tells nothing of it. */
export function newKeyId(): string {
  return randomBytes(6).toString('hex');
}

/**
 * SHA-256 in hex: what is kept of a secret. Looking it up in a map compares digests, so the time it
 * takes says nothing of how much of a guess is right.
 */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** What the cookie of a session holds: made from the key, so that a revoked key ends its sessions. */
export function sessionTokenOf(key: string): string {
  return createHmac('sha256', key).update('groundwork session v1').digest('hex');
}
