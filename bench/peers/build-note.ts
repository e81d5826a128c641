/** Beside a store: what building it cost, as long as it is as it was built. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type Build, buildSchema } from './measured.ts';

const noteOf = (store: string): string => `${store}.built.json`;

export function writeBuildNote(store: string, build: Build): void {
  writeFileSync(noteOf(store), JSON.stringify(build));
}

/** Undefined where the store was not built to its end, or was changed since. */
export function readBuildNote(store: string): Build | undefined {
  const note = noteOf(store);
  if (!existsSync(note)) return undefined;
  return buildSchema.parse(JSON.parse(readFileSync(note, 'utf8')));
}

/** Before the store is changed. */
export function removeBuildNote(store: string): void {
  rmSync(noteOf(store), { force: true });
}
