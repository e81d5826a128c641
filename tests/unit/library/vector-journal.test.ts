import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sweepJournals, VectorJournal } from '../../../src/library/vector-journal.ts';
import { repairJournals, verifyJournals } from '../../../src/library/verify-journals.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const encoder = { fingerprint: 'fake', dimensions: 2 };

/** Writes so many vectors, and gives the journal's path. */
function write(folder: string, count: number, { fingerprint, dimensions } = encoder): string {
  const before = new Set(readdirSync(folder));
  const journal = new VectorJournal(folder, { fingerprint, dimensions });
  for (let at = 0; at < count; at += 1) {
    const vector = new Float32Array(dimensions);
    vector[at % dimensions] = 1;
    journal.append([{ key: at.toString(16).padStart(64, '0'), vector }]);
  }
  journal.close();
  return join(folder, readdirSync(folder).find((name) => !before.has(name))!);
}

it('keeps what was written when an encoder is late with more after its run has failed', () => {
  const folder = temporaryFolder();
  const vector = Float32Array.of(1, 0);
  const journal = new VectorJournal(folder, encoder);
  journal.append([{ key: 'a'.repeat(64), vector }]);
  journal.close();
  journal.append([{ key: 'b'.repeat(64), vector }]);
  expect([...new VectorJournal(folder, encoder).known.keys()]).toEqual(['a'.repeat(64)]);
});

describe('sweepJournals', () => {
  const now = new Date('2026-11-25T12:00:00Z');
  const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 60 * 60 * 1_000);

  it('removes what other encoders left more than a week ago, and nothing else', () => {
    const folder = temporaryFolder({ 'vectors-x.journal': 'x', 'vectors.bin': 'x' });
    const used = write(folder, 1);
    const old = write(folder, 1, { fingerprint: 'old', dimensions: 3 });
    const recent = write(folder, 1, { fingerprint: 'recent', dimensions: 3 });
    for (const path of [used, old]) utimesSync(path, now, daysAgo(8));
    utimesSync(recent, now, daysAgo(6));
    const before = readdirSync(folder);
    sweepJournals(folder, encoder, now);
    expect(before.filter((name) => !readdirSync(folder).includes(name))).toEqual([
      old.slice(folder.length + 1),
    ]);
  });
});

describe('verifyJournals', () => {
  it.each([1, 2, 4, 384, 1_536])('reads journals of %i dimensions to their end', (dimensions) => {
    const folder = temporaryFolder();
    write(folder, 3, { fingerprint: 'any', dimensions });
    expect(verifyJournals(folder)).toEqual({ journals: 1, problems: [] });
    expect(repairJournals(folder)).toEqual([]);
  });

  it.each<[string, (bytes: Buffer) => Buffer, number]>([
    ['a record that was cut', (bytes) => bytes.subarray(0, bytes.length - 3), 2],
    ['zeros at its end', (bytes) => Buffer.concat([bytes, Buffer.alloc(10)]), 3],
    ['a flipped bit', (bytes) => bytes.fill(bytes[50]! ^ 1, 50, 51), 1],
    ['its first record damaged', (bytes) => bytes.fill(bytes[5]! ^ 1, 5, 6), 0],
  ])('finds a journal with %s, and what is sound of it can be kept', (_, harm, kept) => {
    const folder = temporaryFolder();
    const path = write(folder, 3);
    writeFileSync(path, harm(readFileSync(path)));
    const { problems } = verifyJournals(folder);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      new RegExp(`^Journal "vectors-.*" is damaged after ${kept * 44} of`),
    );
    expect(repairJournals(folder)).toHaveLength(1);
    expect(verifyJournals(folder)).toEqual({ journals: kept === 0 ? 0 : 1, problems: [] });
    expect(new VectorJournal(folder, encoder).known.size).toBe(kept);
  });
});
