/**
 * An answered question -> parts of the AI SDK's UI message stream, version 1, in the order that lets
 * a page draw each statement with its quotes at hand. Says nothing of how parts travel.
 */
import type {
  Answer,
  AnsweredQuestion,
  Citation,
  MediaType,
  Statement,
  TraceStep,
} from '../types.ts';
import type { StartMetadata, Turn } from './contract.ts';

/** The header that names the protocol. */
export const uiMessageStreamHeaders = { 'x-vercel-ai-ui-message-stream': 'v1' } as const;

/** One part as the AI SDK reads it; `data-<name>` carries `streamPartSchemas[name]`. */
export type UiMessagePart = { readonly type: string } & Readonly<Record<string, unknown>>;

const textId = 'answer';

export function startPart(messageId: string, stored: StartMetadata | undefined): UiMessagePart {
  return { type: 'start', messageId, ...(stored && { messageMetadata: stored }) };
}

export function progressPart(step: TraceStep['name']): UiMessagePart {
  return { type: 'data-progress', data: { step }, transient: true };
}

/**
 * The answer itself. Before each statement come its citations, and each cited document once; the
 * deltas together are `answer.text` to the character. A declined answer is text alone.
 */
export function answerParts({ text, statements, citations }: Answer): UiMessagePart[] {
  const parts: UiMessagePart[] = [{ type: 'text-start', id: textId }];
  const sent = new Set<Citation>();
  const documents = new Set<string>();
  const cite = (citation: Citation) => {
    if (sent.has(citation)) return;
    sent.add(citation);
    if (!documents.has(citation.documentId)) {
      documents.add(citation.documentId);
      parts.push(sourcePart(citation));
    }
    parts.push({ type: 'data-citation', id: `citation-${citation.marker}`, data: citation });
  };
  let written = 0;
  const writeUpTo = (end: number) => {
    if (end > written) {
      parts.push({ type: 'text-delta', id: textId, delta: text.slice(written, end) });
    }
    written = Math.max(written, end);
  };
  for (const [index, statement] of statements.entries()) {
    for (const citation of citations) {
      if (statement.citations.includes(citation.marker)) cite(citation);
    }
    parts.push({ type: 'data-statement', data: { index, statement }, transient: true });
    writeUpTo(endOfStatement(text, statement, written));
  }
  for (const citation of citations) cite(citation);
  writeUpTo(text.length);
  parts.push({ type: 'text-end', id: textId });
  return parts;
}

export function turnPart(turn: Turn): UiMessagePart {
  return { type: 'data-turn', data: turn, transient: true };
}

export function finishPart({ answer, confidence, trace }: AnsweredQuestion): UiMessagePart {
  return {
    type: 'finish',
    finishReason: 'stop',
    messageMetadata: { status: answer.status, confidence, totalMs: trace.totalMs },
  };
}

/** @param message what may be shown to the asker */
export function errorPart(message: string): UiMessagePart {
  return { type: 'error', errorText: message };
}

function sourcePart({ documentId, title, uri }: Citation): UiMessagePart {
  // The corpus is walked by these names too; a citation does not carry the media type.
  const mediaType: MediaType = /\.(md|markdown)$/i.test(uri) ? 'text/markdown' : 'text/plain';
  return { type: 'source-document', sourceId: documentId, mediaType, title, filename: uri };
}

/** Where the statement and its markers end in the text, or `from` where it is not found after it. */
function endOfStatement(text: string, { text: said, citations }: Statement, from: number): number {
  const marked = `${said} ${citations.map((marker) => `[${marker}]`).join('')}`;
  for (const sought of [marked, said]) {
    const at = text.indexOf(sought, from);
    if (at >= 0) return at + sought.length;
  }
  return from;
}
