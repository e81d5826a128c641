/**
 * What the log may say: these events with these fields, and nothing else. Numbers, words of a fixed
 * list, ids made here and patterns of routes; never an address that was asked for, a header, a body, a
 * question, a text, a key, a file's name or words of another program.
 */

/** Who was to write an answer; `auto` where it failed before that was settled. */
export type AnswerWriter = 'auto' | 'extractive' | 'generative' | 'deep';

/** `gone`: the asker left before the answer was whole. */
export type AnswerOutcome = 'answered' | 'declined' | 'failed' | 'gone';

/** The server listens. */
export interface StartEvent {
  readonly event: 'start';
  /** Where it listens, with the port that was really taken. */
  readonly url: string;
  /** What is sent to which other machine, as sentences of ours; in the text form only. */
  readonly destinations: string;
}

/** The server answers questions. */
export interface ReadyEvent {
  readonly event: 'ready';
  readonly answers: 'extractive' | 'generative' | 'deep';
  readonly retrievers: readonly ('lexical' | 'dense')[];
  /** Name of the chat model, null without one; in the text form only. */
  readonly model: string | null;
  /** What is degraded, as sentences of ours; JSON tells how many. */
  readonly notices: readonly string[];
}

export interface RequestEvent {
  readonly event: 'request';
  readonly requestId: string;
  /** One of the methods that the server knows, else `other`. */
  readonly method: string;
  /** Pattern of the route, such as `/api/documents/:id`; `other` where none fits. */
  readonly route: string;
  /** What was answered; 499 where the client left before there was an answer. */
  readonly status: number;
  /** False when the connection ended before the reply was whole. */
  readonly complete: boolean;
  readonly ms: number;
  /** Bytes written to the connection meanwhile, headers included. */
  readonly bytes: number;
  /** Id of the caller; null where nobody was let in. */
  readonly caller: string | null;
}

/** A request that a rule turned away. */
export interface RefusalEvent {
  readonly event: 'refusal';
  readonly requestId: string;
  readonly route: string;
  readonly status: number;
  readonly reason: RefusalReason;
  readonly caller: string | null;
}

export const refusalReasons = [
  'unauthorized',
  'not-allowed',
  'demo',
  'forbidden-host',
  'forbidden-origin',
  'too-many-attempts',
  'too-many-requests',
  'too-many-answers',
  'quota-exceeded',
  'busy',
  'stopping',
  'too-large',
  'other',
] as const;

/** Codes of the error that was sent; `other` for those that are not in the list. */
export type RefusalReason = (typeof refusalReasons)[number];

/** A question that came to its end, by whichever protocol it was asked. */
export interface AnswerEvent {
  readonly event: 'answer';
  /** Null outside a request. */
  readonly requestId: string | null;
  readonly writer: AnswerWriter;
  readonly outcome: AnswerOutcome;
  /** Our code of the error; null unless it failed. */
  readonly code: string | null;
  /** What was wrong with the model's provider; null where that was not it. */
  readonly fault: string | null;
  readonly ms: number;
  /** As the provider counts them; null where it does not, or no model was asked. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly statements: Readonly<Record<'supported' | 'partial' | 'unsupported', number>>;
  readonly citations: Readonly<Record<'verified' | 'repaired' | 'unverified', number>>;
}

export interface IngestEvent {
  readonly event: 'ingest';
  readonly ms: number;
  readonly documents: number;
  readonly chunks: number;
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
  readonly embedded: number;
  readonly reusedVectors: number;
  readonly setAside: number;
  /** The report as one sentence of ours; in the text form only. */
  readonly summary: string;
}

/** The page is not there, or is an old one. */
export interface PageEvent {
  readonly event: 'page';
  /** What the builder says of this project's own sources; in the text form only. */
  readonly problem: string;
}

/** What the operator should know of who is let in. */
export interface NoticeEvent {
  readonly event: 'notice';
  readonly notice: 'key-made' | 'keys-broken' | 'demo';
}

/** Something went wrong that is nobody's input. */
export interface ErrorEvent {
  readonly event: 'error';
  /** Null outside a request. */
  readonly requestId: string | null;
  /** What was being done. */
  readonly during: 'request' | 'ingest' | 'process';
  /** Our code, or that of the operating system or database; `internal` for all others. */
  readonly code: string;
  /** Name of the error's class. */
  readonly kind: string;
  /** Where in this project, innermost first: `src/serve/app.ts:12`. */
  readonly frames: readonly string[];
}

/** The server ends. */
export interface StopEvent {
  readonly event: 'stop';
  readonly reason: 'signal' | 'error';
  /** Answers that were ended unfinished. */
  readonly interrupted: number;
  readonly uptimeMs: number;
}

export type LogEvent =
  | StartEvent
  | ReadyEvent
  | RequestEvent
  | RefusalEvent
  | AnswerEvent
  | IngestEvent
  | PageEvent
  | NoticeEvent
  | ErrorEvent
  | StopEvent;
