/** Question -> passages with an account of each: both arms give candidates, one score ranks them. */
import type { Embedder } from '../embed/contract.ts';
import type { ChunkRecord, LibraryReader } from '../library/contract.ts';
import type { Passage, TraceRow, Turn } from '../types.ts';
import { COVERAGE_WEIGHT, GATHERING_DISCOUNT } from './fuse.ts';
import { type RankOptions, rankChunks } from './rank-chunks.ts';
import { type RewrittenQuestion, rewriteQuestion } from './rewrite-question.ts';
import { type FusedCandidate, traceRows } from './trace-rows.ts';
import { Tracer } from './tracer.ts';

export interface RetrieveOptions {
  /** Passages to return at most. */
  readonly k: number;
  /** Candidates that each arm gives. */
  readonly candidates?: number;
  readonly history?: readonly Turn[];
  /** Ids of the documents that alone are searched; all unless given. */
  readonly within?: ReadonlySet<string> | undefined;
  /** Ids of documents to leave out. */
  readonly without?: ReadonlySet<string>;
  readonly settings?: Partial<RetrievalSettings>;
  /** Puts the formula, and a row for each passage and the best that were cut, into the trace. */
  readonly explain?: boolean;
  readonly tracer: Tracer;
  readonly signal?: AbortSignal;
}

/** Parts that the evaluation switches off one by one, to see what each is worth. */
export interface RetrievalSettings {
  readonly lexical: boolean;
  readonly dense: boolean;
  readonly repairSpelling: boolean;
  /** Leave small talk around the question out. */
  readonly focus: boolean;
  /** Weight of idf coverage beside the cosine. */
  readonly coverageWeight: number;
  /** Taken from the score of sections that gather statements on many matters. */
  readonly gatheringDiscount: number;
}

const defaultSettings: RetrievalSettings = {
  lexical: true,
  dense: true,
  repairSpelling: true,
  focus: true,
  coverageWeight: COVERAGE_WEIGHT,
  gatheringDiscount: GATHERING_DISCOUNT,
};

/** A passage with what the stages behind retrieval need of its chunk. */
export interface RetrievedPassage extends Passage {
  readonly section: { readonly start: number; readonly end: number };
  readonly headingLength: number;
  /** Cosines to its long items, in their order; `[]` without vectors. */
  readonly itemCosines: readonly number[];
}

export interface Retrieval {
  readonly passages: readonly RetrievedPassage[];
  readonly question: RewrittenQuestion;
  readonly retrievers: readonly ('lexical' | 'dense')[];
}

const defaultCandidates = 50;
/** Cut candidates that an explained trace shows. */
const cutShown = 10;

/**
 * The best `k` passages: falling score, ties in library order. A chunk that only one arm found
 * competes on the same scale as the rest.
 *
 * @param embedder null searches by words alone, as does a library whose vectors another encoder made
 */
export async function retrieve(
  question: string,
  library: LibraryReader,
  embedder: Embedder | null,
  options: RetrieveOptions,
): Promise<Retrieval> {
  const { tracer } = options;
  const count = Math.max(options.candidates ?? defaultCandidates, options.k);
  const settings = { ...defaultSettings, ...options.settings };
  const encoder =
    settings.dense && embedder && library.encoder?.fingerprint === embedder.fingerprint
      ? embedder
      : null;
  const ranked = (
    searched: RewrittenQuestion,
    needed: number,
    how: Pick<RankOptions, 'explain' | 'tracer'>,
  ) =>
    rankChunks(searched, library, encoder, {
      ...how,
      candidates: count,
      needed,
      within: options.within,
      lexical: settings.lexical,
      fusion: settings,
      signal: options.signal,
    });
  /** Those of documents that are not left out. */
  const among = async (candidates: readonly FusedCandidate[]) => {
    const records = await library.chunks(candidates.map(({ ordinal }) => ordinal));
    return candidates.filter((_, at) => !options.without?.has(records[at]!.document.id));
  };
  const bestScore = async (sentence: string): Promise<number> => {
    const alone = await rewriteQuestion(sentence, [], library, settings);
    const weighed = { ...options, k: 1, explain: false };
    const { candidates } = await ranked(alone, lookedAt(weighed), {
      explain: false,
      tracer: new Tracer(),
    });
    const first = (options.without?.size ?? 0) === 0 ? candidates : await among(candidates);
    return first[0]?.score ?? 0;
  };
  const rewritten = await tracer.step(
    'rewrite',
    { question, turns: options.history?.length ?? 0 },
    () =>
      rewriteQuestion(question, options.history ?? [], library, {
        repairSpelling: settings.repairSpelling,
        scoreOf: settings.focus && encoder ? bestScore : undefined,
      }),
  );
  const { candidates, vector } = await ranked(rewritten, lookedAt(options), {
    explain: options.explain ?? false,
    tracer,
  });
  const { passages } = await tracer.step(
    'pack',
    { candidates: candidates.length, k: options.k },
    () => pack(library, candidates, vector, options),
    ({ passages: kept, rows }) => ({
      kept: kept.length,
      chars: kept.reduce((sum, { text }) => sum + text.length, 0),
      cut: candidates.length - kept.length,
      ...(rows && { rows }),
    }),
  );
  const retrievers = encoder ? (['lexical', 'dense'] as const) : (['lexical'] as const);
  return { passages, question: rewritten, retrievers };
}

/** How many of the candidates are looked at: who leaves documents out does not know how many. */
function lookedAt({ k, without, explain = false }: RetrieveOptions): number {
  if (without !== undefined && without.size > 0) return Number.POSITIVE_INFINITY;
  return explain ? k + cutShown : k;
}

interface Packed {
  readonly passages: RetrievedPassage[];
  /** Present where an explanation was asked for. */
  readonly rows?: readonly TraceRow[];
}

async function pack(
  library: LibraryReader,
  fused: readonly FusedCandidate[],
  vector: Float32Array | undefined,
  options: RetrieveOptions,
): Promise<Packed> {
  const { k, without = new Set(), explain = false } = options;
  const read = fused.slice(0, lookedAt(options));
  const records = await library.chunks(read.map(({ ordinal }) => ordinal));
  const allowed = read
    .map((candidate, at) => ({ candidate, record: records[at]! }))
    .filter(({ record }) => !without.has(record.document.id));
  const kept = allowed.slice(0, k);
  const ordinals = kept.map(({ candidate }) => candidate.ordinal);
  const items = vector ? await library.itemCosines(ordinals, vector) : [];
  const passages = kept.map(({ candidate, record }, at) =>
    toPassage(record, candidate, at + 1, items[at] ?? []),
  );
  return explain
    ? { passages, rows: traceRows(allowed.slice(0, k + cutShown), kept.length) }
    : { passages };
}

function toPassage(
  record: ChunkRecord,
  candidate: FusedCandidate,
  rank: number,
  itemCosines: readonly number[],
): RetrievedPassage {
  const { lexical, dense, cosine, coverage, score } = candidate;
  const retrievers: Writable<Passage['retrievers']> = {};
  if (lexical) retrievers.lexical = lexical;
  if (dense) retrievers.dense = dense;
  const passage: Writable<RetrievedPassage> = {
    rank,
    score,
    chunkId: record.chunkId,
    documentId: record.document.id,
    uri: record.document.uri,
    title: record.document.title,
    start: record.start,
    end: record.end,
    text: record.text,
    headingPath: record.headingPath,
    retrievers,
    coverage,
    context: record.section,
    section: record.section,
    headingLength: record.headingLength,
    itemCosines,
  };
  // Spread, an absent property would cost more than all the others.
  if (cosine !== undefined) passage.cosine = cosine;
  return passage;
}

type Writable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };
