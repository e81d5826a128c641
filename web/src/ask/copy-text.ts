/** An answer as plain text with its citations, for the clipboard. */
import type { Citation, Turn } from '../../../src/serve/contract.ts';
import { statusNames } from '../ui/support.ts';

export function copyTextOf({ question, result }: Turn): string {
  if (result === null) return question;
  const { answer } = result;
  const sources = answer.citations.map(sourceLine);
  return [
    question,
    '',
    answer.text,
    ...(sources.length > 0 ? ['', 'Sources', ...sources] : []),
  ].join('\n');
}

function sourceLine({ marker, quote, headingPath, title, uri, start, end, status }: Citation) {
  const where = headingPath.length > 0 ? headingPath.join(' › ') : title;
  const words = quote.replace(/\s+/g, ' ').trim();
  const checked = statusNames[status].name.toLowerCase();
  return `[${marker}] “${words}” (${where}; ${uri}, characters ${start} to ${end}, ${checked})`;
}

/** A link that asks the same question wherever it is opened. */
export function questionLink(question: string): string {
  return `${location.origin}/?q=${encodeURIComponent(question)}`;
}
