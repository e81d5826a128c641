/** `/v1` as OpenAI's clients know it, so that they can ask the notes without an adapter. */
import { randomUUID } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';
import { doubtedText, withDoubts } from '../answer/doubted-text.ts';
import { NotFoundError } from '../errors.ts';
import type { AskedAnswers, Pipeline } from '../pipeline-contract.ts';
import type { Answer, AnsweredQuestion, Turn } from '../types.ts';
import { type AdmitQuestion, type AdmittedQuestion, admitAll } from './admit-question.ts';
import { createErrorHandler, describeError, openaiBody } from './errors.ts';
import { openEventStream } from './event-stream.ts';
import { type CompletionRequest, completionRequestSchema } from './openai-contract.ts';
import { parseInput } from './parse-input.ts';
import { readJson } from './read-json.ts';
import { readMessages } from './read-messages.ts';
import { annotationsOf, originOf, sourcesList, sourceUrl } from './source-links.ts';

export interface OpenAIRoutesOptions {
  readonly pipeline: Pick<Pipeline, 'ask' | 'answerers' | 'checkSources'>;
  /** Whether answers end with a list of their sources, where the request does not say. */
  readonly sourcesList: boolean;
  readonly onUnexpectedError: (error: unknown) => void;
  /** Whether a question may be asked now; every one unless given. */
  readonly admit?: AdmitQuestion;
  readonly now?: () => Date;
}

/** A conversation of some hundred turns, sent whole. */
const bodyLimit = '1mb';
const charsPerToken = 4;

interface AdmittedCompletion {
  readonly asked: CompletionRequest;
  readonly history: readonly Turn[];
  readonly admitted: AdmittedQuestion;
}

export function openaiRoutes(options: OpenAIRoutesOptions): Router {
  const { pipeline, now = () => new Date(), admit = admitAll(pipeline) } = options;
  const seconds = () => Math.floor(now().getTime() / 1000);
  const models = (): Map<string, AskedAnswers> =>
    new Map<string, AskedAnswers>([
      ['groundwork', 'auto'],
      ...pipeline.answerers().map((answers) => [`groundwork-${answers}`, answers] as const),
    ]);
  const describeModel = (id: string) =>
    ({ id, object: 'model', created: 0, owned_by: 'groundwork' }) as const;
  const answersOf = (model: string): AskedAnswers => {
    const answers = models().get(model);
    if (answers !== undefined) return answers;
    const known = [...models().keys()].join('", "');
    throw new NotFoundError(`There is no model "${model.slice(0, 100)}"; there are "${known}".`);
  };

  const reply = async (
    { asked, history, admitted }: AdmittedCompletion,
    request: Request,
    response: Response,
  ): Promise<void> => {
    const origin = originOf(request);
    const head = { id: `chatcmpl-${randomUUID()}`, created: seconds(), model: asked.model };
    const sources = asked.sources ?? undefined;
    const withList = asked.sources_list ?? options.sourcesList;
    const listOf = ({ citations }: Answer) => (withList ? sourcesList(citations, origin) : '');

    if (asked.stream !== true) {
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      const answered = await admitted
        .ask({ history, sources, signal: gone.signal })
        .catch((error: unknown) => {
          // Nobody is there to hear of it.
          if (gone.signal.aborted) return undefined;
          throw error;
        });
      if (answered === undefined) return;
      const answer = withDoubts(answered.answer);
      const message = {
        role: 'assistant',
        content: answer.text + listOf(answer),
        refusal: null,
        annotations: annotationsOf(answer.text, answer.citations, origin),
      };
      response.json({
        ...head,
        object: 'chat.completion',
        choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
        usage: usageOf(asked, message.content),
        ...ownFields(answered, origin),
      });
      return;
    }

    const stream = openEventStream(response);
    const chunk = (delta: object, finish: 'stop' | null = null, more: object = {}) =>
      stream.send({
        ...head,
        object: 'chat.completion.chunk',
        choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
        ...more,
      });
    try {
      await chunk({ role: 'assistant', content: '' });
      const answered = await admitted.ask({
        history,
        sources,
        signal: stream.closed,
        onPiece: (piece) => {
          const content = doubtedText(piece);
          if (content !== '') void chunk({ content });
        },
      });
      const answer = withDoubts(answered.answer);
      const list = listOf(answer);
      if (list !== '') await chunk({ content: list });
      await chunk({ annotations: annotationsOf(answer.text, answer.citations, origin) });
      await chunk({}, 'stop', ownFields(answered, origin));
      if (asked.stream_options?.include_usage === true) {
        const usage = usageOf(asked, answer.text + list);
        await stream.send({ ...head, object: 'chat.completion.chunk', choices: [], usage });
      }
    } catch (error) {
      if (!stream.closed.aborted) {
        if (!describeError(error).isExpected) options.onUnexpectedError(error);
        await stream.send(openaiError(error));
      }
    }
    await stream.close();
  };

  const routes = express.Router();
  routes.get('/models', (_request, response) => {
    response.json({ object: 'list', data: [...models().keys()].map(describeModel) });
  });
  routes.get('/models/:id', (request, response) => {
    answersOf(request.params.id);
    response.json(describeModel(request.params.id));
  });
  routes.post('/chat/completions', ...readJson(bodyLimit), async (request, response) => {
    const asked = parseInput(completionRequestSchema, request.body ?? {});
    const answers = answersOf(asked.model);
    const { question, history } = readConversation(asked);
    if (asked.sources) await pipeline.checkSources(asked.sources);
    const hasHistory = history.length > 0;
    const admitted = await admit(response, { question, answers, hasHistory });
    try {
      await reply({ asked, history, admitted }, request, response);
    } finally {
      admitted.release();
    }
  });
  routes.use(createErrorHandler(options.onUnexpectedError));
  return routes;
}

function ownFields({ answer, confidence }: AnsweredQuestion, origin: string) {
  const { status, reason, citations } = answer;
  return {
    citations: citations
      .filter(({ status: checked }) => checked !== 'unverified')
      .map((citation) => sourceUrl(origin, citation)),
    groundwork: { status, ...(reason !== undefined && { reason }), confidence },
  };
}

/** System messages are not ours to follow, wherever they stand. */
function readConversation({ messages }: CompletionRequest) {
  return readMessages(
    messages
      .filter(({ role }) => role !== 'system' && role !== 'developer')
      .map((message) => ({ role: message.role, text: textOf(message) })),
  );
}

function textOf({ content }: CompletionRequest['messages'][number]): string {
  if (content === null || content === undefined) return '';
  if (typeof content === 'string') return content;
  return content
    .filter(({ type }) => type === 'text')
    .map(({ text }) => text ?? '')
    .join('\n');
}

function usageOf(asked: CompletionRequest, content: string) {
  const said = asked.messages.reduce((sum, message) => sum + textOf(message).length, 0);
  const prompt = Math.ceil(said / charsPerToken);
  const completion = Math.ceil(content.length / charsPerToken);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
  };
}

/** In the shape that OpenAI's clients read. */
function openaiError(error: unknown) {
  const { status, code, message } = describeError(error);
  return openaiBody(status, code, message);
}
