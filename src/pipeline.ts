/**
 * Composition root: the only file that names implementations. It turns a configuration into the few
 * things that commands and routes call.
 */
import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { GateModel } from './answer/gate.ts';
import { type Config, chatProviderOf } from './config.ts';
import type { ConversationStore } from './conversations/contract.ts';
import type { Embedder } from './embed/contract.ts';
import { canRunLocalModel, createLocalEmbedder } from './embed/local-embedder.ts';
import { createSimilarity } from './embed/similarity.ts';
import { ConfigError, NotFoundError, UpstreamError } from './errors.ts';
import { loadHnswlib } from './index/hnsw.ts';
import { defaultFieldWeights, type FieldWeights } from './library/chunk-terms.ts';
import type { LibraryReader } from './library/contract.ts';
import { nodeFileSystem } from './library/file-system.ts';
import { graphFrom } from './library/graph-indexes.ts';
import type { Converter } from './load/converter.ts';
import type { ChatModel } from './models/contract.ts';
import { checkQuestion, type InstallationDiagnosis, type Pipeline } from './pipeline-contract.ts';
import { diagnoseLibrary, openLibrary } from './pipeline-library.ts';
import type { RetrievalSettings } from './retrieve/retrieve.ts';
import type { Suggestions } from './suggest/suggestions.ts';
import type { Mode } from './types.ts';

export interface PipelineOptions {
  readonly gateModel?: GateModel;
  readonly weights?: FieldWeights;
  readonly retrieval?: Partial<RetrievalSettings>;
  /** Replaces the encoder that the configuration names; null runs without one. */
  readonly embedder?: Embedder | null;
  /** Replaces the chat model that the configuration names; null runs without one. */
  readonly chatModel?: ChatModel | null;
  /** Replaces the model of the deep answer's agent likewise. */
  readonly agentModel?: (() => Promise<BaseChatModel>) | null;
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

/** Longest message of the agent, which plans and does not write. */
const agentTokens = 500;

const modelsFolder = fileURLToPath(new URL('../models/', import.meta.url));
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
  let chatModel =
    options.chatModel !== undefined ? options.chatModel : await createChatModel(config);
  let answering = config;
  let gateModel = options.gateModel;
  const { library, openStore } = await openLibrary(config);

  const modeOf = (reader: LibraryReader): Mode => {
    const mismatch = encoderNotice(reader, embedder);
    const dense = embedder !== null && mismatch === undefined && reader.encoder !== null;
    const all = [...notices, mismatch, library.notice, reader.notice].filter(
      (notice) => notice !== undefined,
    );
    return {
      answers: writerOf(answering, chatModel),
      retrievers: dense ? ['lexical', 'dense'] : ['lexical'],
      encoder: dense ? embedder.fingerprint : null,
      vectorIndex: dense ? reader.vectorIndex : null,
      model: writerOf(answering, chatModel) === 'generative' ? (chatModel?.name ?? null) : null,
      notices: all,
    };
  };

  const similarity = embedder?.fingerprint.startsWith('local:')
    ? createSimilarity(embedder)
    : undefined;
  let converter: Converter | undefined;
  let suggestions: Suggestions | undefined;
  const loadStages = () => import('./stages.ts');
  const pipeline: Pipeline = {
    ready: embedder?.ready ?? Promise.resolve(),
    ingest: async (ingest = {}) => {
      const [{ ingestCorpus }, { createConverter }] = await Promise.all([
        import('./ingest/ingest-corpus.ts'),
        import('./load/converter.ts'),
      ]);
      if (ingest.shard !== undefined && openStore === undefined) {
        throw new ConfigError(
          '--shard needs LIBRARY=weaviate: a local library has one writer. Run npm run ingest without it.',
        );
      }
      converter ??= createConverter();
      const weights = options.weights ?? defaultFieldWeights;
      return ingestCorpus({
        corpusFolder: config.CORPUS_DIR,
        dataFolder: config.DATA_DIR,
        fileSystem: nodeFileSystem,
        converter,
        embedder,
        weights,
        ...(openStore && {
          openStore: () => openStore({ embedder, weights, shard: ingest.shard }),
        }),
        prune: true,
        confirmPrune: false,
        rebuild: false,
        dryRun: false,
        ...ingest,
      });
    },
    refresh: async () => library.refresh(),
    isReady: () => library.isOpen,
    ask: async (question, ask) => {
      const stages = await loadStages();
      gateModel ??= stages.loadGateModel();
      const gate = gateModel;
      return library.use((reader) =>
        stages.askQuestion(
          {
            reader,
            embedder,
            similarity,
            gateModel: gate,
            chatModel,
            agentModel: agentModelOf(answering, options),
            writer: writerOf(answering, chatModel),
            retrieval: options.retrieval,
            mode: modeOf(reader),
            random: randomFraction,
            costOf: stages.estimateCost,
          },
          question,
          ask,
        ),
      );
    },
    search: async (question, k, { sources, signal } = {}) => {
      const { findSources, publicPassage, retrieve, Tracer } = await loadStages();
      return library.use(async (reader) => {
        const within = sources && findSources(sources, await reader.documents());
        const { passages } = await retrieve(checkQuestion(question), reader, embedder, {
          k,
          tracer: new Tracer(),
          within,
          ...(signal && { signal }),
        });
        return { passages: passages.map(publicPassage) };
      });
    },
    checkSources: async (names) => {
      const { findSources } = await loadStages();
      await library.use(async (reader) => findSources(names, await reader.documents()));
    },
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
    suggestions: async (count, sources) => {
      const stages = await loadStages();
      suggestions ??= new stages.Suggestions(options.random ?? Math.random);
      const drawn = suggestions;
      return library.use((reader) =>
        drawn.draw(
          {
            name: JSON.stringify([reader.generation, sources]),
            documentIds: async () => {
              const listed = await reader.documents();
              return sources
                ? [...stages.findSources(sources, listed)]
                : listed.map(({ id }) => id);
            },
            read: (ids) => stages.documentsOf(ids, reader),
            isAnswered: async (question) =>
              (await pipeline.ask(question, { answers: 'extractive', sources })).answer.status ===
              'answered',
          },
          count,
        ),
      );
    },
    followUps: async (answered) => {
      const { documentsOf, followUps } = await loadStages();
      return library.use(async (reader) => {
        const ids = new Set(answered.passages.map(({ documentId }) => documentId));
        return followUps(answered, await documentsOf(ids, reader), followUpCount);
      });
    },
    mode: () => library.use(async (reader) => modeOf(reader)),
    useModels: async (next) => {
      chatModel = await createChatModel(next);
      answering = next;
    },
    answerers: () => (chatModel === null ? ['extractive'] : ['extractive', 'generative', 'deep']),
    close: async () => {
      await library.close();
      converter?.close();
      await embedder?.close();
    },
  };
  return pipeline;
}

function noDocument(id: string): NotFoundError {
  return new NotFoundError(`There is no document "${id}"; GET /api/documents lists them.`);
}

/** What of an installation works, the model's provider among it. Asks the provider short questions. */
export async function diagnoseInstallation(config: Config): Promise<InstallationDiagnosis> {
  const addon = await loadHnswlib();
  const lines: InstallationDiagnosis['lines'][number][] = [
    canRunLocalModel()
      ? { what: 'encoder', ok: true, line: 'The embedded encoder runs here.' }
      : {
          what: 'encoder',
          ok: config.EMBEDDINGS !== 'local',
          line: 'onnxruntime-node or @huggingface/tokenizers is not installed: searching by words only. Run npm ci.',
        },
    addon
      ? { what: 'vectors', ok: true, line: 'hnswlib-node is installed.' }
      : {
          what: 'vectors',
          ok: null,
          line: `hnswlib-node is not installed: above ${graphFrom} passages every search compares all of them, which is slower.`,
        },
  ];
  const library = await diagnoseLibrary(config);
  if (library) lines.push(library);
  if (config.EMBEDDINGS === 'openai') lines.push(await diagnoseEmbeddings(config));
  const provider = chatProviderOf(config);
  if (provider === null) {
    const line = 'None is configured; answers quote the documents, and that is fine.';
    lines.push({ what: 'chat model', ok: true, line });
    return { ok: lines.every(({ ok }) => ok !== false), lines };
  }
  const { diagnose } = await import('./models/doctor.ts');
  lines.push(...(await diagnose(provider)).lines);
  return { ok: lines.every(({ ok }) => ok !== false), lines };
}

async function diagnoseEmbeddings(config: Config) {
  const what = 'embedding model';
  try {
    const embedder = await createEmbedder(config, []);
    await embedder?.close();
    return {
      what,
      ok: true,
      line: `${config.OPENAI_EMBEDDING_MODEL} gives vectors of ${embedder?.dimensions} numbers.`,
    };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { what, ok: false, line: error.message };
  }
}

/** Null where no model is configured. */
async function createChatModel(config: Config): Promise<ChatModel | null> {
  const provider = chatProviderOf(config);
  if (provider === null) return null;
  const { createOpenAIChatModel } = await import('./models/openai-chat-model.ts');
  return createOpenAIChatModel(provider);
}

function agentModelOf(config: Config, { agentModel }: PipelineOptions) {
  if (agentModel !== undefined) return agentModel;
  const provider = chatProviderOf(config);
  if (provider === null) return null;
  return async () => {
    const { createLangChainChatModel } = await import('./models/openai-chat-model.ts');
    return createLangChainChatModel(provider, agentTokens);
  };
}

function writerOf(config: Config, chatModel: ChatModel | null): 'extractive' | 'generative' {
  return chatModel === null || config.ANSWERS === 'extractive' ? 'extractive' : 'generative';
}

/** From 0 up to 1, and not to be guessed. */
function randomFraction(): number {
  return randomInt(2 ** 32) / 2 ** 32;
}

async function createEmbedder(config: Config, notices: string[]): Promise<Embedder | null> {
  if (config.EMBEDDINGS === 'none') return null;
  if (config.EMBEDDINGS === 'openai') {
    const { createOpenAIEmbedder } = await import('./embed/openai-embedder.ts');
    return createOpenAIEmbedder({
      model: config.OPENAI_EMBEDDING_MODEL,
      // The chat provider's key goes to no other server.
      apiKey:
        config.OPENAI_EMBEDDING_API_KEY ??
        (config.OPENAI_EMBEDDING_BASE_URL === undefined ? config.OPENAI_API_KEY : undefined),
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

/** What stands between this encoder and the index's vectors, or undefined. */
function encoderNotice(reader: LibraryReader, embedder: Embedder | null): string | undefined {
  if (embedder === null || reader.encoder?.fingerprint === embedder.fingerprint) return undefined;
  if (reader.vectorsPending) {
    return 'The documents are still being encoded: searching by words only until that is done.';
  }
  const made = reader.encoder
    ? `was made with encoder "${reader.encoder.fingerprint}"`
    : 'has no vectors';
  return `The index ${made}, encoder "${embedder.fingerprint}" runs: searching by words only; run npm run ingest.`;
}
