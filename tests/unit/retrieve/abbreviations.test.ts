import { describe, expect, it } from 'vitest';
import { loadDocument } from '../../../src/load/load-document.ts';
import { spellOut } from '../../../src/retrieve/abbreviations.ts';

const glossary = loadDocument({
  uri: 'notes/glossary.md',
  mediaType: 'text/markdown',
  bytes: new TextEncoder().encode(
    '# Glossary\n\n## TPOT (time per output token)\n\nA time.\n\n## RAG (retrieval-augmented generation)\n\nA method.\n\n## Token\n\nA unit.\n',
  ),
});

/** A library in which `rag` is common and everything else rare. */
const libraryWith = (documents: (typeof glossary)[]) => ({
  documents: async () =>
    documents.map((one) => ({ ...one, chars: 0, chunks: 0, pages: 0, topic: null, updated: null })),
  document: async (id: string) => documents.find((one) => one.id === id),
  termStatistics: async (terms: readonly string[]) =>
    terms.map((term) => ({ term, idf: 1, documentFrequency: term === 'rag' ? 100 : 1 })),
});

describe('spellOut', () => {
  it.each([
    ['what is tpot?', 'what is tpot (time per output token)?'],
    ['TPOTs of two servers', 'TPOTs (time per output token) of two servers'],
  ])('spells a rare abbreviation out in %s', async (question, spelt) => {
    expect(await spellOut(question, libraryWith([glossary]))).toBe(spelt);
  });

  it.each(['what is RAG?', 'TPOT, the time per output token', 'what is a token?', 'Tpotter'])(
    'leaves %s as it is',
    async (question) => {
      expect(await spellOut(question, libraryWith([glossary]))).toBe(question);
    },
  );

  it('does nothing without a glossary', async () => {
    expect(await spellOut('what is tpot?', libraryWith([]))).toBe('what is tpot?');
  });
});
