/** Whether the journals of vectors can be read to their end. They are a cache: what is damaged is cut off. */
import { readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { soundBytesOf } from './journal-records.ts';
import { journalsIn } from './vector-journal.ts';

export interface JournalReport {
  readonly journals: number;
  /** One sentence each; empty when all is well. */
  readonly problems: readonly string[];
}

/** Of a folder that nobody writes to meanwhile. */
export function verifyJournals(folder: string): JournalReport {
  const names = journalsIn(folder);
  return { journals: names.length, problems: names.flatMap((name) => problemOf(folder, name)) };
}

/**
 * Cuts off what no run would believe, and removes a journal of which that is all. For the holder of the
 * folder's lock only.
 *
 * @returns what was done, one sentence each
 */
export function repairJournals(folder: string): string[] {
  return journalsIn(folder).flatMap((name) => {
    try {
      const { sound, bytes } = lengthsOf(folder, name);
      if (sound === bytes) return [];
      if (sound === 0) rmSync(join(folder, name));
      else truncateSync(join(folder, name), sound);
      return [
        `Journal "${name}" lost ${bytes - sound} damaged bytes; their vectors are made anew.`,
      ];
    } catch {
      return []; // It stays a problem, and a check says so.
    }
  });
}

function problemOf(folder: string, name: string): string[] {
  try {
    const { sound, bytes } = lengthsOf(folder, name);
    if (sound === bytes) return [];
    return [
      `Journal "${name}" is damaged after ${sound} of ${bytes} bytes; the next run makes those vectors anew.`,
    ];
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return [`Journal "${name}" cannot be read${code}; check its permissions, or remove it.`];
  }
}

function lengthsOf(folder: string, name: string): { sound: number; bytes: number } {
  const journal = readFileSync(join(folder, name));
  return { sound: soundBytesOf(journal), bytes: journal.length };
}
