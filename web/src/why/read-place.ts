/** Where a piece of a note stands, out of the record of a step. */
import { type Fields, numberOf, textOf, textsOf } from './read-values.ts';

export interface Place {
  readonly documentId: string;
  readonly start: number;
  readonly end: number;
}

export interface NamedPlace extends Place {
  readonly title: string;
  readonly headingPath: readonly string[];
}

/** undefined where a part is missing. */
export function readPlace(fields: Fields): Place | undefined {
  const documentId = textOf(fields.documentId);
  const start = numberOf(fields.start);
  const end = numberOf(fields.end);
  if (documentId === undefined || start === undefined || end === undefined) return undefined;
  return { documentId, start, end };
}

/** As {@link readPlace}, with the names of its headings. */
export function readNamedPlace(fields: Fields): NamedPlace | undefined {
  const place = readPlace(fields);
  if (place === undefined) return undefined;
  return {
    ...place,
    title: textOf(fields.title) ?? textOf(fields.uri) ?? 'Untitled',
    headingPath: textsOf(fields.headingPath),
  };
}
