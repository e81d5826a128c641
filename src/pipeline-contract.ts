/** What commands and routes call. `pipeline.ts` builds it. */
import type { AnswerPiece } from './answer/answer-pieces.ts';
import type { Config } from './config.ts';
import { UserInputError } from './errors.ts';
import type { IngestOptions, IngestReport } from './ingest/ingest-corpus.ts';
import type { ChunkPlace, DocumentSummary } from './library/contract.ts';
import type { AnsweredQuestion, Document, Mode, Passage, TraceStep, Turn } from './types.ts';

/** Longest question, in UTF-16 units. */
export const MAX_QUESTION_CHARS = 4_000;

/** Who is to write an answer. `auto` is what the configuration names. */
export type AskedAnswers = 'auto' | 'extractive' | 'generative' | 'deep';

export interface SearchOptions {
  /** Names of sources, and of folders ending in `/`, that alone are searched; all unless given. */
  readonly sources?: readonly string[] | undefined;
  readonly signal?: AbortSignal;
}

export interface AskOptions extends SearchOptions {
  /** Ids of documents to leave out, as if they were not in the library: for the evaluation. */
  readonly without?: ReadonlySet<string>;
  readonly history?: readonly Turn[];
  /** Who writes; `auto` unless given. */
  readonly answers?: AskedAnswers;
  /** Hears each stretch of the answer as it is final; what it throws fails the question. */
  readonly onPiece?: (piece: AnswerPiece) => void;
  /** Adds to the trace what was kept, what was cut and why; costs some more reading. */
  readonly explain?: boolean;
  /** Hears the name of each step as it begins; what it throws fails the question. */
  readonly onStep?: (step: TraceStep['name']) => void;
}

/** @throws UserInputError when there is nothing to ask, or more than may be asked at once */
export function checkQuestion(question: string): string {
  if (question.trim() === '') {
    throw new UserInputError('The question is empty; ask something in your own words.');
  }
  if (question.length > MAX_QUESTION_CHARS) {
    throw new UserInputError(
      `The question has ${question.length} characters, at most ${MAX_QUESTION_CHARS} are allowed; shorten it.`,
    );
  }
  return question;
}

export type PipelineIngestOptions = Partial<
  Pick<
    IngestOptions,
    | 'prune'
    | 'pruneOthers'
    | 'confirmPrune'
    | 'rebuild'
    | 'dryRun'
    | 'shard'
    | 'signal'
    | 'onProgress'
  >
>;

export interface InstallationDiagnosis {
  /** Nothing is wrong. */
  readonly ok: boolean;
  readonly lines: readonly {
    readonly what: string;
    /** Null where it was not tried, or does not matter. */
    readonly ok: boolean | null;
    readonly line: string;
  }[];
}

export interface Pipeline {
  /** Settles once the encoder can work; rejects with a ConfigError. */
  readonly ready: Promise<void>;
  ingest(options?: PipelineIngestOptions): Promise<IngestReport>;
  /** Opens the current generation, or a newer one when there is; true when it changed. */
  refresh(): Promise<boolean>;
  isReady(): boolean;
  ask(question: string, options?: AskOptions): Promise<AnsweredQuestion>;
  /** @throws NotFoundError naming the first that stands for none */
  checkSources(names: readonly string[]): Promise<void>;
  search(
    question: string,
    k: number,
    options?: SearchOptions,
  ): Promise<{ readonly passages: readonly Passage[] }>;
  documents(): Promise<readonly DocumentSummary[]>;
  /** @throws NotFoundError */
  document(id: string): Promise<Document>;
  /** Where the document's chunks stand, in its order. @throws NotFoundError */
  chunks(documentId: string): Promise<readonly ChunkPlace[]>;
  /** When the index was written, ISO 8601 in UTC. */
  indexedAt(): Promise<string>;
  /**
   * At most `count` questions to begin with, each answered by the notes; the same until they change.
   *
   * @param sources what alone is asked, as for `ask`
   * @throws NotFoundError naming the first source that is not there
   */
  suggestions(count: number, sources?: readonly string[]): Promise<readonly string[]>;
  /** At most three questions that lead on from an answer. */
  followUps(answered: AnsweredQuestion): Promise<readonly string[]>;
  mode(): Promise<Mode>;
  /** Answers with the chat model of another configuration from now on; null of one leaves none. */
  useModels(config: Config): Promise<void>;
  /** Who can write answers now. */
  answerers(): readonly Exclude<AskedAnswers, 'auto'>[];
  close(): Promise<void>;
}
