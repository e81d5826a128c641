/** Where things stand in a data folder: `CURRENT`, `LOCK`, `generations/<number>-<random>/`, `graphs/`. */
import { join } from 'node:path';

const generationName = /^([0-9]{6,})-[0-9a-f]{8}$/;

export function currentFile(folder: string): string {
  return join(folder, 'CURRENT');
}

export function generationsFolder(folder: string): string {
  return join(folder, 'generations');
}

/** Search graphs; they can all be made again. */
export function graphsFolder(folder: string): string {
  return join(folder, 'graphs');
}

/** Complete generations among the names of a folder, newest first. Other names are ignored. */
export function generationsAmong(names: readonly string[]): string[] {
  return names
    .filter((name) => generationName.test(name))
    .sort((left, right) => numberOf(right) - numberOf(left) || (left < right ? 1 : -1));
}

/** A name above all others, drafts included. */
export function nextGeneration(names: readonly string[], randomHex: string): string {
  const numbers = names.map((name) => numberOf(name.replace(/^\.draft-/, '')));
  const next = Math.max(0, ...numbers) + 1;
  return `${String(next).padStart(6, '0')}-${randomHex}`;
}

function numberOf(name: string): number {
  return Number(generationName.exec(name)?.[1] ?? 0);
}
