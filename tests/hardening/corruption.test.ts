import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readKeys } from '../../src/access/key-file.ts';
import { ConfigError, IndexMismatchError } from '../../src/errors.ts';
import {
  decodeManifest,
  encodeManifest,
  FORMAT_VERSION,
  type Manifest,
} from '../../src/library/manifest.ts';
import { VectorJournal } from '../../src/library/vector-journal.ts';
import { withSettings } from '../../src/settings.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { bundled } from './bundled.ts';
import type { ConversationFindings, StoreFindings } from './corruption-child.ts';
import { MemoryDisk } from './memory-disk.ts';
import { smallLibrary, smallWriter } from './small-library.ts';
import { reportFigure, reportZero, sizeOf } from './tier.ts';

const largeFlips = sizeOf(250, 10_000);
const databaseFlips = sizeOf(150, 10_000);
const databaseFlipsAProcess = 250;

let child: Awaited<ReturnType<typeof bundled>>;
beforeAll(async () => {
  child = await bundled('corruption-child.ts');
});
afterAll(() => child.remove());

/** What the child found. @throws Error when it died */
async function find<Findings>(...given: string[]): Promise<Findings> {
  const running = spawn(process.execPath, [child.path, ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  running.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code, signal] = (await once(running, 'close')) as [number | null, string | null];
  expect({ code, signal }).toEqual({ code: 0, signal: null });
  return JSON.parse(said) as Findings;
}

describe('a damaged index', () => {
  it('is passed over for the one before, whichever byte differs, is missing or zero', async () => {
    const { bytes, trials, bad } = await find<StoreFindings>('small');
    for (const [kind, n] of Object.entries(trials)) {
      const failures = bad.filter((line) => line.startsWith(kind)).length;
      reportZero({
        what: `Damage that is not found, or not named (${kind}, store of ${bytes} bytes)`,
        n,
        failures,
      });
    }
    expect(bad.slice(0, 5)).toEqual([]);
    expect(trials).toMatchObject({ flip: bytes });
    expect(trials['truncation']).toBe(bytes);
    expect(trials['file of another generation']).toBeGreaterThan(5);
  });

  it('is passed over for any bit of a large one', async () => {
    const { bytes, bad } = await find<StoreFindings>('large', String(largeFlips));
    reportZero({
      what: `Flipped bits that are not found in a store of ${(bytes / 1e6).toFixed(1)} MB`,
      n: largeFlips,
      failures: bad.length,
    });
    expect(bad.slice(0, 5)).toEqual([]);
    expect(bytes).toBeGreaterThan(5_000_000);
  });

  const changes: readonly (readonly [
    what: string,
    change: (manifest: Manifest) => Manifest,
    says: RegExp,
  ])[] = [
    [
      'other dimensions',
      (manifest) => ({ ...manifest, encoder: { fingerprint: 'fake:8', dimensions: 8 } }),
      /"vectors.bin" holds/,
    ],
    [
      'another number of chunks',
      (manifest) => ({ ...manifest, counts: { documents: 1, chunks: 9 } }),
      /9 in its terms/,
    ],
    [
      'a file less',
      (manifest) => ({ ...manifest, files: without(manifest.files, 'terms.bin') }),
      /"terms.bin"/,
    ],
    [
      'the name of another generation',
      (manifest) => ({ ...manifest, generation: '000009-00000000' }),
      /does not describe it/,
    ],
  ];
  it.each(changes)('is passed over when its manifest tells of %s', async (_, change, says) => {
    const disk = new MemoryDisk();
    disk.makeFolder('/data');
    const older = smallWriter(disk, '/data', { 'a.md': '# A\n\nApples.\n' }).commit();
    const newer = smallWriter(disk, '/data', { 'b.md': '# B\n\nPears.\n' }).commit();
    const path = `/data/generations/${newer.generation}/manifest.json`;
    const manifest = decodeManifest(disk.readFile(path), newer.generation);
    disk.damage(path, new TextEncoder().encode(encodeManifest(change(manifest))));
    const library = smallLibrary(disk, '/data');
    await library.refresh();
    expect(await library.use(async ({ generation }) => generation)).toBe(older.generation);
    expect(library.notice).toMatch(says);
  });

  it.each([
    ['older', FORMAT_VERSION - 1, /run npm run ingest/],
    ['newer', FORMAT_VERSION + 1, /update Groundwork/],
  ])('is refused with what to do when its format is %s', async (_, formatVersion, says) => {
    const disk = new MemoryDisk();
    disk.makeFolder('/data');
    const newer = smallWriter(disk, '/data', { 'b.md': '# B\n\nPears.\n' }).commit();
    const path = `/data/generations/${newer.generation}/manifest.json`;
    const manifest = decodeManifest(disk.readFile(path), newer.generation);
    disk.damage(path, new TextEncoder().encode(encodeManifest({ ...manifest, formatVersion })));
    await expect(smallLibrary(disk, '/data').refresh()).rejects.toThrow(IndexMismatchError);
    await expect(smallLibrary(disk, '/data').refresh()).rejects.toThrow(says);
  });

  it('answers as before whichever byte of its pointer differs', async () => {
    const disk = new MemoryDisk();
    disk.makeFolder('/data');
    smallWriter(disk, '/data', { 'a.md': '# A\n\nApples.\n' }).commit();
    const newer = smallWriter(disk, '/data', { 'b.md': '# B\n\nPears.\n' }).commit();
    const sound = disk.readFile('/data/CURRENT');
    for (let at = 0; at < sound.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const bytes = sound.slice();
        bytes[at] = bytes[at]! ^ (1 << bit);
        disk.damage('/data/CURRENT', bytes);
        const library = smallLibrary(disk, '/data');
        await library.refresh();
        expect(await library.use(async ({ generation }) => generation)).toBe(newer.generation);
      }
    }
  });
});

describe('a damaged file beside the index', () => {
  it('gives back no vector but those that were made, whichever byte of the journal differs', () => {
    const encoder = { fingerprint: 'fake:4', dimensions: 4 };
    const folder = temporaryFolder();
    const made = Array.from({ length: 8 }, (_, at) => ({
      key: String(at).repeat(64),
      vector: Float32Array.of(Math.cos(at), Math.sin(at), 0, 0),
    }));
    const journal = new VectorJournal(folder, encoder);
    journal.append(made);
    journal.close();
    const path = join(folder, readdirSync(folder)[0]!);
    const sound = readFileSync(path);
    const read = () => new VectorJournal(folder, encoder).known;
    expect(read().size).toBe(made.length);
    let wrong = 0;
    for (let at = 0; at < sound.length; at += 1) {
      const bytes = Buffer.from(sound);
      bytes[at] = bytes[at]! ^ (1 << (at % 8));
      for (const damaged of [bytes, sound.subarray(0, at)]) {
        writeFileSync(path, damaged);
        const known = read();
        const isRight = [...known].every(([key, vector]) =>
          made.some(
            (each) => each.key === key && each.vector.every((value, i) => value === vector[i]),
          ),
        );
        if (!isRight || known.size !== Math.floor((at * made.length) / sound.length)) wrong += 1;
      }
    }
    reportZero({
      what: 'Damaged journals of vectors that give back a wrong one',
      n: 2 * sound.length,
      failures: wrong,
    });
    expect(wrong).toBe(0);
    // What was cut off is written again, and can be read.
    writeFileSync(path, sound.subarray(0, sound.length - 5));
    const next = new VectorJournal(folder, encoder);
    next.append(made.slice(-1));
    next.close();
    expect(read().size).toBe(made.length);
  });

  it('stops the reading of settings and keys with its name, or leaves them what they may be', () => {
    const settings = '{"OPENAI_MODEL":"gpt","ANSWERS":"extractive"}';
    const key = {
      id: '0123456789ab',
      name: 'phone',
      scope: 'read',
      createdAt: '2026-01-02T03:04:05Z',
      keyDigest: 'a'.repeat(64),
      sessionDigest: 'b'.repeat(64),
    };
    const keys = JSON.stringify({ keys: [key] });
    const folder = temporaryFolder();
    for (const [name, text, read] of [
      ['settings.json', settings, () => withSettings({ DATA_DIR: folder })],
      ['keys.json', keys, () => readKeys(folder)],
    ] as const) {
      let refused = 0;
      for (let at = 0; at < text.length; at += 1) {
        const bytes = Buffer.from(text);
        bytes[at] = bytes[at]! ^ (1 << (at % 7));
        writeFileSync(join(folder, name), bytes);
        try {
          read();
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
          expect(String(error)).toContain(`"${name}"`);
          refused += 1;
        }
      }
      writeFileSync(join(folder, name), text);
      reportFigure({
        figure: `Flipped bits of ${name} that are refused by name (the others change a value)`,
        asked: 'no other error',
        measured: `${refused} of ${text.length}`,
      });
    }
  });

  it('of the conversations takes no process down', async () => {
    const outcomes: Record<string, number> = {};
    let bytes = 0;
    // A database that could not be opened keeps its file open for a while.
    for (let done = 0; done < databaseFlips; done += databaseFlipsAProcess) {
      const trials = String(Math.min(databaseFlipsAProcess, databaseFlips - done));
      const found = await find<ConversationFindings>('conversations', trials, String(done + 1));
      bytes = found.bytes;
      for (const [outcome, n] of Object.entries(found.outcomes)) {
        outcomes[outcome] = (outcomes[outcome] ?? 0) + n;
      }
    }
    reportFigure({
      figure: `Flipped bits in conversations.sqlite (${bytes} bytes): what reading all of it gives`,
      asked: '0 crashes',
      measured: Object.entries(outcomes)
        .map(([outcome, n]) => `${outcome} ${n}`)
        .join(', '),
    });
    reportZero({
      what: 'Crashes over a damaged conversations.sqlite',
      n: databaseFlips,
      failures: 0,
    });
    expect(Object.values(outcomes).reduce((sum, n) => sum + n, 0)).toBe(databaseFlips);
  });
});

function without(files: Manifest['files'], name: string): Manifest['files'] {
  return Object.fromEntries(Object.entries(files).filter(([each]) => each !== name));
}
