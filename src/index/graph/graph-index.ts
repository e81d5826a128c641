/**
 * The index of large tables: a graph in a worker thread, so that nobody waits for a search but who
 * asked for it. Cosines to single rows are read from the file, which the system keeps in memory.
 */
import { closeSync, openSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { IndexCorruptError } from '../../errors.ts';
import type { Scored, VectorIndex } from '../contract.ts';
import { checkQuery, rowCosine } from '../vector-table.ts';
import type { GraphReply, GraphRequest, GraphTask } from './graph-protocol.ts';
import { readRows } from './stored-rows.ts';

interface Waiting {
  readonly resolve: (found: Scored[]) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the worker, which answers from the first search on and builds its graph beside that. */
export function createGraphIndex(task: GraphTask): VectorIndex {
  const { rows } = task;
  const { dimensions } = rows;
  const descriptor = openSync(rows.path, 'r');
  const vector = new Float32Array(dimensions);
  const waiting = new Map<number, Waiting>();
  let nextId = 0;
  let ended: Error | undefined;
  let isClosed = false;
  /** Why there is no graph, and will be none; for the reader of an answer. */
  let without = task.place === null ? notInstalled(rows.rows) : undefined;
  /** Undefined while the graph that was kept is read, or found to be missing. */
  let progress: number | undefined;
  const worker = new Worker(new URL('./graph-worker-start.mjs', import.meta.url), {
    workerData: task,
    execArgv: [],
  });
  // It keeps the process alive only while somebody waits for it.
  worker.unref();

  const end = (reason: Error) => {
    ended ??= reason;
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };
  worker.on('message', (reply: GraphReply) => {
    if (reply.kind === 'progress') {
      progress = reply.done / reply.total;
      return;
    }
    if (reply.kind === 'missing') {
      without = notInstalled(rows.rows);
      return;
    }
    if (reply.kind === 'unbuilt') {
      without = `The search graph over ${rows.rows} vectors cannot be built (${reply.message}): each search compares all of them, which is slower. Run npm run verify.`;
      return;
    }
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0 && ended === undefined) worker.unref();
    if (reply.kind === 'failed') asked?.reject(new IndexCorruptError(reply.message));
    else asked?.resolve(scoredOf(reply));
  });
  worker.on('error', (cause) => {
    const message = `The search of vectors ended (${cause.message}); run npm run verify, and start again.`;
    end(new IndexCorruptError(message, { cause }));
  });

  return {
    get kind() {
      return without === undefined ? 'graph' : 'flat';
    },
    size: rows.rows,
    dimensions,
    notice: () => {
      if (ended) return ended.message;
      if (without !== undefined) return without;
      if (progress === 1) return undefined;
      const state = progress === undefined ? 'opened' : `built (${Math.floor(progress * 100)} %)`;
      return `The search graph over ${rows.rows} vectors is being ${state}: until then each search compares all of them, which is slower.`;
    },
    search(query, k, within) {
      checkQuery(query, dimensions);
      return new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        const id = nextId;
        nextId += 1;
        waiting.set(id, { resolve, reject });
        worker.ref();
        worker.postMessage({ kind: 'search', id, query, k, within } satisfies GraphRequest);
      });
    },
    cosine(query, ordinal) {
      readRows(descriptor, rows, ordinal, vector);
      return rowCosine({ values: vector, dimensions }, query, 0);
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      end(new IndexCorruptError('The search of vectors is closed.'));
      worker.postMessage({ kind: 'end' } satisfies GraphRequest);
      // A graph that is being written is written to its end.
      worker.ref();
      closeSync(descriptor);
    },
  };
}

function notInstalled(count: number): string {
  return `hnswlib-node is not installed: each search compares all of ${count} vectors, which is slower. Install again with npm ci, install scripts allowed.`;
}

function scoredOf({ ordinals, scores }: Extract<GraphReply, { kind: 'found' }>): Scored[] {
  return Array.from(ordinals, (ordinal, at) => ({ ordinal, score: scores[at]! }));
}
