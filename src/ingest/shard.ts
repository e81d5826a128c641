/** Shares of the files of a corpus, so that several machines ingest it side by side. */
import { join } from 'node:path';
import { ConfigError } from '../errors.ts';
import { isArchiveName } from '../load/media-type.ts';
import { hashBytes } from '../text/hash.ts';

/** The `number`th of `of` shares, counted from 1. */
export interface Shard {
  readonly number: number;
  readonly of: number;
}

const mostShards = 1_000;

/** `'2/3'` -> `{ number: 2, of: 3 }`. @throws ConfigError naming what is allowed */
export function parseShard(text: string): Shard {
  const [, number = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text.trim()) ?? []).map(Number);
  if (number >= 1 && number <= of && of <= mostShards) return { number, of };
  throw new ConfigError(
    `--shard "${text}" is no share; give its number and how many there are, such as 1/3, of at most ${mostShards}.`,
  );
}

/** Whether a file, or a document of an archive, falls into the share: each falls into exactly one. */
export function isInShard(uri: string, shard: Shard | undefined): boolean {
  if (shard === undefined) return true;
  const hash = Number.parseInt(hashBytes(fileOf(uri)).slice(0, 12), 16);
  return hash % shard.of === shard.number - 1;
}

/** Below the data folder, for what one share's runs keep. */
export function shardFolder({ number, of }: Shard): string {
  return join('shards', `${number}-of-${of}`);
}

/** The documents of an archive go with it. */
function fileOf(uri: string): string {
  const parts = uri.split('/');
  const archive = parts.findIndex(isArchiveName);
  return archive === -1 ? uri : parts.slice(0, archive + 1).join('/');
}
