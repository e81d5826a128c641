import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { IndexCorruptError } from '../../../src/errors.ts';
import { flatIndexSteps } from '../../../src/index/flat.ts';
import { createGraphIndex } from '../../../src/index/graph/graph-index.ts';
import type { StoredRows } from '../../../src/index/graph/stored-rows.ts';
import { nodeFileSystem } from '../../../src/library/file-system.ts';
import { LocalLibrary } from '../../../src/library/local-library.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { smallWriter } from '../../hardening/small-library.ts';

const notes = {
  'a.md': '# GANs\n\nThe generator fools the critic.\n\n## Loss\n\nIt falls slowly.\n',
  'b.md': '# Attention\n\nQueries meet keys.\n\n## Heads\n\nSeveral heads run.\n',
};
const query = Float32Array.of(0.5, 0.5, -0.5, 0.5);

/** A library that takes the structure for large tables from so many rows on. */
function libraryOf(folder: string, from: number) {
  const asked: { readonly table: string; readonly rows: StoredRows }[] = [];
  const library = new LocalLibrary({
    fileSystem: nodeFileSystem,
    folder,
    createVectorIndex: flatIndexSteps,
    large: {
      from,
      create: (rows, { table }) => {
        asked.push({ table, rows });
        return createGraphIndex({ rows, place: null });
      },
    },
  });
  onTestFinished(() => library.close());
  return { library, asked };
}

describe('the search structure over the vectors', () => {
  it('is the one for large tables from so many rows on, and finds the same', async () => {
    const folder = temporaryFolder();
    smallWriter(nodeFileSystem, folder, notes).commit();
    const small = libraryOf(folder, 1_000);
    const large = libraryOf(folder, 3);
    await small.library.refresh();
    await large.library.refresh();
    expect(small.asked).toEqual([]);
    expect(large.asked.map(({ table }) => table)).toEqual(['chunks']);
    const found = await large.library.use((reader) => reader.searchDense(query, 3));
    const expected = await small.library.use((reader) => reader.searchDense(query, 3));
    expect(found).toHaveLength(3);
    expect(found.map(({ ordinal }) => ordinal)).toEqual(expected.map(({ ordinal }) => ordinal));
    const fits = await large.library.use((reader) =>
      reader.fits([2, 0], { terms: [], vector: query }),
    );
    expect(fits).toEqual(
      await small.library.use((reader) => reader.fits([2, 0], { terms: [], vector: query })),
    );
  });

  it('is not opened over a file that is damaged', async () => {
    const folder = temporaryFolder();
    const { generation } = smallWriter(nodeFileSystem, folder, notes).commit();
    const file = join(folder, 'generations', generation, 'vectors.bin');
    const bytes = readFileSync(file);
    for (const at of [3, 40, bytes.length >> 1, bytes.length - 1]) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1;
      writeFileSync(file, flipped);
      const { library, asked } = libraryOf(folder, 3);
      await expect(library.refresh()).rejects.toThrow(IndexCorruptError);
      expect(asked).toEqual([]);
    }
    writeFileSync(file, bytes.subarray(0, -8));
    await expect(libraryOf(folder, 3).library.refresh()).rejects.toThrow(IndexCorruptError);
  });
});
