/** Whether a question leans on the conversation before it, read from its words. */
import { queryTermsOf, termsOf } from '../text/terms.ts';

/** What people put before a question without asking anything by it. */
const fillers = [
  /(?:ok(?:ay)?|thanks|thank you|alright|hm+)(?=[\s,.!:;?]|$)/,
  /(?:something else|(?:a )?(?:new|different) (?:topic|question)|another question)\b/,
  // "Next, what …" but not "next-token prediction".
  /(?:right|great|cool|well|sure|yes|no|next)(?=[,.!:;])/,
  /(?:and|but|so|also|then|now)(?=[\s,])/,
];
const filler = new RegExp(`^(?:\\W|${fillers.map(({ source }) => source).join('|')})+`, 'i');
/** Openings of replies that name no subject of their own. */
const fragment =
  /^(?:(?:why|how|when|where|really)(?: (?:so|not|then|exactly))?\W*$|(?:(?:what|how) about|its|his|their|compare|compared|versus|vs|any|an? example|more|else|which one)\b)/i;
const pointing =
  /\b(?:it|its|these|those|they|them|their|ones?|former|latter|others?|same|instead)\b|\b(?:then|there|that|this)\W*$|\b(?:is|does|did|do|can|why|how|of|for|with|to|about|like|than|by) (?:that|this)\b/i;
/** "For images too?" has no subject; "In RAG, what is reranking?" has. */
const loosePhrase =
  /^(?:for|with|without|in|on|at)\b(?!.*\b(?:what|how|why|when|where|which|who|is|are|does|do|can)\b)/i;
/** "And BM25, what is that?" names what it points at. */
const namesFirst = /^[^,]+,\s*what(?:'s| is| are) (?:that|it|those|they)\W*$/i;
/** Words that say something of a subject, and none by themselves. */
const relational = new Set(
  termsOf(
    'advantage alternative aspect benefit bring case catch cause challenge common compare cost detail difference differ disadvantage downside drawback effect ' +
      'example figure fix formula give go happen help improve invent issue kind kinds limit limitation matter measure need number order pitfall point popular practice price ' +
      'problem purpose reason reduce result risk role show step strength thing time today top trade type types usual use used useful value way weakness work worth year best better good bad',
  ),
);
/** Draws a conclusion from what was said. */
const concluding = /^\W*(?:so|then|but)\b/i;
/** Longer questions name their subject; longer conclusions too. */
const longest = 6;
const longestConclusion = 3;

/** The question without what people say before they ask. */
export function withoutFiller(question: string): string {
  const rest = question.replace(filler, '');
  return rest === '' ? question : rest;
}

/**
 * A question leans on earlier ones when it is short and points back, is a fragment, or has no subject
 * but words such as "drawbacks" or "example".
 */
export function leansOnHistory(question: string): boolean {
  const asked = withoutFiller(question);
  if (namesFirst.test(asked)) return false;
  const terms = queryTermsOf(asked).map(({ term }) => term);
  if (terms.length > longest) return false;
  return (
    fragment.test(asked) ||
    loosePhrase.test(asked) ||
    pointing.test(asked) ||
    (concluding.test(question) && terms.length <= longestConclusion) ||
    terms.every((term) => relational.has(term))
  );
}

/** The last question that stands on its own, or else the first. */
export function lastStandalone(questions: readonly string[]): string | null {
  return questions.findLast((question, at) => at === 0 || !leansOnHistory(question)) ?? null;
}
