/** What commands and routes call. `pipeline.ts` builds it. */
import type { IngestOptions, IngestReport } from './ingest/ingest-corpus.ts';
import type { DocumentSummary } from './library/contract.ts';
import type { AnsweredQuestion, Document, Mode, Passage, Turn } from './types.ts';

/** Longest question, in UTF-16 units. */
export const MAX_QUESTION_CHARS = 4_000;

export interface AskOptions {
  /** Ids of documents to leave out, as if they were not in the library: for the evaluation. */
  readonly without?: ReadonlySet<string>;
  readonly history?: readonly Turn[];
  readonly signal?: AbortSignal;
}

export type PipelineIngestOptions = Partial<
  Pick<IngestOptions, 'prune' | 'confirmPrune' | 'rebuild' | 'dryRun' | 'signal' | 'onProgress'>
>;

export interface Pipeline {
  /** Settles once the encoder can work; rejects with a ConfigError. */
  readonly ready: Promise<void>;
  ingest(options?: PipelineIngestOptions): Promise<IngestReport>;
  /** Opens the current generation, or a newer one when there is; true when it changed. */
  refresh(): boolean;
  isReady(): boolean;
  ask(question: string, options?: AskOptions): Promise<AnsweredQuestion>;
  search(
    question: string,
    k: number,
    signal?: AbortSignal,
  ): Promise<{ readonly passages: readonly Passage[] }>;
  documents(): Promise<readonly DocumentSummary[]>;
  /** @throws NotFoundError */
  document(id: string): Promise<Document>;
  mode(): Promise<Mode>;
  close(): Promise<void>;
}
