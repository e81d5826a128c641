/** Citations -> addresses that open their source at the quoted words, for clients other than the page. */
import type { Request } from 'express';
import { placeName } from '../text/place-name.ts';
import type { Citation } from '../types.ts';
import type { Annotation } from './openai-contract.ts';

/** Where this server was reached: `http://127.0.0.1:3000`. */
export function originOf(request: Request): string {
  return `${request.protocol}://${request.headers.host ?? '127.0.0.1'}`;
}

export function sourceUrl(
  origin: string,
  { documentId, start, end }: Pick<Citation, 'documentId' | 'start' | 'end'>,
): string {
  return `${origin}/read/${documentId}?at=${start}-${end}`;
}

/** Each number of the text that is a citation's, in the order of the text. */
export function annotationsOf(
  text: string,
  citations: readonly Citation[],
  origin: string,
): Annotation[] {
  const byMarker = new Map(citations.map((citation) => [citation.marker, citation] as const));
  return [...text.matchAll(/\[(\d+)\]/g)].flatMap((match) => {
    const citation = byMarker.get(Number(match[1]));
    if (citation === undefined) return [];
    return [
      {
        type: 'url_citation' as const,
        url_citation: {
          url: sourceUrl(origin, citation),
          title: placeName(citation),
          start_index: match.index,
          end_index: match.index + match[0].length,
        },
      },
    ];
  });
}

/** A list of links for clients that show no annotations; empty without citations. */
export function sourcesList(citations: readonly Citation[], origin: string): string {
  if (citations.length === 0) return '';
  const lines = citations.map(
    (citation) =>
      `${citation.marker}. [${escapeLabel(placeName(citation))}](${sourceUrl(origin, citation)})`,
  );
  return `\n\nSources\n\n${lines.join('\n')}`;
}

/** A heading is data: it must not end the link's label, nor be read as markup in it. */
function escapeLabel(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>!]/g, '\\$&');
}
