/** The files of an archive, unpacked some at a time: to send all of it for each would take for ever. */
import { readFileSync } from 'node:fs';
import { UserInputError } from '../errors.ts';
import type { ArchiveEntry } from '../load/convert/contract.ts';
import type { Converter } from '../load/converter.ts';
import type { CorpusFile } from '../load/walk-corpus.ts';

/** Unpacked at once, as the archive tells of sizes. */
const batchBytes = 8_000_000;

export class ArchiveContents {
  readonly #file: CorpusFile;
  readonly #entries: readonly ArchiveEntry[];
  readonly #converter: Pick<Converter, 'extract'>;
  /** Unpacked and not yet read, each once. */
  #ready = new Map<string, Promise<Uint8Array>>();

  /** @param entries in the order in which they will be read */
  constructor(
    file: CorpusFile,
    entries: readonly ArchiveEntry[],
    converter: Pick<Converter, 'extract'>,
  ) {
    this.#file = file;
    this.#entries = entries;
    this.#converter = converter;
  }

  /** @throws UserInputError when the entry, or the archive by now, cannot be unpacked */
  read(name: string): Promise<Uint8Array> {
    const ready = this.#ready.get(name) ?? this.#unpackFrom(name);
    this.#ready.delete(name);
    return ready;
  }

  #unpackFrom(name: string): Promise<Uint8Array> {
    const names = this.#batchFrom(name);
    const archive = readFileSync(this.#file.path);
    const batch = this.#converter.extract(archive, this.#file.uri, names);
    const contentOf = async (wanted: string) => {
      const content = (await batch).get(wanted);
      if (content instanceof Uint8Array) return content;
      throw content ?? new UserInputError(`File "${this.#file.uri}" has changed; ingest again.`);
    };
    this.#ready = new Map(names.map((wanted) => [wanted, contentOf(wanted)] as const));
    // Who reads one hears of it; the others may never be read.
    for (const content of this.#ready.values()) content.catch(() => undefined);
    return this.#ready.get(name)!;
  }

  #batchFrom(name: string): string[] {
    const from = this.#entries.findIndex((entry) => entry.name === name);
    const names = [name];
    let total = this.#entries[from]?.bytes ?? 0;
    for (const entry of this.#entries.slice(from + 1)) {
      total += entry.bytes;
      if (total > batchBytes) break;
      names.push(entry.name);
    }
    return [...new Set(names)];
  }
}
