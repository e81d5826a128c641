/**
 * The graph on disk, so that the next start need not build it: its file as hnswlib writes it, the
 * keys of its labels, and what says that both are whole. All of it can be made again from the
 * vectors, so nothing is lost with it: what does not fit is passed over.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate as yieldOnce } from 'node:timers/promises';
import { z } from 'zod';
import { keyBytes, readBytes } from './stored-rows.ts';

/** Where one graph is kept. */
export interface GraphPlace {
  readonly folder: string;
  /** Distinguishes the graphs of one library. */
  readonly name: string;
  /** Everything that a graph must share to be used again: encoder, dimensions, parameters. */
  readonly made: string;
}

export interface KeptGraph {
  readonly path: string;
  /** 32 bytes a label. */
  readonly keys: Uint8Array;
  /** 1 for labels that are marked as deleted in the file. */
  readonly dead: Uint8Array;
}

const noteSchema = z.strictObject({
  made: z.string(),
  graph: z.string().regex(/^[a-z]+-[0-9a-f]{16}\.hnsw$/),
  labels: z.int().min(0),
  graphBytes: z.int().min(0),
  graphSha256: z.string(),
  labelsSha256: z.string(),
});

const sliceBytes = 4_000_000;

/** Undefined when there is none, another version or encoder made it, or a byte of it differs. */
export async function readGraphCache(place: GraphPlace): Promise<KeptGraph | undefined> {
  try {
    const note = readNote(place);
    if (note.made !== place.made) return undefined;
    const path = join(place.folder, note.graph);
    if (statSync(path).size !== note.graphBytes) return undefined;
    if ((await hashOfFile(path)) !== note.graphSha256) return undefined;
    const labels = new Uint8Array(readFileSync(labelsFile(path)));
    if (labels.length !== note.labels * (keyBytes + 1)) return undefined;
    if (hashOf(labels) !== note.labelsSha256) return undefined;
    const keys = labels.subarray(0, note.labels * keyBytes);
    return { path, keys, dead: labels.subarray(keys.length) };
  } catch {
    return undefined;
  }
}

/** How many labels the graph that is kept has; 0 where there is none, or one made otherwise. */
export function keptLabels(place: GraphPlace): number {
  try {
    const { made, labels } = readNote(place);
    return made === place.made ? labels : 0;
  } catch {
    return 0;
  }
}

/**
 * Puts a graph in the place of the one that is kept; whoever dies on the way leaves that one.
 *
 * @param write writes the graph's file
 */
export async function writeGraphCache(
  place: GraphPlace,
  { keys, dead }: Pick<KeptGraph, 'keys' | 'dead'>,
  write: (path: string) => Promise<unknown>,
): Promise<void> {
  mkdirSync(place.folder, { recursive: true });
  const graph = `${place.name}-${randomBytes(8).toString('hex')}.hnsw`;
  const path = join(place.folder, graph);
  try {
    await write(path);
    syncFile(path);
    const labels = new Uint8Array(keys.length + dead.length);
    labels.set(keys);
    labels.set(dead, keys.length);
    writeFileSync(labelsFile(path), labels, { flush: true });
    const note: z.infer<typeof noteSchema> = {
      made: place.made,
      graph,
      labels: dead.length,
      graphBytes: statSync(path).size,
      graphSha256: await hashOfFile(path),
      labelsSha256: hashOf(labels),
    };
    const draft = `${path}.note`;
    writeFileSync(draft, `${JSON.stringify(note, null, 2)}\n`, { flush: true });
    renameSync(draft, noteFile(place));
  } catch (error) {
    for (const left of [path, labelsFile(path), `${path}.note`]) rmSync(left, { force: true });
    throw error;
  }
  sweep(place);
}

/** A process that is writing another one at this moment fails, and the next start builds it again. */
function sweep(place: GraphPlace): void {
  const { folder, name } = place;
  // Somebody else may have put another in its place already.
  const { graph } = readNote(place);
  for (const file of readdirSync(folder)) {
    if (file.startsWith(`${name}-`) && !file.startsWith(graph)) {
      rmSync(join(folder, file), { force: true });
    }
  }
}

/** @throws Error where there is none that can be read */
function readNote(place: GraphPlace): z.infer<typeof noteSchema> {
  return noteSchema.parse(JSON.parse(readFileSync(noteFile(place), 'utf8')));
}

function noteFile({ folder, name }: GraphPlace): string {
  return join(folder, `${name}.json`);
}

function labelsFile(path: string): string {
  return `${path}.labels`;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Slice by slice: whoever else waits for this thread has its turn in between. */
async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  const descriptor = openSync(path, 'r');
  try {
    const { size } = statSync(path);
    for (let at = 0; at < size; at += sliceBytes) {
      const slice = new Uint8Array(Math.min(sliceBytes, size - at));
      readBytes(descriptor, at, slice);
      hash.update(slice);
      await yieldOnce();
    }
  } finally {
    closeSync(descriptor);
  }
  return hash.digest('hex');
}

function syncFile(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
