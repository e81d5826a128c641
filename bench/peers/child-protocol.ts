/** Messages between the peer benchmark and a process that holds one contender. */
import type { Arm } from './contender.ts';

export type ChildTask = {
  readonly contender: string;
  readonly size: number;
  /** Of the dataset. */
  readonly data: string;
  /** Of what the contender keeps. */
  readonly store: string;
} & (
  | { readonly kind: 'build' }
  | {
      readonly kind: 'serve';
      /** Share of the true best that an approximate search is tuned to find. */
      readonly target: number;
    }
);

export type ChildRequest =
  /** Ask questions one after another, beginning with that one, as long as the time lasts. */
  | { readonly kind: 'round'; readonly arm: Arm; readonly from: number; readonly budgetMs: number }
  /** Ask several at a time. */
  | { readonly kind: 'crowd'; readonly arm: Arm; readonly budgetMs: number }
  /** Replace and remove documents. */
  | { readonly kind: 'changes'; readonly budgetMs: number }
  | { readonly kind: 'end' };

export interface Built {
  readonly kind: 'built';
  readonly seconds: number;
  /** Greatest memory of the process beyond what it had before. */
  readonly peakBytes: number;
}

export interface Opened {
  readonly kind: 'opened';
  /** Until it was open and had answered a question of each kind. */
  readonly milliseconds: number;
  readonly residentBytes: number;
  /** Of an approximate search. */
  readonly setting?: string;
  /** Shares of the true best ten that were found, 0 to 1. */
  readonly quality: Partial<Record<Arm, number>>;
}

export interface Changed {
  readonly kind: 'changed';
  /** Medians; absent where there is no way. */
  readonly updateMs?: number;
  readonly removeMs?: number;
  /** Whether searches told of the changes. */
  readonly seen: boolean;
}

export type ChildReply =
  | Built
  | Opened
  | Changed
  | { readonly kind: 'asked'; readonly milliseconds: readonly number[] }
  | { readonly kind: 'crowded'; readonly perSecond: number }
  | { readonly kind: 'failed'; readonly message: string };
