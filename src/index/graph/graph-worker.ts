/**
 * The worker thread behind `graph-index.ts`. It answers at once: until its graph is there, or where
 * there is to be none, it compares the query with all rows, read from the file slice by slice. Among few
 * rows it never asks the graph.
 */
import { closeSync, openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { Scored } from '../contract.ts';
import { loadHnswlib } from '../hnsw.ts';
import { TopK } from '../top-k.ts';
import { checkTable, rowCosine } from '../vector-table.ts';
import { countWithin, type Within } from '../within.ts';
import { type Graph, openGraph } from './graph.ts';
import type { GraphReply, GraphRequest, GraphTask } from './graph-protocol.ts';
import { slicesOf } from './stored-rows.ts';
import { SubsetIndexes } from './subset-indexes.ts';

type SearchRequest = Extract<GraphRequest, { kind: 'search' }>;

/** Where no more rows are within, comparing all of them is faster than a graph that leads past others. */
const subsetUpTo = 30_000;

const port = parentPort;
if (port === null) throw new Error('graph-worker.ts runs as a worker thread only.');
// Our own message, made by graph-index.ts.
const { rows, place } = workerData as GraphTask;
const descriptor = openSync(rows.path, 'r');
const reply = (message: GraphReply, transfer: ArrayBuffer[] = []) =>
  port.postMessage(message, transfer);
const everything: Within = [{ start: 0, end: rows.rows }];
const subsets = new SubsetIndexes(descriptor, rows);
let graph: Graph | undefined;
let isStopped = false;
let isChecked = false;

function searchFile(query: Float32Array, k: number, within: Within): Scored[] {
  const best = new TopK(Math.min(k, countWithin(within)));
  for (const { firstRow, ...slice } of slicesOf(descriptor, rows, within)) {
    if (!isChecked) checkTable(slice, firstRow);
    const count = slice.values.length / slice.dimensions;
    for (let row = 0; row < count; row += 1) {
      best.offer(firstRow + row, rowCosine(slice, query, row));
    }
  }
  isChecked ||= countWithin(within) === rows.rows;
  return best.ranked();
}

function search({ query, k, within }: SearchRequest): Scored[] {
  if (within && countWithin(within) <= subsetUpTo) return subsets.search(query, k, within);
  return graph ? graph.search(query, k, within) : searchFile(query, k, within ?? everything);
}

function answer(request: SearchRequest): void {
  const { id } = request;
  try {
    const found = search(request);
    const ordinals = Uint32Array.from(found, ({ ordinal }) => ordinal);
    const scores = Float32Array.from(found, ({ score }) => score);
    reply({ kind: 'found', id, ordinals, scores }, [ordinals.buffer, scores.buffer]);
  } catch (error) {
    reply({ kind: 'failed', id, message: messageOf(error) });
  }
}

port.on('message', (request: GraphRequest) => {
  if (request.kind === 'search') return answer(request);
  isStopped = true;
  closeSync(descriptor);
  port.close();
});

const addon = place && (await loadHnswlib());
if (place && !addon) reply({ kind: 'missing' });
if (place && addon) {
  const onProgress = (done: number, total: number) => reply({ kind: 'progress', done, total });
  try {
    graph = await openGraph({ addon, rows, place, onProgress, isStopped: () => isStopped });
    if (graph) reply({ kind: 'progress', done: 1, total: 1 });
  } catch (error) {
    reply({ kind: 'unbuilt', message: messageOf(error) });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
