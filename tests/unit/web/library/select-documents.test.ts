import { describe, expect, it } from 'vitest';
import type { DocumentSummary } from '../../../../src/serve/contract.ts';
import {
  nextSorting,
  selectDocuments,
  topicsOf,
} from '../../../../web/src/library/select-documents.ts';

const document = (title: string, more: Partial<DocumentSummary> = {}): DocumentSummary => ({
  id: title,
  uri: `${title.toLowerCase()}.md`,
  mediaType: 'text/markdown',
  title,
  contentHash: '',
  pages: 0,
  chars: 100,
  chunks: 1,
  topic: null,
  updated: null,
  ...more,
});
const documents = [
  document('Chunking', { topic: 'rag', chars: 300, updated: '2026-02-01' }),
  document('Attention', { topic: 'models', chars: 20 }),
  document('Bézier curves', { chars: 100, updated: '2026-03-01' }),
];
const everything = { text: '', topic: '' };
const titles = (found: readonly DocumentSummary[]): string[] => found.map(({ title }) => title);

describe('selectDocuments', () => {
  it('sorts texts by alphabet and numbers by size', () => {
    const byTitle = { column: 'title', direction: 'ascending' } as const;
    expect(titles(selectDocuments(documents, everything, byTitle))).toEqual([
      'Attention',
      'Bézier curves',
      'Chunking',
    ]);
    const bySize = { column: 'chars', direction: 'descending' } as const;
    expect(titles(selectDocuments(documents, everything, bySize))).toEqual([
      'Chunking',
      'Bézier curves',
      'Attention',
    ]);
  });

  it('puts missing values last in both directions', () => {
    for (const direction of ['ascending', 'descending'] as const) {
      const found = selectDocuments(documents, everything, { column: 'updated', direction });
      expect(titles(found).at(-1)).toBe('Attention');
    }
  });

  it('keeps documents that hold every word, whatever its case and accents', () => {
    const sorting = { column: 'title', direction: 'ascending' } as const;
    const find = (text: string, topic = '') =>
      titles(selectDocuments(documents, { text, topic }, sorting));
    expect(find('BEZIER md')).toEqual(['Bézier curves']);
    expect(find('bezier chunking')).toEqual([]);
    expect(find('', 'rag')).toEqual(['Chunking']);
  });
});

describe('topicsOf', () => {
  it('gives each topic once, by alphabet', () => {
    expect(topicsOf([...documents, document('Reranking', { topic: 'rag' })])).toEqual([
      'models',
      'rag',
    ]);
  });
});

describe('nextSorting', () => {
  it('turns round the column that sorts already', () => {
    const before = { column: 'title', direction: 'ascending' } as const;
    expect(nextSorting(before, 'title')).toEqual({ column: 'title', direction: 'descending' });
  });

  it('begins sizes and dates with the largest', () => {
    const before = { column: 'title', direction: 'ascending' } as const;
    expect(nextSorting(before, 'chunks').direction).toBe('descending');
    expect(nextSorting(before, 'topic').direction).toBe('ascending');
  });
});
