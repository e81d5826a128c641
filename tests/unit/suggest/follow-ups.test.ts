import { describe, expect, it } from 'vitest';
import { loadDocument } from '../../../src/load/load-document.ts';
import { followUps } from '../../../src/suggest/follow-ups.ts';
import type { AnsweredQuestion, Citation, Passage } from '../../../src/types.ts';

const keys = {
  Collapse: ['What is mode collapse?', 'Why does the critic see one image only?'],
  Causes: ['Which causes has mode collapse?', 'Why do generators drop rare groups?'],
  Remedies: ['How do minibatch features help?'],
  Losses: ['Which loss keeps gradients alive?'],
  Costs: ['What does training cost in practice?'],
};
const document = loadDocument({
  uri: 'gans.md',
  mediaType: 'text/markdown',
  bytes: new TextEncoder().encode(
    `---\nquestions: ${JSON.stringify(keys)}\n---\n# GANs\n\n${Object.keys(keys)
      .map((heading) => `## ${heading}\n\nText of ${heading}.\n`)
      .join('\n')}`,
  ),
});

const sectionOf = (heading: string) =>
  document.sections.find(({ headingPath }) => headingPath.at(-1) === heading)!;
const placeOf = (heading: string) => {
  const { start, end, headingPath } = sectionOf(heading);
  const { id: documentId, uri, title } = document;
  return { documentId, uri, title, start: start + 1, end: end - 1, headingPath };
};

function answeredWith(question: string, passages: string[], cited: string[]): AnsweredQuestion {
  return {
    answer: {
      status: cited.length > 0 ? 'answered' : 'declined',
      text: '',
      statements: [],
      citations: cited.map(
        (heading, at): Citation => ({
          ...placeOf(heading),
          marker: at + 1,
          quote: '',
          status: 'verified',
          contentHash: '',
        }),
      ),
      ...(cited.length === 0 && { nearestTopics: passages.map(placeOf) }),
    },
    passages: passages.map(
      (heading, at): Passage => ({
        ...placeOf(heading),
        rank: at + 1,
        score: 1 / (at + 1),
        chunkId: heading,
        text: '',
        retrievers: {},
        coverage: 1,
      }),
    ),
    mode: {
      answers: 'extractive',
      retrievers: ['lexical'],
      encoder: null,
      vectorIndex: null,
      model: null,
      notices: [],
    },
    confidence: 1,
    trace: {
      steps: [{ name: 'rewrite', startMs: 0, durationMs: 0, inputs: { question }, outputs: {} }],
      totalMs: 0,
    },
  };
}

describe('followUps', () => {
  it('asks for retrieved sections in rank order, then for those after the first quotation', () => {
    const answered = answeredWith(
      'Tell me of collapse',
      ['Collapse', 'Losses', 'Causes'],
      ['Collapse'],
    );
    expect(followUps(answered, [document], 4)).toEqual([
      'Which loss keeps gradients alive?',
      'Which causes has mode collapse?',
      'How do minibatch features help?',
      'What does training cost in practice?',
    ]);
  });

  it('repeats neither the question nor a suggestion in other words', () => {
    const answered = answeredWith(
      'What are the causes of mode collapse?',
      ['Losses', 'Causes', 'Causes'],
      ['Losses'],
    );
    expect(followUps(answered, [document], 2)).toEqual([
      'Why do generators drop rare groups?',
      'What does training cost in practice?',
    ]);
  });

  it('asks for the nearest sections where an answer was declined', () => {
    expect(followUps(answeredWith('Who sells GANs?', ['Remedies'], []), [document], 3)).toEqual([
      'How do minibatch features help?',
    ]);
  });

  it('asks nothing where not even a topic was near', () => {
    expect(followUps(answeredWith('Who sells GANs?', [], []), [document], 3)).toEqual([]);
  });

  it('gives none without passages, and none of a document that is not given', () => {
    expect(followUps(answeredWith('Why?', [], []), [document], 3)).toEqual([]);
    expect(followUps(answeredWith('Why?', ['Causes'], []), [], 3)).toEqual([]);
  });
});
