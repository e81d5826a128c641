/** A question -> the parts of its answer, as they come. */
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type {
  Citation,
  SettingsList,
  StartMetadata,
  Statement,
  Turn,
} from '../../../src/serve/contract.ts';
import { ApiError, reach } from './fetch-json.ts';

export type Answerer = SettingsList['answerers'][number];

/** The parts that the page reads; the server sends more. */
export type ChatPart =
  | { readonly type: 'start'; readonly messageMetadata?: StartMetadata }
  | { readonly type: 'data-progress'; readonly data: { readonly step: string } }
  | { readonly type: 'data-citation'; readonly data: Citation }
  | {
      readonly type: 'data-statement';
      readonly data: { readonly index: number; readonly statement: Statement };
    }
  | { readonly type: 'data-turn'; readonly data: Turn }
  | { readonly type: 'error'; readonly errorText: string }
  | { readonly type: 'finish' };

export interface ChatRequest {
  readonly question: string;
  /** `new`, or the id of a stored one. */
  readonly conversation: string;
  readonly replaceFrom?: string | undefined;
  /** What was said before, where the server does not keep it; oldest first. */
  readonly history?: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
  /** Who is to write; what the server is set to unless given. */
  readonly answers?: Answerer | undefined;
  /** What alone is searched; all sources unless given. */
  readonly sources?: readonly string[];
}

/**
 * Ends after the terminal part.
 *
 * @throws ApiError when the question is refused, or the stream ends before its terminal part
 */
export async function* readChatStream(
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatPart> {
  const response = await reach('/api/chat', {
    method: 'POST',
    body: JSON.stringify({ ...request, stream: true }),
    signal,
  });
  if (response.body === null) throw cut();
  const events = response.body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
    .pipeThrough(new EventSourceParserStream());
  const reader = events.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value.data === '[DONE]') throw cut();
      const part = JSON.parse(value.data) as ChatPart;
      yield part;
      if (part.type === 'finish' || part.type === 'error') return;
    }
  } catch (error) {
    if (error instanceof ApiError || signal.aborted) throw error;
    throw cut();
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function cut(): ApiError {
  return new ApiError(
    0,
    'cut',
    'The connection was cut before the answer was whole. The question is kept; ask it again.',
  );
}
