import type { Chunk, Document } from '../types.ts';

/**
 * Title and headings of a chunk, outermost first, without repetition. The file's name is no part of
 * it: a renamed file keeps its vectors.
 */
export function headingsOf(
  document: Pick<Document, 'metadata' | 'sections'>,
  chunk: Pick<Chunk, 'sectionOrdinal'>,
): string[] {
  const path = document.sections[chunk.sectionOrdinal]?.headingPath ?? [];
  const title = document.metadata['title'];
  const prefix = typeof title === 'string' && title.trim() !== path[0] ? [title.trim()] : [];
  return [...prefix, ...path].filter((part) => part !== '');
}

/**
 * The text whose vector stands for a chunk: its headings on one line, the header of the table that
 * it continues, then its text without the headings that open it.
 */
export function embeddedText(
  document: Pick<Document, 'metadata' | 'sections' | 'text'>,
  chunk: Chunk,
): string {
  const header = chunk.tableHeader;
  const parts = [
    headingsOf(document, chunk).join(' > '),
    header ? document.text.slice(header.start, header.end) : '',
    chunk.text.slice(chunk.headingLength).trim(),
  ];
  return parts.filter((part) => part !== '').join('\n');
}
