/**
 * An answered question -> parts of the AI SDK's UI message stream, version 1, in the order that lets
 * a page draw each statement with its quotes at hand. Says nothing of how parts travel.
 */
import { type AnswerPiece, piecesOf } from '../answer/answer-pieces.ts';
import type { Answer, AnsweredQuestion, Citation, MediaType, TraceStep } from '../types.ts';
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

/** Writes the text of one answer, in the order in which it becomes final. */
export interface AnswerWriter {
  /** Before the piece's text come its citations, and each cited document once. */
  partsOf(piece: AnswerPiece): UiMessagePart[];
  /** What of the whole answer has not been told yet, and the end of the text. */
  rest(answer: Answer): UiMessagePart[];
}

/** The deltas together are `answer.text` to the character. */
export function createAnswerWriter(): AnswerWriter {
  const documents = new Set<string>();
  let pieces = 0;
  let statements = 0;
  const opening = (): UiMessagePart[] =>
    pieces++ === 0 ? [{ type: 'text-start', id: textId }] : [];
  const cite = (citation: Citation): UiMessagePart[] => {
    const known = documents.has(citation.documentId);
    documents.add(citation.documentId);
    return [
      ...(known ? [] : [sourcePart(citation)]),
      { type: 'data-citation', id: `citation-${citation.marker}`, data: citation },
    ];
  };
  const partsOf = ({ text, statement, citations }: AnswerPiece): UiMessagePart[] => [
    ...opening(),
    ...citations.flatMap(cite),
    ...(statement === null
      ? []
      : [{ type: 'data-statement', data: { index: statements++, statement }, transient: true }]),
    ...(text === '' ? [] : [{ type: 'text-delta', id: textId, delta: text }]),
  ];
  return {
    partsOf,
    rest: (answer) => [
      ...(pieces === 0 ? piecesOf(answer).flatMap(partsOf) : []),
      ...opening(),
      { type: 'text-end', id: textId },
    ],
  };
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
