/** Pipeline -> a server of the Model Context Protocol: assistants search, read and ask the notes. */
import { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { withDoubts } from '../answer/doubted-text.ts';
import { GroundworkError } from '../errors.ts';
import type { Pipeline } from '../pipeline-contract.ts';
import { placeName } from '../text/place-name.ts';
import type { AnsweredQuestion, Citation } from '../types.ts';

export interface McpServerOptions {
  readonly pipeline: Pick<Pipeline, 'search' | 'document' | 'documents' | 'ask' | 'isReady'>;
  /** Address of this document's words in a viewer; the file's name where there is none. */
  readonly urlOf: (place: McpPlace) => string;
  readonly onUnexpectedError: (error: unknown) => void;
}

export interface McpPlace {
  readonly documentId: string;
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

const resultsPerSearch = 8;
/** Reads, and changes nothing anywhere. */
const readOnly = { readOnlyHint: true, openWorldHint: false };

const sources = z
  .array(z.string().min(1).max(1_000))
  .min(1)
  .max(1_000)
  .optional()
  .describe('Names of notes, or folders ending in "/", to look into alone. All unless given.');

const searchResultSchema = z.object({
  results: z.array(z.object({ id: z.string(), title: z.string(), url: z.string() })),
});
const fetchedSchema = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  url: z.string(),
  metadata: z.record(z.string(), z.string()),
});
const answerSchema = z.object({
  status: z.enum(['answered', 'declined']),
  answer: z.string(),
  citations: z.array(
    z.object({
      marker: z.int(),
      quote: z.string(),
      title: z.string(),
      url: z.string(),
      status: z.enum(['verified', 'repaired', 'unverified']),
    }),
  ),
});

/**
 * Tools `search` and `fetch` in the shape that assistants expect, each reply as one text item of JSON and
 * the same as structured content; and `ask`, which answers with checked citations. The id of a search
 * result names a passage (`<document id>:<start>-<end>`); `fetch` takes it or a document's id.
 */
export function createMcpServer(options: McpServerOptions): McpServer {
  const { pipeline, urlOf } = options;
  const server = new McpServer(
    { name: 'groundwork', version: '0.1.0' },
    {
      capabilities: { tools: {} },
      instructions:
        'Groundwork holds study notes. Use ask for a cited answer, search and fetch to read passages. It declines what its notes do not hold.',
    },
  );
  const reply = async (work: () => Promise<Record<string, unknown>>, left?: AbortSignal) => {
    try {
      if (!pipeline.isReady()) throw new NotReady();
      const structuredContent = await work();
      const text = JSON.stringify(structuredContent);
      return { content: [{ type: 'text' as const, text }], structuredContent };
    } catch (error) {
      // Who left hears of nothing, and that it left is no failure.
      const text = left?.aborted === true ? 'The asker left.' : messageOf(error);
      return { isError: true, content: [{ type: 'text' as const, text }] };
    }
  };
  const messageOf = (error: unknown): string => {
    if (error instanceof GroundworkError || error instanceof NotReady) return error.message;
    options.onUnexpectedError(error);
    return 'Something failed inside; the log of the server says what.';
  };

  server.registerTool(
    'search',
    {
      title: 'Search the notes',
      description: 'Finds passages of the notes by words and meaning. Returns ids for fetch.',
      inputSchema: z.object({
        query: z.string().describe('A question or key words.'),
        sources,
      }),
      outputSchema: searchResultSchema,
      annotations: readOnly,
    },
    ({ query, sources: chosen }) =>
      reply(async () => {
        const { passages } = await pipeline.search(query, resultsPerSearch, { sources: chosen });
        return {
          results: passages.map((passage) => ({
            id: `${passage.documentId}:${passage.start}-${passage.end}`,
            title: placeName(passage),
            url: urlOf(passage),
          })),
        };
      }),
  );

  server.registerTool(
    'fetch',
    {
      title: 'Read a passage or a note',
      description: 'Returns the text of a search result with its section, or of a whole document.',
      inputSchema: z.object({ id: z.string().describe('An id that search returned.') }),
      outputSchema: fetchedSchema,
      annotations: readOnly,
    },
    ({ id }) =>
      reply(async () => {
        const { documentId, span } = readId(id);
        const { uri, title, text, sections, contentHash } = await pipeline.document(documentId);
        const start = Math.min(span?.start ?? 0, text.length);
        const end = Math.min(span?.end ?? text.length, text.length);
        const section = sections.find((one) => one.start <= start && start < one.end);
        // A passage is read with the section around it, where that is not too long.
        const whole = span && section ? section : { start, end };
        return {
          id,
          title,
          text: text.slice(whole.start, whole.end),
          url: urlOf({ documentId, uri, start, end }),
          metadata: {
            uri,
            contentHash,
            characters: `${whole.start}-${whole.end}`,
            ...(section && span && { section: section.headingPath.join(' › ') }),
          },
        };
      }),
  );

  server.registerTool(
    'ask',
    {
      title: 'Ask the notes',
      description:
        'Answers a question from the notes alone, with citations that were checked against their sources. A sentence that they do not carry says so; what the notes do not hold is declined.',
      inputSchema: z.object({
        question: z.string().describe('The question, in any words.'),
        sources,
      }),
      outputSchema: answerSchema,
      annotations: readOnly,
    },
    ({ question, sources: chosen }, { mcpReq: { signal } }) =>
      reply(async () => toReply(await pipeline.ask(question, { sources: chosen, signal })), signal),
  );

  const toReply = ({ answer: whole }: AnsweredQuestion) => {
    const answer = withDoubts(whole);
    return {
      status: answer.status,
      answer: answer.text,
      citations: answer.citations.map((citation: Citation) => ({
        marker: citation.marker,
        quote: citation.quote,
        title: placeName(citation),
        url: urlOf(citation),
        status: citation.status,
      })),
    };
  };
  return server;
}

class NotReady extends Error {
  constructor() {
    super('The notes are being prepared; ask again in a moment.');
  }
}

function readId(id: string): { documentId: string; span?: { start: number; end: number } } {
  const match = /^([^:]+):(\d+)-(\d+)$/.exec(id);
  if (match === null) return { documentId: id };
  return { documentId: match[1]!, span: { start: Number(match[2]), end: Number(match[3]) } };
}
