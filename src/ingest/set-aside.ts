/** Files that could not be converted, remembered so that they are not tried again before they change. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { quietly } from '../library/sweep-leftovers.ts';
import type { Original } from '../types.ts';

const failuresSchema = z.record(
  z.string(),
  z.strictObject({ sha256: z.string(), converter: z.int(), reason: z.string() }),
);

export class SetAsideFiles {
  readonly #file: string;
  readonly #known: Readonly<z.infer<typeof failuresSchema>>;
  /** Of this run: a file that has gone or changed is forgotten. */
  readonly #met: z.infer<typeof failuresSchema> = {};

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'set-aside.json');
    this.#known = readFailures(this.#file);
  }

  /** Why these very bytes could not be converted before, by the same converters. */
  reasonOf(uri: string, { sha256, converter }: Original): string | undefined {
    const failure = this.#known[uri];
    if (failure?.sha256 !== sha256 || failure.converter !== converter) return undefined;
    this.#met[uri] = failure;
    return failure.reason;
  }

  add(uri: string, { sha256, converter }: Original, reason: string): void {
    this.#met[uri] = { sha256, converter, reason };
  }

  /** Whole or not at all. Losing it costs another try, so a disk that refuses it is no failure. */
  save(): void {
    const draft = `${this.#file}.draft`;
    quietly(() => {
      if (JSON.stringify(this.#met) === JSON.stringify(this.#known)) return;
      if (Object.keys(this.#met).length === 0) return rmSync(this.#file, { force: true });
      writeFileSync(draft, `${JSON.stringify(this.#met, null, 2)}\n`);
      renameSync(draft, this.#file);
    });
    quietly(() => rmSync(draft, { force: true }));
  }

  /** For a run that looks at no file: what is known stays known. */
  keepAll(): this {
    Object.assign(this.#met, this.#known);
    return this;
  }
}

function readFailures(file: string) {
  try {
    return failuresSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // None yet, or damaged: then everything is tried once more.
    return {};
  }
}
