import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GroundworkError } from '../../src/errors.ts';
import { type FileSystem, nodeFileSystem } from '../../src/library/file-system.ts';
import { VectorJournal } from '../../src/library/vector-journal.ts';
import { verifyStore } from '../../src/library/verify-store.ts';
import { createFakeEmbedder } from '../fakes/fake-embedder.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { type Fault, failingAt } from './failing-disk.ts';
import { MemoryDisk } from './memory-disk.ts';
import { ingestNotes } from './plain-ingestion.ts';
import { smallLibrary } from './small-library.ts';
import { reportZero } from './tier.ts';

const faults: readonly Fault[] = (['ENOSPC', 'EIO', 'EACCES', 'short'] as const).flatMap((kind) => [
  { kind, isForEver: false },
  { kind, isForEver: true },
]);
const before = {
  'a.md': '# GANs\n\nThe generator fools the critic.\n',
  'b.md': '# Attention\n\nQueries meet keys.\n',
};
const added = { 'c.md': '# Loss\n\nThe loss falls slowly.\n' };
const dimensions = 4;
const embedderOf = () => createFakeEmbedder(dimensions);

/** What answers from a data folder: the number of documents, or why nothing does. */
async function answering(fileSystem: FileSystem, folder: string): Promise<number | string> {
  const library = smallLibrary(fileSystem, folder);
  try {
    await library.refresh();
    const { problems } = verifyStore(fileSystem, folder);
    if (library.notice || problems.length > 0) return [library.notice, ...problems].join(' ');
    return await library.use(async (reader) => reader.counts.documents);
  } catch (error) {
    return String(error);
  } finally {
    await library.close();
  }
}

describe('a disk that fails', () => {
  it.each(faults)(
    'loses nothing, whichever operation meets $kind (for ever: $isForEver)',
    async (fault) => {
      const corpusFolder = temporaryFolder(before);
      const dataFolder = temporaryFolder();
      const prepared = new MemoryDisk();
      prepared.makeFolder(dataFolder);
      const given = { corpusFolder, dataFolder };
      await ingestNotes({ ...given, fileSystem: prepared, embedder: embedderOf() });
      writeFileSync(join(corpusFolder, 'c.md'), added['c.md']);
      const bad: string[] = [];
      let runs = 0;
      for (let at = 1, failed = true; failed; at += 1) {
        const disk = prepared.afterPowerLoss(() => 0);
        const failing = failingAt(disk, at, fault);
        const outcome = await ingestNotes({
          ...given,
          fileSystem: failing.fileSystem,
          embedder: embedderOf(),
        }).then(
          () => 3,
          (error: unknown) => error,
        );
        failed = failing.hasFailed();
        if (failed) runs += 1;
        const now = await answering(disk, dataFolder);
        const isTyped = outcome === 3 || outcome instanceof GroundworkError;
        if (!isTyped) bad.push(`operation ${at}: ${String(outcome)}`);
        if (outcome === 3 ? now !== 3 : now !== 2 && now !== 3) bad.push(`operation ${at}: ${now}`);
        // What it left hinders no later run.
        const later = await ingestNotes({ ...given, fileSystem: disk, embedder: embedderOf() });
        const left = [...disk.list(dataFolder), ...disk.list(join(dataFolder, 'generations'))];
        if ((await answering(disk, dataFolder)) !== 3) bad.push(`later run after operation ${at}`);
        if (later.generation === null || left.some((name) => name.includes('draft')))
          bad.push(`left over after operation ${at}: ${left.join(', ')}`);
      }
      reportZero({
        what: `File operations of an ingestion that fail with ${fault.kind} (${fault.isForEver ? 'for ever' : 'once'}): false successes, losses, untyped errors`,
        n: runs,
        failures: bad.length,
      });
      expect(bad).toEqual([]);
      expect(runs).toBeGreaterThan(25);
      expect(readdirSync(dataFolder)).toEqual([]);
    },
  );
});

const journalName = () => {
  const folder = temporaryFolder();
  const { fingerprint } = embedderOf();
  const journal = new VectorJournal(folder, { fingerprint, dimensions });
  journal.append([{ key: '0'.repeat(64), vector: Float32Array.of(1, 0, 0, 0) }]);
  journal.close();
  return readdirSync(folder)[0]!;
};

describe('a file beside the index that cannot be written', () => {
  const obstacles: readonly (readonly [what: string, place: (folder: string) => string])[] = [
    ['a journal of vectors that is a folder', (folder) => madeFolder(folder, journalName())],
    ['a lock that is a folder', (folder) => madeFolder(folder, 'LOCK')],
  ];
  it.each(obstacles)('ends the run with what to do, and the index stays: %s', async (_, place) => {
    const corpusFolder = temporaryFolder(before);
    const dataFolder = temporaryFolder();
    await ingestNotes({ corpusFolder, dataFolder });
    const obstacle = place(dataFolder);
    await expect(ingestNotes({ corpusFolder, dataFolder, embedder: embedderOf() })).rejects.toThrow(
      /cannot be written \(E\w+\); check its permissions and the free space/,
    );
    expect(await answering(nodeFileSystem, dataFolder)).toBe(2);
    rmSync(obstacle, { recursive: true, force: true });
    const later = await ingestNotes({ corpusFolder, dataFolder, embedder: embedderOf() });
    expect(later.changed).toBe(true);
  });

  it('goes on without the list of files that were set aside', async () => {
    const corpusFolder = temporaryFolder({ ...before, 'x.pdf': 'no pdf' });
    const dataFolder = temporaryFolder({ 'set-aside.json/full/x': '' });
    const { setAside, documents } = await ingestNotes({ corpusFolder, dataFolder });
    expect(setAside.map(({ uri }) => uri)).toEqual(['x.pdf']);
    expect(documents).toBe(2);
    expect(readdirSync(dataFolder).sort()).toEqual(['CURRENT', 'generations', 'set-aside.json']);
    expect(await answering(nodeFileSystem, dataFolder)).toBe(2);
  });
});

function madeFolder(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}
