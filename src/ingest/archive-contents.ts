/** The files of an archive, unpacked some at a time: to send all of it for each would take for ever. */
import { readFileSync } from 'node:fs';
import { UserInputError } from '../errors.ts';
import type { ArchiveEntry } from '../load/convert/contract.ts';
import type { Converter } from '../load/converter.ts';
import type { CorpusFile } from '../load/walk-corpus.ts';

/** Unpacked at once, as the archive tells of sizes. */
const batchBytes = 8_000_000;

/** Holds no more than one batch, and nothing once each entry was read or passed over. */
export class ArchiveContents {
  readonly #file: CorpusFile;
  readonly #converter: Pick<Converter, 'extract'>;
  /** Sizes of those that are still to be read, in the order in which they will be. */
  readonly #left: Map<string, number>;
  /** Unpacked, and still to be read. */
  #ready = new Map<string, Uint8Array | UserInputError>();
  #mostAtOnce = Number.POSITIVE_INFINITY;

  /** @param entries in the order in which they will be read; of two of one name the first counts */
  constructor(
    file: CorpusFile,
    entries: readonly ArchiveEntry[],
    converter: Pick<Converter, 'extract'>,
  ) {
    this.#file = file;
    this.#left = new Map(entries.map(({ name, bytes }) => [name, bytes]));
    this.#converter = converter;
  }

  /** It will not be read, or not again: it need not be unpacked with the others. */
  pass(name: string): void {
    this.#left.delete(name);
    this.#ready.delete(name);
  }

  /**
   * One after the other, each once.
   *
   * @throws UserInputError when the entry, or the archive by now, cannot be unpacked
   */
  async read(name: string): Promise<Uint8Array> {
    if (!this.#ready.has(name)) await this.#unpackFrom(name);
    const content = this.#ready.get(name);
    this.pass(name);
    if (content instanceof Uint8Array) return content;
    throw content ?? new UserInputError(`File "${this.#file.uri}" has changed; ingest again.`);
  }

  async #unpackFrom(name: string): Promise<void> {
    const names = this.#batchFrom(name);
    this.#ready = new Map();
    try {
      const archive = readFileSync(this.#file.path);
      this.#ready = new Map(await this.#converter.extract(archive, this.#file.uri, names));
      this.#mostAtOnce *= 2;
    } catch (error) {
      if (names.length === 1) throw error;
      // One of them is to blame and the others are not: it fails alone, once its turn has come.
      this.#mostAtOnce = 1;
      await this.#unpackFrom(name);
    }
  }

  #batchFrom(name: string): string[] {
    const names = [name];
    let total = this.#left.get(name) ?? 0;
    let isAfter = false;
    for (const [other, bytes] of this.#left) {
      if (isAfter) {
        total += bytes;
        if (total > batchBytes || names.length >= this.#mostAtOnce) break;
        names.push(other);
      }
      isAfter ||= other === name;
    }
    return names;
  }
}
