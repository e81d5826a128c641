import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chunkDocument } from '../../../src/chunk/chunk-document.ts';
import { pointersOf } from '../../../src/chunk/pointers.ts';
import { IndexCorruptError, IndexMismatchError, IndexMissingError } from '../../../src/errors.ts';
import { flatIndexSteps } from '../../../src/index/flat.ts';
import { defaultFieldWeights } from '../../../src/library/chunk-terms.ts';
import type { KeyedVector } from '../../../src/library/contract.ts';
import { type FileSystem, nodeFileSystem } from '../../../src/library/file-system.ts';
import { GenerationWriter } from '../../../src/library/generation-writer.ts';
import { LocalLibrary } from '../../../src/library/local-library.ts';
import { FORMAT_VERSION } from '../../../src/library/manifest.ts';
import { openBasis } from '../../../src/library/open-basis.ts';
import { verifyStore } from '../../../src/library/verify-store.ts';
import { loadDocument } from '../../../src/load/load-document.ts';
import { atOnce } from '../../../src/steps.ts';
import { hashBytes } from '../../../src/text/hash.ts';
import { termsOf } from '../../../src/text/terms.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

type Notes = Readonly<Record<string, string>>;

const dimensions = 4;
const oldNotes: Notes = {
  'a.md': '---\ntopic: models\n---\n# GANs\n\nThe generator fools the critic.\n',
  'b.md': '# Attention\n\nCafé 🙂 queries meet keys.\n\n## Heads\n\nSeveral heads run.\n',
};
const newNotes: Notes = { ...oldNotes, 'c.md': '# Loss\n\nThe loss falls slowly.\n' };
const fileNames = [
  'manifest.json',
  'documents.jsonl',
  'texts.bin',
  'chunks.bin',
  'vectors.bin',
  'terms.bin',
  'pointers.bin',
];

interface WriteOptions {
  readonly fileSystem?: FileSystem;
  readonly formatVersion?: number;
  readonly encoder?: null;
}

function writerOf(folder: string, notes: Notes, options: WriteOptions = {}): GenerationWriter {
  const encoder = options.encoder === null ? null : { fingerprint: 'fake:4', dimensions };
  const writer = new GenerationWriter({
    fileSystem: options.fileSystem ?? nodeFileSystem,
    folder,
    chunker: 'test',
    encoder,
    weights: defaultFieldWeights,
    now: () => new Date('2026-01-02T03:04:05Z'),
    ...(options.formatVersion !== undefined && { formatVersion: options.formatVersion }),
  });
  for (const [uri, text] of Object.entries(notes)) {
    const document = loadDocument({
      uri,
      mediaType: 'text/markdown',
      bytes: new TextEncoder().encode(text),
    });
    const chunks = chunkDocument(document);
    const vectors = {
      chunks: chunks.map(({ text: of }) => vectorOf(of)),
      pointers: pointersOf(document, chunks).map((pointer) => ({
        pointer,
        ...vectorOf(pointer.text),
      })),
    };
    writer.addDocument(document, chunks, encoder && vectors);
  }
  return writer;
}

const write = (folder: string, notes: Notes, options?: WriteOptions): string =>
  writerOf(folder, notes, options).commit().generation;

function vectorOf(text: string): KeyedVector {
  const key = hashBytes(text);
  const values = Float32Array.from(
    Buffer.from(key, 'hex').subarray(0, dimensions),
    (byte) => byte + 1,
  );
  const norm = Math.hypot(...values);
  return { key, vector: values.map((value) => value / norm) };
}

function libraryOf(folder: string, fileSystem = nodeFileSystem): LocalLibrary {
  const library = new LocalLibrary({ fileSystem, folder, createVectorIndex: flatIndexSteps });
  onTestFinished(() => library.close());
  return library;
}

const generationOf = (library: LocalLibrary): Promise<string> =>
  library.use(async (reader) => reader.generation);

const stored = (folder: string): string[] => readdirSync(join(folder, 'generations')).sort();

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = bytes[at]! ^ 1;
  writeFileSync(path, bytes);
}

describe('a generation', () => {
  it('gives back documents, chunks, terms and vectors', async () => {
    const folder = temporaryFolder();
    const generation = write(folder, oldNotes);
    const library = libraryOf(folder);
    expect(library.isOpen).toBe(false);
    expect(await library.refresh()).toBe(true);
    expect(library.notice).toBeUndefined();
    await library.use(async (reader) => {
      expect(reader).toMatchObject({
        generation,
        encoder: { fingerprint: 'fake:4', dimensions },
        vectorIndex: 'flat',
        counts: { documents: 2, chunks: 3 },
      });
      const [first, second] = await reader.documents();
      expect(first).toMatchObject({ uri: 'a.md', title: 'GANs', topic: 'models', chunks: 1 });
      expect(second).toMatchObject({ uri: 'b.md', topic: null, chunks: 2 });
      expect((await reader.document(second!.id))?.text).toBe(oldNotes['b.md']);
      expect(await reader.document('unknown')).toBeUndefined();
      const terms = termsOf('queries');
      const [best] = await reader.searchLexical(terms, 5);
      const [chunk] = await reader.chunks([best!.ordinal]);
      expect(chunk?.text).toBe('# Attention\n\nCafé 🙂 queries meet keys.');
      expect(chunk).toMatchObject({ headingPath: ['Attention'] });
      expect(oldNotes['b.md']!.slice(chunk?.start, chunk?.end)).toBe(chunk?.text);
      const { vector } = vectorOf(chunk!.text);
      const fits = await reader.fits([best!.ordinal], { terms, vector });
      expect(fits).toMatchObject([{ cosine: expect.closeTo(1, 5), coverage: 1 }]);
      const [nearest] = await reader.searchDense(vector, 1);
      expect(nearest?.ordinal).toBe(best?.ordinal);
      expect(nearest?.score).toBeCloseTo(1, 5);
      expect(await reader.nearestWord('querries')).toBe('queries');
    });
    expect(verifyStore(nodeFileSystem, folder)).toMatchObject({
      problems: [],
      vectors: 3,
      chunks: 3,
    });
  });

  it('says when it was written and where the chunks of a document stand', async () => {
    const folder = temporaryFolder();
    write(folder, oldNotes);
    const library = libraryOf(folder);
    await library.refresh();
    await library.use(async (reader) => {
      expect(reader.writtenAt).toBe('2026-01-02T03:04:05.000Z');
      const documents = await reader.documents();
      const places = await Promise.all(documents.map(({ id }) => reader.chunksOf(id)));
      const chunks = await reader.chunks([0, 1, 2]);
      expect(places.map(({ length }) => length)).toEqual([1, 2]);
      expect(places.flat()).toEqual(
        chunks.map(({ chunkId, start, end, headingPath }) => ({
          chunkId,
          start,
          end,
          headingPath,
        })),
      );
      expect(await reader.chunksOf('unknown')).toEqual([]);
    });
  });

  it.each([
    ['2026-05-01', '2026-05-01'],
    ['"2026-05-01"', '2026-05-01'],
    ['2026-05-01T10:00:00Z', '2026-05-01'],
    ['last spring', null],
    ['2026-13-01', null],
    ['2026', null],
    ['[2026-05-01]', null],
  ])('reads that a note was updated %s as %s', async (written, updated) => {
    const folder = temporaryFolder();
    write(folder, { 'a.md': `---\nupdated: ${written}\n---\n# GANs\n\nThe critic learns.\n` });
    const library = libraryOf(folder);
    await library.refresh();
    const [document] = await library.use((reader) => reader.documents());
    expect(document?.updated).toBe(updated);
  });

  it('holds no vectors without an encoder', async () => {
    const folder = temporaryFolder();
    write(folder, oldNotes, { encoder: null });
    const library = libraryOf(folder);
    await library.refresh();
    await library.use(async (reader) => {
      expect(reader).toMatchObject({ encoder: null, vectorIndex: null });
      expect(await reader.searchDense(Float32Array.of(1, 0, 0, 0), 3)).toEqual([]);
    });
  });

  it('holds nothing when no document was added', async () => {
    const folder = temporaryFolder();
    write(folder, {});
    const library = libraryOf(folder);
    await library.refresh();
    await library.use(async (reader) => {
      expect(reader.counts).toEqual({ documents: 0, chunks: 0 });
      expect(await reader.searchLexical(['gan'], 3)).toEqual([]);
      expect(await reader.searchDense(vectorOf('x').vector, 3)).toEqual([]);
    });
  });
});

describe('LocalLibrary', () => {
  it('says that there is no index', async () => {
    const library = libraryOf(temporaryFolder());
    await expect(library.refresh()).rejects.toThrow(IndexMissingError);
    await expect(library.use(async () => 1)).rejects.toThrow(IndexMissingError);
  });

  it('keeps the old generation for whoever is inside use during a refresh', async () => {
    const folder = temporaryFolder();
    const older = write(folder, oldNotes);
    const library = libraryOf(folder);
    await library.refresh();
    await library.use(async (reader) => {
      const newer = write(folder, newNotes);
      expect(await library.refresh()).toBe(true);
      expect(await generationOf(library)).toBe(newer);
      expect(reader.generation).toBe(older);
      const [first, ...others] = await reader.documents();
      expect(others).toHaveLength(1);
      expect((await reader.document(first!.id))?.text).toBe(oldNotes['a.md']);
    });
    expect(await library.refresh()).toBe(false);
  });

  it('answers from the state before while it opens a newer one, which one of two looks opens', async () => {
    const folder = temporaryFolder();
    const older = write(folder, oldNotes);
    const library = libraryOf(folder);
    await library.refresh();
    const newer = write(folder, newNotes);
    const looks = [library.refresh(), library.refresh()];
    expect(await generationOf(library)).toBe(older);
    expect(await Promise.all(looks)).toEqual([true, false]);
    expect(await generationOf(library)).toBe(newer);
  });

  it('has nothing open after it was closed, whatever looks were asked for', async () => {
    const folder = temporaryFolder();
    write(folder, oldNotes);
    const library = libraryOf(folder);
    const looks = [library.refresh(), library.refresh()];
    const closing = library.close();
    looks.push(library.refresh());
    await closing;
    expect((await Promise.all(looks)).filter(Boolean).length).toBeLessThanOrEqual(1);
    expect(library.isOpen).toBe(false);
  });

  it('closes what it retires only when the last user has left', async () => {
    const folder = temporaryFolder();
    let open = 0;
    const counting: FileSystem = {
      ...nodeFileSystem,
      openFile: (path) => {
        const file = nodeFileSystem.openFile(path);
        open += 1;
        return {
          ...file,
          close: () => {
            open -= 1;
            file.close();
          },
        };
      },
    };
    write(folder, oldNotes);
    const library = libraryOf(folder, counting);
    await library.refresh();
    await library.use(async () => {
      write(folder, newNotes);
      await library.refresh();
      expect(open).toBe(2);
    });
    expect(open).toBe(1);
    await library.close();
    expect(open).toBe(0);
  });

  it.each(fileNames)(
    'falls back when any byte of %s differs, and says which file',
    async (name) => {
      const folder = temporaryFolder();
      const older = write(folder, oldNotes);
      const newer = write(folder, newNotes);
      const path = join(folder, 'generations', newer, name);
      const size = readFileSync(path).length;
      for (const at of [0, Math.floor(size / 2), size - 1]) {
        flip(path, at);
        const library = libraryOf(folder);
        expect(await library.refresh()).toBe(true);
        expect(await generationOf(library)).toBe(older);
        expect(library.notice).toContain(name === 'manifest.json' ? newer : `"${name}"`);
        flip(path, at);
      }
    },
  );

  it.each(fileNames)('falls back when %s is missing', async (name) => {
    const folder = temporaryFolder();
    const older = write(folder, oldNotes);
    const newer = write(folder, newNotes);
    nodeFileSystem.remove(join(folder, 'generations', newer, name));
    const library = libraryOf(folder);
    await library.refresh();
    expect(await generationOf(library)).toBe(older);
    expect(library.notice).toContain(`"${name}"`);
  });

  it('keeps the open generation when the newer one is damaged', async () => {
    const folder = temporaryFolder();
    const older = write(folder, oldNotes);
    const library = libraryOf(folder);
    await library.refresh();
    const newer = write(folder, newNotes);
    const path = join(folder, 'generations', newer, 'texts.bin');
    flip(path, 0);
    expect(await library.refresh()).toBe(false);
    expect(await generationOf(library)).toBe(older);
    expect(library.notice).toContain('"texts.bin"');
    flip(path, 0);
    expect(await library.refresh()).toBe(true);
    expect(library.notice).toBeUndefined();
  });

  it('throws when every generation is damaged', async () => {
    const folder = temporaryFolder();
    const only = write(folder, oldNotes);
    flip(join(folder, 'generations', only, 'terms.bin'), 9);
    await expect(libraryOf(folder).refresh()).rejects.toThrow(IndexCorruptError);
  });

  it('opens the newest generation when the pointer is lost', async () => {
    const folder = temporaryFolder();
    write(folder, oldNotes);
    const newer = write(folder, newNotes);
    nodeFileSystem.remove(join(folder, 'CURRENT'));
    const library = libraryOf(folder);
    await library.refresh();
    expect(await generationOf(library)).toBe(newer);
  });

  it('refuses a newer format and names both versions', async () => {
    const folder = temporaryFolder();
    write(folder, oldNotes);
    write(folder, newNotes, { formatVersion: FORMAT_VERSION + 1 });
    const library = libraryOf(folder);
    await expect(library.refresh()).rejects.toThrow(IndexMismatchError);
    await expect(library.refresh()).rejects.toThrow(
      new RegExp(`format ${FORMAT_VERSION + 1}\\b.*\\b${FORMAT_VERSION}\\b`),
    );
  });

  it('refuses an older format and says what to run', async () => {
    const folder = temporaryFolder();
    write(folder, oldNotes, { formatVersion: FORMAT_VERSION - 1 });
    const library = libraryOf(folder);
    await expect(library.refresh()).rejects.toThrow(IndexMismatchError);
    await expect(library.refresh()).rejects.toThrow('run npm run ingest');
  });
});

describe('GenerationWriter', () => {
  it('keeps the generation before the current one and sweeps the rest', () => {
    const folder = temporaryFolder();
    const names = [oldNotes, newNotes, oldNotes].map((notes) => write(folder, notes));
    expect(stored(folder)).toEqual(names.slice(1));
    expect(readFileSync(join(folder, 'CURRENT'), 'utf8')).toBe(`${names[2]}\n`);
  });

  it('leaves the old index when a draft is dropped, and sweeps the draft later', async () => {
    const folder = temporaryFolder();
    const older = write(folder, oldNotes);
    const dropped = writerOf(folder, newNotes);
    onTestFinished(() => dropped.abandon());
    expect(stored(folder)).toContain(`.draft-${dropped.generation}`);
    const library = libraryOf(folder);
    await library.refresh();
    expect(await generationOf(library)).toBe(older);
    const newer = write(folder, newNotes);
    expect(newer > dropped.generation).toBe(true);
    expect(stored(folder)).toEqual([older, newer]);
  });

  it('removes its draft when given up', () => {
    const folder = temporaryFolder();
    const older = write(folder, oldNotes);
    writerOf(folder, newNotes).abandon();
    expect(stored(folder)).toEqual([older]);
  });

  it('refuses to commit when the disk holds less than was written', async () => {
    const folder = temporaryFolder();
    const older = write(folder, oldNotes);
    const lossy: FileSystem = {
      ...nodeFileSystem,
      createFile: (path) => {
        const file = nodeFileSystem.createFile(path);
        return {
          ...file,
          write: (bytes) => file.write(path.endsWith('texts.bin') ? bytes.subarray(1) : bytes),
        };
      },
    };
    expect(() => write(folder, newNotes, { fileSystem: lossy })).toThrow('"texts.bin"');
    const library = libraryOf(folder);
    await library.refresh();
    expect(await generationOf(library)).toBe(older);
  });

  it('never loses the old generation, whichever operation fails', async () => {
    let failed = true;
    let outcomes = 0;
    for (let at = 1; failed; at += 1) {
      const folder = temporaryFolder();
      const older = write(folder, oldNotes);
      const failing = failAt(at);
      let newer: string | undefined;
      let writer: GenerationWriter | undefined;
      try {
        writer = writerOf(folder, newNotes, { fileSystem: failing.fileSystem });
        newer = writer.commit().generation;
      } catch (error) {
        expect(String(error)).toContain('no space left');
      }
      failed = failing.hasFailed();
      if (failed) outcomes += 1;
      const library = libraryOf(folder);
      await library.refresh();
      const opened = await generationOf(library);
      expect(library.notice, `operation ${at}`).toBeUndefined();
      expect([older, newer ?? writer?.generation], `operation ${at}`).toContain(opened);
      if (newer !== undefined) expect(opened).toBe(newer);
      expect(existsSync(join(folder, 'generations', older)), `operation ${at}`).toBe(true);
      expect(verifyStore(nodeFileSystem, folder).problems).toEqual([]);
      // The next writer is not hindered by what is left.
      const next = write(folder, newNotes);
      expect(await library.refresh()).toBe(true);
      expect(await generationOf(library)).toBe(next);
      expect(stored(folder)).toEqual([opened, next]);
      await library.close();
      failing.closeAll();
    }
    expect(outcomes).toBeGreaterThan(30);
  });
});

/** A file system whose operation number `at`, from 1, throws, writes of files included. */
function failAt(at: number) {
  let operations = 0;
  const open = new Set<() => void>();
  const step = (): void => {
    operations += 1;
    if (operations === at) throw new Error('ENOSPC: no space left on device');
  };
  const stepped =
    <Given extends unknown[], Result>(work: (...given: Given) => Result) =>
    (...given: Given): Result => {
      step();
      return work(...given);
    };
  const fileSystem: FileSystem = {
    makeFolder: stepped(nodeFileSystem.makeFolder),
    createFile: stepped((path: string) => {
      const file = nodeFileSystem.createFile(path);
      open.add(file.close);
      return {
        write: stepped(file.write),
        sync: stepped(file.sync),
        size: stepped(file.size),
        close: () => {
          open.delete(file.close);
          file.close();
        },
      };
    }),
    readFile: stepped(nodeFileSystem.readFile),
    openFile: stepped(nodeFileSystem.openFile),
    rename: stepped(nodeFileSystem.rename),
    remove: stepped(nodeFileSystem.remove),
    list: stepped(nodeFileSystem.list),
    syncFolder: stepped(nodeFileSystem.syncFolder),
  };
  return {
    fileSystem,
    hasFailed: () => operations >= at,
    closeAll: () => {
      for (const close of open) close();
    },
  };
}

describe('openBasis', () => {
  it.each(fileNames)('builds anew when %s of the only generation is damaged', (name) => {
    const folder = temporaryFolder();
    const only = write(folder, oldNotes);
    flip(join(folder, 'generations', only, name), 9);
    const basis = atOnce(openBasis(nodeFileSystem, folder));
    onTestFinished(() => basis?.stored.close());
    expect(basis?.sound ?? false).toBe(false);
    expect(basis?.fallback).toBeUndefined();
  });

  it.each(fileNames)(
    'keeps the older one to fall back to when %s of the newest is damaged',
    (name) => {
      const folder = temporaryFolder();
      const older = write(folder, oldNotes);
      const newer = write(folder, newNotes);
      flip(join(folder, 'generations', newer, name), 9);
      const basis = atOnce(openBasis(nodeFileSystem, folder));
      onTestFinished(() => basis?.stored.close());
      expect(basis).toMatchObject({ sound: false, fallback: older });
    },
  );

  it('is content with a sound generation', () => {
    const folder = temporaryFolder();
    const newest = write(folder, oldNotes);
    const basis = atOnce(openBasis(nodeFileSystem, folder));
    onTestFinished(() => basis?.stored.close());
    expect(basis).toMatchObject({ sound: true, fallback: newest });
  });
});

describe('GenerationWriter', () => {
  it('sweeps the draft of a run that was killed', () => {
    const folder = temporaryFolder();
    writerOf(folder, oldNotes);
    expect(stored(folder)).toHaveLength(1);
    const generation = write(folder, oldNotes);
    expect(stored(folder)).toEqual([generation]);
  });

  it('refuses vectors of another length than its encoder gives', () => {
    const writer = writerOf(temporaryFolder(), {});
    const document = loadDocument({
      uri: 'a.md',
      mediaType: 'text/markdown',
      bytes: new TextEncoder().encode('# A\n\nApples.'),
    });
    const chunks = chunkDocument(document);
    const vectors = {
      chunks: chunks.map(() => ({ key: hashBytes('a'), vector: Float32Array.of(1, 0) })),
      pointers: [],
    };
    expect(() => writer.addDocument(document, chunks, vectors)).toThrow(/2 numbers instead of 4/);
    expect(() => writer.addDocument(document, chunks, { chunks: [], pointers: [] })).toThrow(
      /1 chunks, and its encoder gave 0 vectors/,
    );
  });
});
