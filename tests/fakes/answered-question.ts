import type { AnsweredQuestion, Citation } from '../../src/types.ts';

/** A citation of `notes/gradient.md`. */
export function citation(changes: Partial<Citation> = {}): Citation {
  return {
    marker: 1,
    documentId: 'd1',
    uri: 'notes/gradient.md',
    title: 'Gradient descent',
    headingPath: ['Gradient descent', 'Step size'],
    start: 10,
    end: 31,
    quote: 'A step that is too large diverges.',
    status: 'verified',
    contentHash: 'h1',
    ...changes,
  };
}

/** An answer of one supported statement, with all that belongs to it. */
export function answeredQuestion(
  answer: Partial<AnsweredQuestion['answer']> = {},
): AnsweredQuestion {
  return {
    answer: {
      status: 'answered',
      text: 'A step that is too large diverges. [1]',
      statements: [
        {
          text: 'A step that is too large diverges.',
          support: 'supported',
          supportScore: 1,
          citations: [1],
          layout: 'sentence',
        },
      ],
      citations: [citation()],
      ...answer,
    },
    passages: [
      {
        rank: 1,
        score: 0.9,
        chunkId: 'c1',
        documentId: 'd1',
        uri: 'notes/gradient.md',
        title: 'Gradient descent',
        start: 0,
        end: 40,
        text: 'A step that is too large diverges.',
        headingPath: ['Gradient descent', 'Step size'],
        retrievers: { lexical: { rank: 1, score: 7.5 } },
        coverage: 0.8,
        context: { start: 0, end: 400 },
      },
    ],
    mode: {
      answers: 'extractive',
      retrievers: ['lexical'],
      encoder: null,
      vectorIndex: null,
      model: null,
      notices: [],
    },
    confidence: 0.9,
    trace: {
      steps: [
        {
          name: 'lexical',
          startMs: 0,
          durationMs: 1.5,
          inputs: { question: 'q' },
          outputs: { hits: 3 },
        },
      ],
      totalMs: 4,
    },
  };
}
