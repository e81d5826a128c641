/** What was measured of the page, as `page-section.ts` tells it. */
import type { AnswerTime } from './answer-time.ts';
import type { FirstView } from './first-view.ts';
import type { CitationTime } from './reading-time.ts';
import type { Scrolled } from './scrolling.ts';

export interface AskingFigures {
  readonly firstViews: readonly FirstView[];
  readonly answers: readonly AnswerTime[];
  /** Turns of the long conversation. */
  readonly turns: number;
  readonly scrolled: readonly Scrolled[];
}

export interface ReadingFigures {
  /** Size of the long document as UTF-8. */
  readonly bytes: number;
  /** Milliseconds each. */
  readonly firstTexts: readonly number[];
  readonly citations: readonly CitationTime[];
  readonly scrolled: readonly Scrolled[];
}
