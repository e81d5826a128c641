/** Messages between the index over a graph and the worker thread that holds it. */
import type { Within } from '../within.ts';
import type { GraphPlace } from './graph-cache.ts';
import type { StoredRows } from './stored-rows.ts';

export interface GraphTask {
  readonly rows: StoredRows;
  /** Null where no graph is to be made: every search compares all rows. */
  readonly place: GraphPlace | null;
}

export type GraphRequest =
  | {
      readonly kind: 'search';
      readonly id: number;
      readonly query: Float32Array;
      readonly k: number;
      /** All rows unless given. */
      readonly within?: Within | undefined;
    }
  /** Finish what is being worked on, then end. */
  | { readonly kind: 'end' };

export type GraphReply =
  | {
      readonly kind: 'found';
      readonly id: number;
      readonly ordinals: Uint32Array;
      /** Falling. */
      readonly scores: Float32Array;
    }
  /** There is no addon to build a graph with. */
  | { readonly kind: 'missing' }
  /** It could not be built; searches go on comparing all rows. */
  | { readonly kind: 'unbuilt'; readonly message: string }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  /** How many of the vectors are in the graph; it is searched once all are. */
  | { readonly kind: 'progress'; readonly done: number; readonly total: number };
