/** One question through all stages: rewritten, searched, weighed, answered, checked. */
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { type AnswerPiece, piecesOf } from './answer/answer-pieces.ts';
import { composeAnswer, declineAnswer } from './answer/compose-answer.ts';
import { consideredSentences } from './answer/considered-sentences.ts';
import type { Evidence } from './answer/contract.ts';
import { selectSentences } from './answer/extractive.ts';
import { decide, type GateModel } from './answer/gate.ts';
import { type GeneratedAnswer, writeAnswer } from './answer/generative.ts';
import { planInstructions, searchNote } from './answer/prompts.ts';
import { standaloneQuestion } from './answer/standalone-question.ts';
import { mergeEvidence } from './deep/merge-evidence.ts';
import { planSearches } from './deep/plan-searches.ts';
import type { Embedder } from './embed/contract.ts';
import { UserInputError } from './errors.ts';
import { gatherEvidence, publicPassage } from './gather-evidence.ts';
import type { LibraryReader } from './library/contract.ts';
import type { ChatModel, ChatUsage } from './models/contract.ts';
import { toModelError } from './models/model-error.ts';
import { createUsageCount, type UsageCount } from './models/usage-count.ts';
import { type AskOptions, checkQuestion } from './pipeline-contract.ts';
import { findSources } from './retrieve/find-sources.ts';
import { nextTurn } from './retrieve/next-turn.ts';
import { type RetrievalSettings, type RetrieveOptions, retrieve } from './retrieve/retrieve.ts';
import { Tracer } from './retrieve/tracer.ts';
import type { Answer, AnsweredQuestion, Citation, Mode, Trace } from './types.ts';

export interface AskParts {
  readonly reader: LibraryReader;
  readonly embedder: Embedder | null;
  /** Cosine of two texts by the embedded encoder, which costs no request; undefined without one. */
  readonly similarity: ((left: string, right: string) => Promise<number>) | undefined;
  readonly gateModel: GateModel;
  /** Writes answers; null where none is configured. */
  readonly chatModel: ChatModel | null;
  /** LangChain's model of the same provider, for an agent; null where none is configured. */
  readonly agentModel: (() => Promise<BaseChatModel>) | null;
  /** Who writes where the question does not say. */
  readonly writer: 'extractive' | 'generative';
  readonly retrieval?: Partial<RetrievalSettings> | undefined;
  /** What searches, and what is degraded. */
  readonly mode: Mode;
  /** Numbers from 0 up to 1 that cannot be guessed: marks of the prompts are made of them. */
  readonly random: () => number;
  /** In US dollars; null where prices are not known. */
  readonly costOf: (model: string, usage: ChatUsage) => number | null;
}

const passagesForAnswer = 10;
/** About 150 words with their quotations and tags. */
const maxOutputTokens = 1_200;

/**
 * @throws UserInputError when the question cannot be asked, or asks for a model that is not there
 * @throws NotFoundError naming a source that is not there
 * @throws UpstreamError when the model fails
 */
export async function askQuestion(
  parts: AskParts,
  asked: string,
  options: AskOptions = {},
): Promise<AnsweredQuestion> {
  const { reader, embedder, gateModel } = parts;
  const { history = [], signal, without, explain = false, onStep, onPiece } = options;
  const sources = options.sources && [...new Set(options.sources)];
  const question = checkQuestion(asked);
  const writer = writerOf(parts, options);
  const within = sources && findSources(sources, await reader.documents());
  const usage = createUsageCount();
  const model = writer && usage.count(writer);
  const deep = options.answers === 'deep';
  const tracer = new Tracer({ onStep });
  const standalone =
    model !== null && history.length > 0
      ? await tracer.step(
          'standalone',
          { question, turns: history.length, model: model.name },
          () => standaloneQuestion(question, history, model, signal),
        )
      : null;
  const byModel = standalone?.by === 'model';
  const retrieval = await retrieve(byModel ? standalone.question : question, reader, embedder, {
    k: passagesForAnswer,
    history: byModel ? [] : history,
    explain,
    tracer,
    within,
    ...(parts.retrieval && { settings: parts.retrieval }),
    ...(without && { without }),
    ...(signal && { signal }),
  });
  const evidence = await gatherEvidence(retrieval, reader, within !== undefined);
  const decision = await tracer.step('gate', {}, () => decide(evidence, gateModel));
  const notices: string[] = [];
  let answer: Answer;
  const found = deep
    ? await searchDeeply(parts, evidence, tracer, { ...options, within }, usage)
    : null;
  /** What the answer is written from, and shown with. */
  const read = found === null ? evidence : mergeEvidence(evidence, found);
  // A question of several parts may look foreign as a whole: then its parts decide.
  if (!decision.answerable && !found?.length) {
    answer = declineAnswer(decision.reason ?? 'weak-evidence', evidence);
  } else if (model === null) {
    answer = await quote(evidence, tracer, explain);
  } else {
    const written = await write(parts, model, read, tracer, { signal, onPiece, deep });
    notices.push(...written.notices);
    ({ answer } = written);
  }
  // A model's statements were told one by one; an answer that declines has none.
  if (onPiece && (model === null || answer.statements.length === 0)) {
    piecesOf(answer).forEach(onPiece);
  }
  return {
    answer,
    passages: read.passages.map(publicPassage),
    mode: {
      ...parts.mode,
      answers: model === null ? 'extractive' : deep ? 'deep' : 'generative',
      model: model?.name ?? null,
      ...(sources && { sources }),
      notices: [...parts.mode.notices, ...notices],
    },
    confidence: decision.probability,
    trace: model === null ? tracer.finish() : withUsage(tracer.finish(), model, usage, parts),
  };
}

/** Tells once, in the last step that called the model, what all of its calls took together. */
function withUsage(
  { steps, totalMs }: Trace,
  { name: model }: ChatModel,
  { total: usage }: UsageCount,
  { costOf }: AskParts,
): Trace {
  const last = steps.findLastIndex(
    ({ name, inputs }) =>
      name === 'generate' || name === 'standalone' || (name === 'agent' && 'plans' in inputs),
  );
  const told = { usage, costUsd: usage && costOf(model, usage) };
  return {
    totalMs,
    steps: steps.map((step, at) =>
      at === last ? { ...step, outputs: { ...step.outputs, ...told } } : step,
    ),
  };
}

/** The model that is to write; null where sentences are quoted. */
function writerOf({ chatModel, writer }: AskParts, { answers = 'auto' }: AskOptions) {
  const wanted = answers === 'auto' ? writer : answers;
  if (wanted === 'extractive') return null;
  if (chatModel === null) {
    throw new UserInputError(
      `No language model is configured, so "${wanted}" answers cannot be written. Set OPENAI_API_KEY or OPENAI_BASE_URL, or ask for "extractive".`,
    );
  }
  return chatModel;
}

async function quote(evidence: Evidence, tracer: Tracer, explain: boolean): Promise<Answer> {
  const { chosen: sentences } = await tracer.step(
    'generate',
    { writer: 'extractive' },
    () => selectSentences(evidence),
    (selected) => ({
      sentences: selected.chosen.length,
      words: selected.chosen.reduce((sum, { words }) => sum + words, 0),
      ...(explain && { considered: consideredSentences(selected) }),
    }),
  );
  if (sentences.length === 0) return declineAnswer('weak-evidence', evidence);
  return tracer.step(
    'verify',
    { quotes: sentences.length },
    () => composeAnswer(sentences, evidence),
    ({ citations }) => checksOf(citations),
  );
}

interface WriteHow {
  readonly signal: AbortSignal | undefined;
  readonly onPiece: ((piece: AnswerPiece) => void) | undefined;
  readonly deep: boolean;
}

/** The model writes from more passages where they come from several searches. */
const deepReading = { maxPassages: 14, maxPassageTokens: 6_000 };

/** What the searches of an agent found, each weighed by the gate; those it declines are left out. */
async function searchDeeply(
  { reader, embedder, gateModel, agentModel, retrieval: settings, chatModel }: AskParts,
  whole: Evidence,
  tracer: Tracer,
  { signal, without, within }: AskOptions & Pick<RetrieveOptions, 'within'>,
  usage: UsageCount,
): Promise<Evidence[]> {
  const found: Evidence[] = [];
  const search = async (query: string): Promise<string> => {
    const { evidence, decision } = await tracer.step(
      'agent',
      { query },
      async () => {
        const retrieval = await retrieve(query, reader, embedder, {
          k: passagesForAnswer,
          tracer: new Tracer(),
          within,
          ...(settings && { settings }),
          ...(without && { without }),
          ...(signal && { signal }),
        });
        const evidence = await gatherEvidence(retrieval, reader, whole.narrowed);
        return { evidence, decision: decide(evidence, gateModel) };
      },
      (searched) => ({
        answerable: searched.decision.answerable,
        probability: searched.decision.probability,
        passages: searched.evidence.passages
          .slice(0, 4)
          .map(({ documentId, title, headingPath, start, end, score }) => ({
            documentId,
            title,
            headingPath,
            start,
            end,
            score,
          })),
      }),
    );
    if (decision.answerable) found.push(evidence);
    return searchNote(decision.answerable ? evidence.passages.slice(0, 4) : []);
  };
  await tracer.step('agent', { plans: whole.question }, async () => {
    try {
      return await planSearches(whole.question, await agentModel!(), {
        search,
        instructions: planInstructions,
        signal,
        onUsage: usage.add,
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw toModelError(error, chatModel!.name);
    }
  });
  // A search that outlives the planning adds nothing any more.
  return [...found];
}

async function write(
  { reader, similarity, random }: AskParts,
  model: ChatModel,
  evidence: Evidence,
  tracer: Tracer,
  { signal, onPiece, deep }: WriteHow,
): Promise<GeneratedAnswer> {
  const written = await tracer.step(
    'generate',
    { writer: model.name },
    () =>
      writeAnswer(evidence, {
        model,
        random,
        maxOutputTokens: deep ? 2 * maxOutputTokens : maxOutputTokens,
        ...(deep && deepReading),
        signal,
        nextTurn,
        onPiece,
        termWeights: async (terms) =>
          new Map(
            (await reader.termStatistics([...terms])).map(({ term, idf }) => [term, idf] as const),
          ),
        similarity,
      }),
    ({ report }) => ({
      ...report,
      sentences: report.claims,
    }),
  );
  await tracer.step(
    'verify',
    { quotes: written.answer.citations.length },
    () => written.answer.citations,
    checksOf,
  );
  return written;
}

function checksOf(citations: readonly Citation[]) {
  const count = (wanted: Citation['status']) =>
    citations.filter(({ status }) => status === wanted).length;
  return {
    verified: count('verified'),
    repaired: count('repaired'),
    unverified: count('unverified'),
    quotes: citations.map(({ marker, status, start, end }) => ({ marker, status, start, end })),
  };
}
