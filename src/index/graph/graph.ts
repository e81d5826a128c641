/**
 * Approximate nearest neighbours of unit vectors: hnswlib's graph (Malkov and Yashunin, "Efficient and
 * robust approximate nearest neighbor search using Hierarchical Navigable Small World graphs", 2018),
 * with labels that outlive a generation, so that the next one adds and removes a few vectors only.
 */
import { closeSync, openSync } from 'node:fs';
import { setImmediate as yieldOnce } from 'node:timers/promises';
import type { Scored } from '../contract.ts';
import type { HierarchicalNSW, Hnswlib } from '../hnsw.ts';
import { checkTable } from '../vector-table.ts';
import { markWithin, nameOfWithin, type Within } from '../within.ts';
import {
  type GraphPlace,
  type KeptGraph,
  keptLabels,
  readGraphCache,
  writeGraphCache,
} from './graph-cache.ts';
import { type LabelledRows, labelRows } from './label-rows.ts';
import { keyBytes, readBytes, readRows, type StoredRows } from './stored-rows.ts';

/** Links of a vector in the lower layers are twice this many. hnswlib's default. */
const links = 16;
/** Candidates looked at when a vector is added. hnswlib's default. */
const efConstruction = 200;
/** Candidates looked at in a search of up to `efRows` vectors; 64 find 0.87 of the best ten there. */
const leastEf = 256;
const efRows = 100_000;
/** Vectors that are gone stay as way-points; more of them than this cost more than a new graph. */
const mostDead = 0.3;
const seed = 100;
/** How long vectors are added before searches that wait have their turn, in ms. */
const sliceMs = 20;

/**
 * Candidates looked at in a search: twice as many for ten times the vectors. With 256, real questions
 * find 1.00 of their best ten among 100,000 chunks and 0.958 among 1,000,000, with 512 0.987 there
 * (docs/decisions/0033).
 */
function efOf(vectors: number): number {
  return Math.round(leastEf * Math.max(1, vectors / efRows) ** Math.log10(2));
}

/** What of a graph's making has to be the same for it to be used again. */
export function madeWith(fingerprint: string, dimensions: number): string {
  return `graph 1, ${fingerprint}, ${dimensions} dimensions, M ${links}, efConstruction ${efConstruction}`;
}

export interface Graph {
  /**
   * The best `k` rows that the graph leads to: falling cosine, ties by ordinal. Where few rows are
   * within, it looks at many for each that it finds.
   */
  search(query: Float32Array, k: number, within?: Within): Scored[];
}

export interface OpenGraphOptions {
  readonly addon: Hnswlib;
  readonly rows: StoredRows;
  readonly place: GraphPlace;
  /** Hears how many of the vectors are in. */
  readonly onProgress: (done: number, total: number) => void;
  /** Looked at between slices. */
  readonly isStopped: () => boolean;
}

/**
 * Takes the graph that is kept and brings it up to date, or builds it: about a minute for each 80,000
 * vectors. What changed is kept for the next time.
 *
 * @returns undefined when it was stopped
 * @throws IndexCorruptError when a row is not a unit vector
 */
export async function openGraph(options: OpenGraphOptions): Promise<Graph | undefined> {
  const { addon, rows, place } = options;
  const descriptor = openSync(rows.path, 'r');
  try {
    const rowKeys = new Uint8Array(rows.rows * keyBytes);
    readBytes(descriptor, rows.keysAt, rowKeys);
    const kept = await readGraphCache(place);
    const read = kept && (await readOnto(addon, rows, rowKeys, kept));
    const { graph, labelled, known, changes } = read ?? emptyGraph(addon, rows, rowKeys);
    const reached = await addRows(graph, labelled, known, descriptor, options);
    if (reached < labelled.dead.length) {
      // A library that changes often would else never have one: the next worker goes on from here.
      if (reached > known && reached > keptLabels(place))
        await keep(graph, labelled, reached, place);
      return undefined;
    }
    if (changes + labelled.added > 0) await keep(graph, labelled, reached, place);
    return searchable(graph, labelled);
  } finally {
    closeSync(descriptor);
  }
}

interface Begun {
  readonly graph: HierarchicalNSW;
  readonly labelled: LabelledRows;
  /** Labels that the graph holds already. */
  readonly known: number;
  /** Of them those that were marked, or unmarked, as deleted. */
  readonly changes: number;
}

function emptyGraph({ HierarchicalNSW }: Hnswlib, rows: StoredRows, rowKeys: Uint8Array): Begun {
  const labelled = labelRows(rowKeys, new Uint8Array(0));
  const graph = new HierarchicalNSW('ip', rows.dimensions);
  graph.initIndex(Math.max(1, labelled.dead.length), links, efConstruction, seed);
  return { graph, labelled, known: 0, changes: 0 };
}

/** Undefined where too much of it is dead, or somebody has put another in its place meanwhile. */
async function readOnto(
  { HierarchicalNSW }: Hnswlib,
  rows: StoredRows,
  rowKeys: Uint8Array,
  kept: KeptGraph,
): Promise<Begun | undefined> {
  const labelled = labelRows(rowKeys, kept.keys);
  if (labelled.deadCount > mostDead * labelled.dead.length) return undefined;
  const known = labelled.dead.length - labelled.added;
  const graph = new HierarchicalNSW('ip', rows.dimensions);
  try {
    await graph.readIndex(kept.path);
  } catch {
    return undefined;
  }
  const changes = markDead(graph, labelled, kept.dead, known);
  if (labelled.added > 0) graph.resizeIndex(labelled.dead.length);
  return { graph, labelled, known, changes };
}

/** @returns how many labels changed */
function markDead(
  graph: HierarchicalNSW,
  { dead }: LabelledRows,
  wasDead: Uint8Array,
  known: number,
): number {
  let changes = 0;
  for (let label = 0; label < known; label += 1) {
    if (dead[label] === wasDead[label]) continue;
    if (dead[label] === 1) graph.markDelete(label);
    else graph.unmarkDelete(label);
    changes += 1;
  }
  return changes;
}

/** @returns how many labels are in: all, unless it was stopped on the way */
async function addRows(
  graph: HierarchicalNSW,
  { dead, rowsFrom, rows }: LabelledRows,
  known: number,
  descriptor: number,
  { rows: stored, onProgress, isStopped }: OpenGraphOptions,
): Promise<number> {
  const values = new Float32Array(stored.dimensions);
  let sliceEnds = performance.now() + sliceMs;
  for (let label = known; label < dead.length; label += 1) {
    const row = rows[rowsFrom[label]!]!;
    readRows(descriptor, stored, row, values);
    checkTable({ values, dimensions: stored.dimensions }, row);
    graph.addPoint(Array.from(values), label);
    if (performance.now() < sliceEnds) continue;
    // One less than there are: it is complete once it is kept as well.
    onProgress(label - known, dead.length - known);
    await yieldOnce();
    if (isStopped()) return label + 1;
    sliceEnds = performance.now() + sliceMs;
  }
  return dead.length;
}

/** The first `count` labels. A disk that is full costs the next start its time, and this one nothing. */
async function keep(
  graph: HierarchicalNSW,
  { keys, dead }: LabelledRows,
  count: number,
  place: GraphPlace,
): Promise<void> {
  const first = { keys: keys.subarray(0, count * keyBytes), dead: dead.subarray(0, count) };
  await writeGraphCache(place, first, (path) => graph.writeIndex(path)).catch(() => {});
}

function searchable(
  graph: HierarchicalNSW,
  { dead, deadCount, rowsFrom, rows }: LabelledRows,
): Graph {
  const ef = efOf(dead.length);
  const all: Allowed = { rows: undefined, labels: undefined, count: dead.length - deadCount };
  // Whoever chooses some documents asks them more than once.
  let last: { readonly name: string; readonly allowed: Allowed } | undefined;
  const allowedIn = (within: Within): Allowed => {
    const name = nameOfWithin(within);
    if (last?.name !== name) {
      last = { name, allowed: allow(rowsFrom, rows, markWithin(within, rows.length)) };
    }
    return last.allowed;
  };
  return {
    search(query, k, within) {
      const allowed = within ? allowedIn(within) : all;
      const count = Math.min(k, allowed.count);
      if (count === 0) return [];
      graph.setEf(Math.max(ef, count));
      const { labels } = allowed;
      const filter = labels && ((label: number) => labels[label] === 1);
      const { neighbors, distances } = graph.searchKnn(Array.from(query), count, filter);
      const found: Scored[] = [];
      for (const [at, label] of neighbors.entries()) {
        for (let place = rowsFrom[label]!; place < rowsFrom[label + 1]!; place += 1) {
          const ordinal = rows[place]!;
          if (allowed.rows && allowed.rows[ordinal] === 0) continue;
          found.push({ ordinal, score: 1 - distances[at]! });
        }
      }
      return found
        .sort((left, right) => right.score - left.score || left.ordinal - right.ordinal)
        .slice(0, k);
    },
  };
}

/** What a search may find: 1 for rows and for the labels of any of them; undefined where all may be. */
interface Allowed {
  readonly rows: Uint8Array | undefined;
  readonly labels: Uint8Array | undefined;
  /** Of labels. */
  readonly count: number;
}

function allow(rowsFrom: Uint32Array, rowsOf: Uint32Array, rows: Uint8Array): Allowed {
  const labels = new Uint8Array(rowsFrom.length - 1);
  let count = 0;
  for (let label = 0; label < labels.length; label += 1) {
    const ofLabel = rowsOf.subarray(rowsFrom[label], rowsFrom[label + 1]);
    if (!ofLabel.some((row) => rows[row] === 1)) continue;
    labels[label] = 1;
    count += 1;
  }
  return { rows, labels, count };
}
