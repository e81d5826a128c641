import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeFileSystem } from '../../../src/library/file-system.ts';
import { KnownVectors } from '../../../src/library/known-vectors.ts';
import { StoredGeneration } from '../../../src/library/stored-generation.ts';
import { atOnce } from '../../../src/steps.ts';
import { createFakeEmbedder } from '../../fakes/fake-embedder.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { ingestNotes } from '../../hardening/plain-ingestion.ts';

const embedder = createFakeEmbedder(4);
const notes = {
  'a.md': '# GANs\n\nThe generator fools the critic.\n',
  'b.md': '# Attention\n\nQueries meet keys.\n',
};

async function ingested() {
  const corpusFolder = temporaryFolder(notes);
  const dataFolder = temporaryFolder();
  const { generation } = await ingestNotes({ corpusFolder, dataFolder, embedder });
  const stored = StoredGeneration.open(nodeFileSystem, dataFolder, generation!);
  onTestFinished(() => stored.close());
  const { keys, values } = stored.vectors()!.chunks;
  const rows = Array.from({ length: keys.length / 32 }, (_, row) => ({
    key: Buffer.from(keys.subarray(row * 32, row * 32 + 32)).toString('hex'),
    vector: Array.from(values.subarray(row * 4, row * 4 + 4)),
  }));
  return { dataFolder, generation: generation!, stored, rows };
}

describe('KnownVectors', () => {
  it('finds each vector under its key, of this encoder alone, in a generation that is open or not', async () => {
    const { dataFolder, stored, rows } = await ingested();
    for (const opened of [undefined, stored]) {
      const known = atOnce(KnownVectors.openSteps(nodeFileSystem, dataFolder, embedder, opened));
      for (const { key, vector } of rows) expect(Array.from(known.get(key)!)).toEqual(vector);
      expect(known.get('0'.repeat(64))).toBeUndefined();
      known.close();
      // Whoever gives up closes once more.
      known.close();
    }
    const another = { fingerprint: 'another', dimensions: 4 };
    const none = atOnce(KnownVectors.openSteps(nodeFileSystem, dataFolder, another));
    expect(none.get(rows[0]!.key)).toBeUndefined();
  });

  it('passes over vectors that are damaged', async () => {
    const { dataFolder, generation, rows } = await ingested();
    const path = join(dataFolder, 'generations', generation, 'vectors.bin');
    const bytes = readFileSync(path);
    bytes[bytes.length - 9] = bytes[bytes.length - 9]! ^ 1;
    writeFileSync(path, bytes);
    const known = atOnce(KnownVectors.openSteps(nodeFileSystem, dataFolder, embedder));
    expect(known.get(rows[0]!.key)).toBeUndefined();
  });
});
