/** Statements -> the text of an answer, one stretch at a time, so that a stream and a whole read alike. */
import type { Statement } from '../types.ts';

export interface AnswerText {
  /** What the statement adds: the gap before it, its words and its markers. */
  append(statement: Pick<Statement, 'text' | 'citations' | 'layout'>): string;
  /** All stretches so far, after the opening. */
  readonly text: string;
}

/** @param opening stands before the first statement; may be empty */
export function createAnswerText(opening: string): AnswerText {
  let text = opening;
  let before: Statement['layout'] | undefined;
  return {
    append: ({ text: sentence, citations, layout }) => {
      const gap = text === '' ? firstGap(layout) : gapBefore(layout, before);
      const marks = citations.map((marker) => `[${marker}]`).join('');
      const piece = `${gap}${sentence}${marks === '' ? '' : ` ${marks}`}`;
      before = layout;
      text += piece;
      return piece;
    },
    get text() {
      return text;
    },
  };
}

function firstGap(layout: Statement['layout']): string {
  return layout === 'item' ? '- ' : '';
}

function gapBefore(layout: Statement['layout'], before: Statement['layout'] | undefined): string {
  if (layout === 'item') return '\n- ';
  return layout === 'sentence' && before === 'sentence' ? ' ' : '\n\n';
}
