/** An answer in stretches, as they become final: what a reader is shown one after the other. */
import type { Answer, Citation, Statement } from '../types.ts';

/** The texts of all pieces together are `answer.text`. */
export interface AnswerPiece {
  readonly text: string;
  /** The statement that the text ends; null for the opening and for an answer that declines. */
  readonly statement: Statement | null;
  /** Citations that no earlier piece has brought, among them all that are new to the statement. */
  readonly citations: readonly Citation[];
}

/** The pieces of an answer that is whole. */
export function piecesOf({ text, statements, citations }: Answer): AnswerPiece[] {
  const brought = new Set<number>();
  const pieces: AnswerPiece[] = [];
  let written = 0;
  for (const statement of statements) {
    const fresh = citations.filter(
      ({ marker }) => statement.citations.includes(marker) && !brought.has(marker),
    );
    for (const { marker } of fresh) brought.add(marker);
    const end = Math.max(written, endOfStatement(text, statement, written));
    pieces.push({ text: text.slice(written, end), statement, citations: fresh });
    written = end;
  }
  const left = citations.filter(({ marker }) => !brought.has(marker));
  if (written < text.length || left.length > 0) {
    pieces.push({ text: text.slice(written), statement: null, citations: left });
  }
  return pieces;
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
