import type { ClaimedQuote } from './claims.ts';
import { plainQuote } from './plain-claim.ts';

const line = /^\s*(?:[-*]\s*)?(\d{1,3})\s*[:.)]\s*(.*)$/;
const quotation =
  /<cite\s+(?:id\s*=\s*)?["']?([a-z\d]{1,40})["']?\s*>(.{1,1000}?)(?:<\/\s*cite\s*>|(?=<cite\b)|$)/gi;

/**
 * The reply to `repairPrompt`: by number of the sentence its new quotations, or that it is to be
 * dropped. Numbers with neither are left out; of several lines for one number the first counts.
 */
export function repairsIn(reply: string): Map<number, readonly ClaimedQuote[] | 'drop'> {
  const repairs = new Map<number, readonly ClaimedQuote[] | 'drop'>();
  for (const written of reply.split('\n')) {
    const [, number, said = ''] = line.exec(written) ?? [];
    if (number === undefined || Number(number) < 1 || repairs.has(Number(number))) continue;
    const quotes = [...said.matchAll(quotation)]
      .map(([, id = '', text = '']) => ({ passageId: id.toLowerCase(), text: plainQuote(text) }))
      .filter(({ text }) => text !== '')
      .slice(0, 8);
    if (quotes.length > 0) repairs.set(Number(number), quotes);
    else if (/^["'`<[(]?drop\b/i.test(said.trim())) repairs.set(Number(number), 'drop');
  }
  return repairs;
}
