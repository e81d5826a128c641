/**
 * The vocabulary of Groundwork. Every stage speaks in these types; nothing else may rename them.
 *
 * All offsets are UTF-16 code units, half-open `[start, end)`, into `Document.text`.
 */

/** A half-open range of UTF-16 code units. `start <= end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What loaders understand. All but the first two are turned into Markdown first. */
export const mediaTypes = [
  'text/markdown',
  'text/plain',
  'text/html',
  'text/csv',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/epub+zip',
  'application/x-ipynb+json',
] as const;

export type MediaType = (typeof mediaTypes)[number];

/** A page, slide or chapter of the original, as the part of the text that came from it. */
export interface Page extends Span {
  /** As a reader counts: from 1, in order. */
  readonly number: number;
  /** What the original calls it, where that is not its number: "iv", "Chapter 2". */
  readonly label?: string;
}

/** The bytes of one file, with the name that identifies it in the library. */
export interface Source {
  /** Path relative to the corpus folder, always with `/` between its parts. */
  readonly uri: string;
  readonly mediaType: MediaType;
  readonly bytes: Uint8Array;
}

/** The part of a document under one heading, down to the next heading of any level. */
export interface Section extends Span {
  /** Headings from the outermost to the section's own, as plain text. Empty before the first. */
  readonly headingPath: readonly string[];
  /** Questions that the section answers, in other words than its text. Searched; shown only as suggestions to ask. */
  readonly keys: readonly string[];
}

/** A piece of a document that reads as one thing, as its loader found it. */
export interface Block extends Span {
  readonly kind:
    | 'heading'
    | 'paragraph'
    | 'list'
    | 'table'
    | 'code'
    | 'formula'
    | 'quote'
    | 'html'
    | 'rule';
  readonly sectionOrdinal: number;
  /** Where the block may be cut when it is too long: starts of items, rows or lines, ascending. */
  readonly cuts: readonly number[];
  /** End of a table's header and delimiter rows. */
  readonly headerEnd?: number;
}

/** One source as text. */
export interface Document {
  /** sha256 of `uri`, in hexadecimal. */
  readonly id: string;
  readonly uri: string;
  readonly mediaType: MediaType;
  readonly title: string;
  /**
   * The decoded file as it is, without byte-order mark, line ends kept; of a format that is no text the
   * Markdown that was made of it.
   */
  readonly text: string;
  /** sha256 of `text` as UTF-8, in hexadecimal. */
  readonly contentHash: string;
  /** Ordered, disjoint; together they cover the body. Front matter belongs to no section. */
  readonly sections: readonly Section[];
  /** Front matter as plain values; `{}` without any. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Ascending and disjoint; absent where the original has none. */
  readonly pages?: readonly Page[];
  /** The file that the text was made of; absent where the file is its own text. */
  readonly original?: Original;
}

/** A file of another format than text, as it was when it was converted. */
export interface Original {
  /** sha256 of its bytes, in hexadecimal. */
  readonly sha256: string;
  /** Version of the converters. */
  readonly converter: number;
}

/** A document with its structure, as loaders give it to the chunker. Blocks are ordered and disjoint. */
export interface ParsedDocument extends Document {
  readonly blocks: readonly Block[];
}

/** An indexed span: `document.text.slice(start, end) === text`, always. */
export interface Chunk extends Span {
  /** sha256 of document id, text and how often the same text stood earlier in the document. */
  readonly id: string;
  readonly documentId: string;
  readonly text: string;
  /** Position of the chunk's section in `Document.sections`. */
  readonly sectionOrdinal: number;
  /** Length of the headings that open `text`; retrieval weighs them as headings, not as text. */
  readonly headingLength: number;
  /** Header rows of the table that this chunk continues: embedded with it, never part of `text`. */
  readonly tableHeader?: Span;
}

/** What one retriever said of a passage. */
export interface RetrieverHit {
  /** 1 is best. */
  readonly rank: number;
  /** Higher is better. BM25 for `lexical` (0 and up), cosine for `dense` (-1 to 1). */
  readonly score: number;
}

/** A chunk as retrieved. At most {@link MAX_PASSAGE_CHARS} characters. */
export interface Passage extends Span {
  /** 1 is best. */
  readonly rank: number;
  /** Fused score; higher is better, comparable between questions. */
  readonly score: number;
  readonly chunkId: string;
  readonly documentId: string;
  readonly uri: string;
  readonly title: string;
  readonly text: string;
  readonly headingPath: readonly string[];
  /** Which retrievers found it, and how well. A missing one did not have it among its candidates. */
  readonly retrievers: { readonly lexical?: RetrieverHit; readonly dense?: RetrieverHit };
  /** Cosine to the question; absent where no vectors are searched. */
  readonly cosine?: number;
  /** Share of the question's idf found in the chunk, its title and headings: 0 to 1. */
  readonly coverage: number;
  /** Wider text around the passage, for reading. It does not count as retrieved. */
  readonly context?: Span;
}

/** Upper bound of a passage's text, in UTF-16 units; no chunk is longer. */
export const MAX_PASSAGE_CHARS = 1200;

/**
 * `verified`: the quote equals the span. `repaired`: found after normalising case, spaces, dashes,
 * quotation marks and Markdown; the source's words are shown. `unverified`: not found.
 */
export type CitationStatus = 'verified' | 'repaired' | 'unverified';

export interface Citation extends Span {
  /** Number shown to the reader, from 1 in order of first use. */
  readonly marker: number;
  readonly documentId: string;
  readonly uri: string;
  readonly title: string;
  readonly headingPath: readonly string[];
  /** Page of the original that it begins on, as the original calls it; absent where it has none. */
  readonly page?: string;
  /** `document.text.slice(start, end)` unless the status is `unverified`. */
  readonly quote: string;
  readonly status: CitationStatus;
  /** Hash of the text that the quote was checked against. */
  readonly contentHash: string;
}

export type Support = 'supported' | 'partial' | 'unsupported';

/**
 * Least share of a statement's idf-weighted terms that its quotes must hold where sentences are taken
 * from the notes as they stand. Numbers are counted as terms, so a changed figure lowers the share.
 * Between the two it is `partial`, below `unsupported`. A sentence that a model wrote and tied to no
 * quotation is `partial` from the lower one on, and `supported` only where one sentence of the notes
 * says all of it. Wordings that have quotations are judged by a fitted probability instead: its two
 * thresholds stand in `answer/support-model.json`.
 */
export const SUPPORTED_FROM = 0.8;
export const PARTIAL_FROM = 0.5;

/** One sentence of an answer. */
export interface Statement {
  readonly text: string;
  readonly support: Support;
  /**
   * 0 to 1. A share of terms for extractive answers and for sentences without a quotation; else the
   * probability that the quotes support the sentence. A changed figure, a name that the quotes lack
   * or a quotation that was not found keeps `support` at `partial` however high it is.
   */
  readonly supportScore: number;
  /** Markers of the citations that support it, ascending. */
  readonly citations: readonly number[];
  /** How the sentence is set: in running text or as an item of a list. */
  readonly layout: 'sentence' | 'item' | 'formula';
}

/** Why an answer was declined. */
export type DeclineReason =
  | 'nothing-found'
  | 'unknown-terms'
  | 'weak-evidence'
  | 'missing-detail'
  | 'private'
  | 'of-the-moment'
  | 'outside-material';

/** A section that comes nearest to a declined question. */
export interface NearestTopic {
  readonly documentId: string;
  readonly uri: string;
  readonly title: string;
  readonly headingPath: readonly string[];
}

/** Which parts produced an answer. */
export interface Mode {
  /** `deep`: a model that searched for itself, several times. */
  readonly answers: 'extractive' | 'generative' | 'deep';
  /** What searched: `lexical`, `dense` or both. */
  readonly retrievers: readonly ('lexical' | 'dense')[];
  /** Fingerprint of the encoder; null where none runs. */
  readonly encoder: string | null;
  /** Structure over the vectors; null where none is searched, `hnswlib` in answers of earlier versions. */
  readonly vectorIndex: 'flat' | 'graph' | 'hnswlib' | null;
  /** Chat model; null for extractive answers. */
  readonly model: string | null;
  /** Sources and folders (ending in `/`) that alone were searched, as asked; absent where all were. */
  readonly sources?: readonly string[];
  /** What is degraded and why, one sentence each. Empty when all parts run. */
  readonly notices: readonly string[];
}

/** A candidate passage in the trace: how its score came about, and whether it was kept. */
export interface TraceRow extends Span {
  readonly chunkId: string;
  readonly documentId: string;
  readonly uri: string;
  readonly title: string;
  readonly headingPath: readonly string[];
  readonly lexical?: RetrieverHit;
  readonly dense?: RetrieverHit;
  /** Absent where no vectors are searched. */
  readonly cosine?: number;
  /** Share of the question's idf, 0 to 1. */
  readonly coverage: number;
  /** What was taken off since its section gathers statements on many matters; 0 or more. */
  readonly discount: number;
  /** Fused, discount taken off; higher is better. */
  readonly score: number;
  readonly kept: boolean;
  /** One sentence for the reader. */
  readonly why: string;
}

/** A sentence that was weighed for an answer. */
export interface ConsideredSentence extends Span {
  /** As the note has it, at most {@link MAX_CONSIDERED_CHARS} characters. */
  readonly text: string;
  readonly documentId: string;
  /** Higher is better; comparable within one question only. */
  readonly score: number;
  readonly chosen: boolean;
}

/** Upper bound of a considered sentence's text in a trace, in UTF-16 units. */
export const MAX_CONSIDERED_CHARS = 200;

export interface TraceStep {
  /** `standalone`: a model puts a follow-up as a question of its own; `agent`: a step of a deep answer. */
  readonly name:
    | 'standalone'
    | 'rewrite'
    | 'lexical'
    | 'dense'
    | 'fuse'
    | 'pack'
    | 'gate'
    | 'agent'
    | 'generate'
    | 'verify';
  /** Since the question arrived. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface Trace {
  readonly steps: readonly TraceStep[];
  readonly totalMs: number;
}

export interface Answer {
  readonly status: 'answered' | 'declined';
  /** Present when declined. */
  readonly reason?: DeclineReason;
  /** The statements as one text with their markers, or the sentence that declines. */
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly citations: readonly Citation[];
  /** Present when declined: at most five, nearest first. */
  readonly nearestTopics?: readonly NearestTopic[];
}

/** An earlier turn of a conversation. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** Everything that a question gives back. */
export interface AnsweredQuestion {
  readonly answer: Answer;
  readonly passages: readonly Passage[];
  readonly mode: Mode;
  /** The gate's probability that the notes hold the answer, 0 to 1. */
  readonly confidence: number;
  readonly trace: Trace;
}
