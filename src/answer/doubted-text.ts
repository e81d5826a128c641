/** An answer for readers of plain text: what is in doubt is said in words, and unfound quotations are no source. */
import type { Answer } from '../types.ts';
import { type AnswerPiece, piecesOf } from './answer-pieces.ts';

const words = {
  supported: '',
  partial: ' (partly supported by its source)',
  unsupported: ' (not supported by the notes)',
} as const;

/** The piece's text, with what is to be said of its statement. */
export function doubtedText({ text, statement }: AnswerPiece): string {
  return statement === null ? text : text + words[statement.support];
}

/** The answer with these words in its text, and without citations that were not found. */
export function withDoubts(answer: Answer): Answer {
  return {
    ...answer,
    text: piecesOf(answer).map(doubtedText).join(''),
    citations: answer.citations.filter(({ status }) => status !== 'unverified'),
  };
}
