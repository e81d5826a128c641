/** An answer as plain text with its citations, for the clipboard. */
import type { Citation, Turn } from '../../../src/serve/contract.ts';
import { citedPlace } from '../ui/place-name.ts';
import { statusNames, supportNames } from '../ui/support.ts';

export function copyTextOf({ question, sources: searched, result, changedSources }: Turn): string {
  if (result === null) return question;
  const { answer } = result;
  const sources = answer.citations.map((citation) =>
    sourceLine(citation, changedSources.includes(citation.documentId)),
  );
  const doubts = answer.statements
    .filter(({ support }) => support !== 'supported')
    .map(({ text, support }) => `${supportNames[support]} by its source: ${text}`);
  return [
    question,
    ...(searched.length > 0 ? [`Searched only in ${searched.join(', ')}`] : []),
    '',
    answer.text,
    ...(doubts.length > 0 ? ['', ...doubts] : []),
    ...(sources.length > 0 ? ['', 'Sources', ...sources] : []),
  ].join('\n');
}

function sourceLine(citation: Citation, changed: boolean): string {
  const { marker, quote, uri, start, end, status } = citation;
  const where = citedPlace(citation);
  const words = quote.replace(/\s+/g, ' ').trim();
  const checked = statusNames[status].name.toLowerCase();
  const since = changed ? '; the source has changed since' : '';
  return `[${marker}] “${words}” (${where}; ${uri}, characters ${start} to ${end}, ${checked}${since})`;
}

/** Sources that a link names; more are left to be chosen again. */
const mostNamed = 20;

/** A link that asks the same question, of the same sources, wherever it is opened. */
export function questionLink({ question, sources: searched }: Turn): string {
  // A server refuses an address of 16 kB.
  const sources = searched.length > mostNamed ? [] : searched;
  const asked = [['q', question], ...sources.map((source) => ['source', source])];
  return `${location.origin}/?${new URLSearchParams(asked)}`;
}
