/**
 * Composition root: the only file that names implementations. It turns a configuration into the few
 * things that commands and routes call.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { piecesOf } from './answer/answer-pieces.ts';
import { composeAnswer, declineAnswer } from './answer/compose-answer.ts';
import { consideredSentences } from './answer/considered-sentences.ts';
import type { Evidence } from './answer/contract.ts';
import { selectSentences } from './answer/extractive.ts';
import { decide, type GateModel, loadGateModel } from './answer/gate.ts';
import type { Config } from './config.ts';
import type { ConversationStore } from './conversations/contract.ts';
import type { Embedder } from './embed/contract.ts';
import { canRunLocalModel, createLocalEmbedder } from './embed/local-embedder.ts';
import { NotFoundError } from './errors.ts';
import type { VectorIndex } from './index/contract.ts';
import { createFlatIndex } from './index/flat.ts';
import { createHnswlibIndex, loadHnswlib } from './index/hnsw.ts';
import type { VectorTable } from './index/vector-table.ts';
import { defaultFieldWeights, type FieldWeights } from './library/chunk-terms.ts';
import type { LibraryReader } from './library/contract.ts';
import { nodeFileSystem } from './library/file-system.ts';
import { LocalLibrary } from './library/local-library.ts';
import { checkQuestion, type Pipeline } from './pipeline-contract.ts';
import { type Retrieval, type RetrievalSettings, retrieve } from './retrieve/retrieve.ts';
import { Tracer } from './retrieve/tracer.ts';
import { followUps } from './suggest/follow-ups.ts';
import { Suggestions } from './suggest/suggestions.ts';
import type { Document, Mode, Passage } from './types.ts';

export interface PipelineOptions {
  readonly gateModel?: GateModel;
  readonly weights?: FieldWeights;
  readonly retrieval?: Partial<RetrievalSettings>;
  /** Replaces the encoder that the configuration names; null runs without one. */
  readonly embedder?: Embedder | null;
  /** Leaves the native search structure out, as where it is not installed. */
  readonly withoutNativeIndex?: boolean;
  /** Chooses the suggested questions: numbers from 0 up to 1. */
  readonly random?: () => number;
}

/**
 * The conversations, kept in the data folder beside the index.
 *
 * @throws ConfigError when their file cannot be read by this Groundwork
 */
export async function openConversations(config: Config): Promise<ConversationStore> {
  const { openSqliteConversations } = await import('./conversations/sqlite-conversations.ts');
  mkdirSync(config.DATA_DIR, { recursive: true });
  return openSqliteConversations(join(config.DATA_DIR, 'conversations.sqlite'));
}

const modelsFolder = fileURLToPath(new URL('../models/', import.meta.url));
const passagesForAnswer = 10;
const followUpCount = 3;

/**
 * @throws ConfigError when a file of the encoder that the configuration names is missing
 * @throws UpstreamError when the embedding server does not answer
 */
export async function createPipeline(
  config: Config,
  options: PipelineOptions = {},
): Promise<Pipeline> {
  const notices: string[] = [];
  const embedder =
    options.embedder !== undefined ? options.embedder : await createEmbedder(config, notices);
  const createVectorIndex = await chooseVectorIndex(options.withoutNativeIndex ?? false, notices);
  const gateModel = options.gateModel ?? loadGateModel();
  const library = new LocalLibrary({
    fileSystem: nodeFileSystem,
    folder: config.DATA_DIR,
    createVectorIndex,
  });

  const modeOf = (reader: LibraryReader): Mode => {
    const mismatch = encoderNotice(reader, embedder);
    const dense = embedder !== null && mismatch === undefined && reader.encoder !== null;
    const all = [...notices, mismatch, library.notice].filter((notice) => notice !== undefined);
    return {
      answers: 'extractive',
      retrievers: dense ? ['lexical', 'dense'] : ['lexical'],
      encoder: dense ? embedder.fingerprint : null,
      vectorIndex: dense ? reader.vectorIndex : null,
      model: null,
      notices: all,
    };
  };

  const suggestions = new Suggestions(options.random ?? Math.random);
  const pipeline: Pipeline = {
    ready: embedder?.ready ?? Promise.resolve(),
    ingest: async (ingest = {}) => {
      const { ingestCorpus } = await import('./ingest/ingest-corpus.ts');
      return ingestCorpus({
        corpusFolder: config.CORPUS_DIR,
        dataFolder: config.DATA_DIR,
        fileSystem: nodeFileSystem,
        embedder,
        weights: options.weights ?? defaultFieldWeights,
        prune: true,
        confirmPrune: false,
        rebuild: false,
        dryRun: false,
        ...ingest,
      });
    },
    refresh: () => library.refresh(),
    isReady: () => library.isOpen,
    ask: (question, { history = [], signal, without, explain = false, onStep, onPiece } = {}) =>
      library.use(async (reader) => {
        const tracer = new Tracer({ onStep });
        const retrieval = await retrieve(checkQuestion(question), reader, embedder, {
          k: passagesForAnswer,
          history,
          explain,
          tracer,
          ...(options.retrieval && { settings: options.retrieval }),
          ...(without && { without }),
          ...(signal && { signal }),
        });
        const evidence = await gatherEvidence(retrieval, reader);
        const decision = await tracer.step('gate', {}, () => decide(evidence, gateModel));
        const answer = decision.answerable
          ? await answerFrom(evidence, tracer, explain)
          : declineAnswer(decision.reason ?? 'weak-evidence', evidence);
        if (onPiece) piecesOf(answer).forEach(onPiece);
        return {
          answer,
          passages: retrieval.passages.map(publicPassage),
          mode: modeOf(reader),
          confidence: decision.probability,
          trace: tracer.finish(),
        };
      }),
    search: (question, k, signal) =>
      library.use(async (reader) => {
        const { passages } = await retrieve(checkQuestion(question), reader, embedder, {
          k,
          tracer: new Tracer(),
          ...(signal && { signal }),
        });
        return { passages: passages.map(publicPassage) };
      }),
    documents: () => library.use((reader) => reader.documents()),
    document: (id) =>
      library.use(async (reader) => {
        const document = await reader.document(id);
        if (document === undefined) throw noDocument(id);
        return document;
      }),
    chunks: (documentId) =>
      library.use(async (reader) => {
        const places = await reader.chunksOf(documentId);
        // A document may have no chunk; then only the list tells.
        const known = places.length > 0 || (await reader.document(documentId)) !== undefined;
        if (!known) throw noDocument(documentId);
        return places;
      }),
    indexedAt: () => library.use(async (reader) => reader.writtenAt),
    suggestions: (count) =>
      library.use((reader) =>
        suggestions.draw(
          {
            generation: reader.generation,
            documentIds: async () => (await reader.documents()).map(({ id }) => id),
            read: (ids) => documentsOf(ids, reader),
            isAnswered: async (question) =>
              (await pipeline.ask(question)).answer.status === 'answered',
          },
          count,
        ),
      ),
    followUps: (answered) =>
      library.use(async (reader) => {
        const ids = new Set(answered.passages.map(({ documentId }) => documentId));
        return followUps(answered, await documentsOf(ids, reader), followUpCount);
      }),
    mode: () => library.use(async (reader) => modeOf(reader)),
    answerers: () => ['extractive'],
    close: async () => {
      library.close();
      await embedder?.close();
    },
  };
  return pipeline;
}

function noDocument(id: string): NotFoundError {
  return new NotFoundError(`There is no document "${id}"; GET /api/documents lists them.`);
}

/** The documents of these ids; those that are not there are left out. */
async function documentsOf(ids: Iterable<string>, reader: LibraryReader): Promise<Document[]> {
  const documents = await Promise.all([...ids].map((id) => reader.document(id)));
  return documents.filter((document) => document !== undefined);
}

async function createEmbedder(config: Config, notices: string[]): Promise<Embedder | null> {
  if (config.EMBEDDINGS === 'none') return null;
  if (config.EMBEDDINGS === 'openai') {
    const { createOpenAIEmbedder } = await import('./embed/openai-embedder.ts');
    return createOpenAIEmbedder({
      model: config.OPENAI_EMBEDDING_MODEL,
      apiKey: config.OPENAI_EMBEDDING_API_KEY ?? config.OPENAI_API_KEY,
      baseUrl: config.OPENAI_EMBEDDING_BASE_URL ?? config.OPENAI_BASE_URL,
    });
  }
  if (!canRunLocalModel()) {
    notices.push(
      'The encoder cannot run here (onnxruntime-node or @huggingface/tokenizers is not installed): searching by words only.',
    );
    return null;
  }
  return createLocalEmbedder(modelsFolder);
}

async function chooseVectorIndex(
  withoutNative: boolean,
  notices: string[],
): Promise<(table: VectorTable) => VectorIndex> {
  const addon = withoutNative ? undefined : await loadHnswlib();
  if (addon) return (table) => createHnswlibIndex(addon, table);
  notices.push('hnswlib-node is not installed: vectors are searched exactly in JavaScript.');
  return createFlatIndex;
}

/** What stands between this encoder and the index's vectors, or undefined. */
function encoderNotice(reader: LibraryReader, embedder: Embedder | null): string | undefined {
  if (embedder === null || reader.encoder?.fingerprint === embedder.fingerprint) return undefined;
  const made = reader.encoder
    ? `was made with encoder "${reader.encoder.fingerprint}"`
    : 'has no vectors';
  return `The index ${made}, encoder "${embedder.fingerprint}" runs: searching by words only; run npm run ingest.`;
}

async function gatherEvidence(retrieval: Retrieval, reader: LibraryReader): Promise<Evidence> {
  const { asked, terms, unknownWords, repairs } = retrieval.question;
  const statistics = await reader.termStatistics([...terms, '']);
  const ids = new Set(retrieval.passages.map(({ documentId }) => documentId));
  const documents = await documentsOf(ids, reader);
  return {
    question: asked,
    terms,
    unknownWords,
    repairs,
    passages: retrieval.passages,
    idf: new Map(statistics.map(({ term, idf }) => [term, idf] as const)),
    unknownIdf: statistics.at(-1)?.idf ?? 1,
    documents: new Map(documents.map((document) => [document.id, document] as const)),
  };
}

async function answerFrom(evidence: Evidence, tracer: Tracer, explain: boolean) {
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
    ({ citations }) => ({
      verified: citations.filter(({ status }) => status === 'verified').length,
      repaired: citations.filter(({ status }) => status === 'repaired').length,
      unverified: citations.filter(({ status }) => status === 'unverified').length,
      quotes: citations.map(({ marker, status, start, end }) => ({ marker, status, start, end })),
    }),
  );
}

function publicPassage({
  section: _section,
  headingLength: _length,
  itemCosines: _items,
  ...passage
}: Retrieval['passages'][number]): Passage {
  return passage;
}
