/**
 * Files that could not be converted, remembered so that they are not tried again before they change, or
 * before what they wait for is there.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PassingInputError, UserInputError } from '../errors.ts';
import { quietly } from '../library/sweep-leftovers.ts';
import { TesseractMissingError } from '../load/left-out-pages.ts';
import type { Original } from '../types.ts';

const failureSchema = z.strictObject({
  sha256: z.string(),
  converter: z.int(),
  reason: z.string(),
  /** Nothing but pictures stands in it, and they could not be read. */
  waitsForTesseract: z.literal(true).exactOptional(),
});
const failuresSchema = z.record(z.string(), failureSchema);

export type Failure = z.infer<typeof failureSchema>;

export class SetAsideFiles {
  readonly #file: string;
  readonly #known: Readonly<z.infer<typeof failuresSchema>>;
  /** Of this run: a file that has gone or changed is forgotten. */
  readonly #met: z.infer<typeof failuresSchema> = {};
  /** There is a list and it cannot be read: then each file is tried once more. */
  readonly isDamaged: boolean;

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'set-aside.json');
    const known = readFailures(this.#file);
    this.isDamaged = known === undefined;
    this.#known = known ?? {};
  }

  /** What earlier runs set aside. */
  list(): (Failure & { readonly uri: string })[] {
    return Object.entries(this.#known).map(([uri, failure]) => ({ uri, ...failure }));
  }

  /** How these very bytes could not be converted before, by the same converters. */
  of(uri: string, { sha256, converter }: Original): Failure | undefined {
    const failure = this.#known[uri];
    return failure?.sha256 === sha256 && failure.converter === converter ? failure : undefined;
  }

  /** The file is still as it was: it stays set aside. */
  keep(uri: string): void {
    const failure = this.#known[uri];
    if (failure !== undefined) this.#met[uri] = failure;
  }

  add(uri: string, failure: Failure): void {
    this.#met[uri] = failure;
  }

  /** Whole or not at all. Losing it costs another try, so a disk that refuses it is no failure. */
  save(): void {
    const draft = `${this.#file}.draft`;
    quietly(() => {
      const isSame = JSON.stringify(this.#met) === JSON.stringify(this.#known);
      if (isSame && !this.isDamaged) return;
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

/** What is to be remembered of it; undefined where the next run may do better with the same bytes. */
export function failureOf(error: unknown, original: Original, reason: string): Failure | undefined {
  const { sha256, converter } = original;
  const failure = { sha256, converter, reason };
  if (error instanceof TesseractMissingError) return { ...failure, waitsForTesseract: true };
  const isVerdict = error instanceof UserInputError && !(error instanceof PassingInputError);
  return isVerdict ? failure : undefined;
}

/** Undefined where there is a list and it cannot be read. */
function readFailures(file: string): z.infer<typeof failuresSchema> | undefined {
  try {
    return failuresSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isMissing ? {} : undefined;
  }
}
