import { asSchema, uiMessageChunkSchema } from 'ai';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streamPartSchemas } from '../../../src/serve/contract.ts';
import {
  createAnswerWriter,
  errorPart,
  finishPart,
  progressPart,
  startPart,
  type UiMessagePart,
} from '../../../src/serve/ui-message-stream.ts';
import type { Answer, Citation, Statement } from '../../../src/types.ts';

const answerParts = (answer: Answer) => createAnswerWriter().rest(answer);

const citation = (marker: number, documentId = `d${marker}`): Citation => ({
  marker,
  documentId,
  uri: `${documentId}.md`,
  title: `Title ${documentId}`,
  headingPath: [],
  start: 0,
  end: 1,
  quote: 'q',
  status: 'verified',
  contentHash: 'h',
});

const statement = (text: string, citations: readonly number[]): Statement => ({
  text,
  support: 'supported',
  supportScore: 1,
  citations,
  layout: 'sentence',
});

const words = fc.array(
  fc.constantFrom('the', 'notes', 'From', ':', '[1]', '[2]', '\n', 'ü', '🙂'),
  {
    maxLength: 6,
  },
);

/** Texts that repeat themselves, statements that may stand nowhere in the text, any citations. */
const answers: fc.Arbitrary<Answer> = fc
  .record({
    opening: words,
    statements: fc.array(
      fc.record({ text: words, laidOut: fc.boolean(), cited: fc.uniqueArray(fc.nat(4)) }),
      { maxLength: 6 },
    ),
    documents: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 5, maxLength: 5 }),
    ending: words,
  })
  .map(({ opening, statements, documents, ending }) => {
    const said = statements.map(({ text, cited }) =>
      statement(
        text.join(' '),
        cited.map((at) => at + 1).sort((a, b) => a - b),
      ),
    );
    const shown = said
      .filter((_, at) => statements[at]!.laidOut)
      .map(({ text, citations }) => `${text} ${citations.map((one) => `[${one}]`).join('')}`);
    return {
      status: 'answered',
      text: [...opening, ...shown, ...ending].join(' '),
      statements: said,
      citations: documents.map((document, at) => citation(at + 1, document)),
    };
  });

const ofType = (parts: readonly UiMessagePart[], type: string) =>
  parts.filter((part) => part.type === type);

const textOf = (parts: readonly UiMessagePart[]) =>
  ofType(parts, 'text-delta')
    .map(({ delta }) => delta as string)
    .join('');

async function isChunk(part: UiMessagePart): Promise<boolean> {
  const { validate } = asSchema(uiMessageChunkSchema);
  return (await validate!(part)).success;
}

describe('answerParts', () => {
  it('writes exactly the text, whatever the answer', () => {
    fc.assert(fc.property(answers, (answer) => textOf(answerParts(answer)) === answer.text));
  });

  it('sends each citation once and before the statement that uses it', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const seen = new Set<number>();
        for (const part of answerParts(answer)) {
          if (part.type === 'data-citation') {
            const { marker } = streamPartSchemas.citation.parse(part['data']);
            expect(part['id']).toBe(`citation-${marker}`);
            expect(seen.has(marker)).toBe(false);
            seen.add(marker);
          }
          if (part.type === 'data-statement') {
            const sent = streamPartSchemas.statement.parse(part['data']).statement;
            expect(sent.citations.filter((marker) => !seen.has(marker))).toEqual([]);
          }
        }
        expect(seen.size).toBe(answer.citations.length);
      }),
    );
  });

  it('names each document once, before the first citation of it', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const named: unknown[] = [];
        for (const part of answerParts(answer)) {
          if (part.type === 'source-document') named.push(part['sourceId']);
          if (part.type === 'data-citation') {
            const { documentId } = streamPartSchemas.citation.parse(part['data']);
            expect(named).toContain(documentId);
          }
        }
        expect(new Set(named).size).toBe(named.length);
      }),
    );
  });

  it('opens and closes one text, and every part is one that the AI SDK reads', async () => {
    await fc.assert(
      fc.asyncProperty(answers, async (answer) => {
        const parts = answerParts(answer);
        expect(parts[0]?.type).toBe('text-start');
        expect(parts.at(-1)?.type).toBe('text-end');
        for (const part of parts) expect(await isChunk(part)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('cuts the text where a statement and its markers end', () => {
    const parts = answerParts({
      status: 'answered',
      text: 'From the notes:\n\nOne. [1] Two.  [2]',
      statements: [statement('One.', [1]), statement('Two.', [2])],
      citations: [citation(1), citation(2)],
    });
    expect(parts.map(({ type, delta }) => delta ?? type)).toEqual([
      'text-start',
      'source-document',
      'data-citation',
      'data-statement',
      'From the notes:\n\nOne. [1]',
      'source-document',
      'data-citation',
      'data-statement',
      ' Two.',
      '  [2]',
      'text-end',
    ]);
  });

  it('is text alone when declined', () => {
    const parts = answerParts({
      status: 'declined',
      text: 'Not in the notes.',
      statements: [],
      citations: [],
    });
    expect(parts.map(({ type }) => type)).toEqual(['text-start', 'text-delta', 'text-end']);
  });
});

describe('the parts around the answer', () => {
  it('are ones that the AI SDK reads', async () => {
    const answer: Answer = { status: 'declined', text: '', statements: [], citations: [] };
    const mode = {
      answers: 'extractive',
      retrievers: ['lexical'],
      encoder: null,
      vectorIndex: null,
      model: null,
      notices: [],
    } as const;
    const trace = { steps: [], totalMs: 3 };
    const parts = [
      startPart('m', undefined),
      startPart('m', { conversationId: 'c', turnId: 't' }),
      progressPart('lexical'),
      finishPart({ answer, passages: [], mode, confidence: 0.25, trace }),
      errorPart('Something failed.'),
    ];
    for (const part of parts) expect(await isChunk(part)).toBe(true);
    expect(parts[3]?.['messageMetadata']).toEqual({
      status: 'declined',
      confidence: 0.25,
      totalMs: 3,
    });
  });
});
