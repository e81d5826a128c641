/** The small things in a sentence that turn its meaning: numbers, names, negation, order, symbols. */
import { stopWords } from '../text/stop-words.ts';
import { termsOf, wordsOf } from '../text/terms.ts';

const numerals = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((name, value) => [name, String(value)] as const),
);
const figure = /(?<![\w.,])[-−]?\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*/g;

/** Figures as one form each: `1,000` and `1000` are `1000`, `two` is `2`. "One" is no figure. */
export function numbersIn(text: string): Set<string> {
  const found = new Set<string>();
  for (const [number] of text.matchAll(figure)) {
    found.add(number.replace('−', '-').replace(/,(?=\d{3}(?!\d))/g, ''));
  }
  for (const word of wordsOf(text)) {
    const value = numerals.get(word);
    if (value !== undefined && value !== '1') found.add(value);
  }
  return found;
}

const smallCount = /^(?:[2-9]|1[0-2])$/;
const pointingCount =
  /\b(the|these|those) (?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b/gi;

/**
 * True when a figure of the statement stands nowhere in the source. "The two" points back at what was
 * named and adds no figure, unless the source counts too: then it may count otherwise.
 */
export function addsNumber(statement: string, source: string): boolean {
  const numbers = numbersIn(source);
  const counts = [...numbers].some((number) => smallCount.test(number));
  const figures = numbersIn(counts ? statement : statement.replace(pointingCount, '$1'));
  return [...figures].some((number) => !numbers.has(number));
}

/** The same text with each number in one form, so that terms of both sides meet. */
export function plainFigures(text: string): string {
  return text.replace(/(?<=\d),(?=\d{3}(?!\d))/g, '').replace(/\b[a-z]+\b/gi, (word) => {
    const value = numerals.get(word.toLowerCase());
    return value === undefined || value === '1' ? word : value;
  });
}

/** Words that are written as names: capitals within the sentence, acronyms, letters with digits. */
export function namesOf(text: string): string[] {
  const words = [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}-]*/gu)];
  return words
    .filter(({ 0: word, index }) => {
      if (/\p{L}.*\d|\d.*\p{L}|\p{L}.*\p{Lu}/u.test(word)) return true;
      const opens = index === 0 || /[.:!?]["'”]?\s+["'“(]?$|^["'“(*]+$/.test(text.slice(0, index));
      return /^\p{Lu}\p{L}/u.test(word) && !opens && !stopWords.has(word.toLowerCase());
    })
    .map(([word]) => word);
}

/** Formulas and code within the text, without their white space. */
export function symbolsIn(text: string): string[] {
  return [...text.matchAll(/\$\$[^$]+\$\$|(?<!\$)\$[^$\n]+\$(?!\$)|`[^`\n]+`/g)].map(([found]) =>
    bareSymbols(found),
  );
}

export function bareSymbols(text: string): string {
  return text.replace(/[\s$`]/g, '');
}

const formula = /\$\$([\s\S]+?)\$\$|\$([^$]+)\$|`([^`\n]+)`/g;

/** The formulas and the code of a text, each without its marks and white space; all of a text that is one. */
export function formulasIn(text: string): string[] {
  const marked = [...text.matchAll(formula)].map(([, ...forms]) => forms.find(Boolean) ?? '');
  return [text, ...marked].map((found) => bareSymbols(found).replace(/[.,;]$/, ''));
}

/** A number or a name, which is the same thing wherever it stands. */
const singleSymbol = /^(?:\d+(?:\.\d+)?|\\?\p{L}+(?:_\{?[\p{L}\p{N}]+\}?)?)$/u;
const goesOnBefore = /[\p{L}\p{N}_^\\.*/·×+−-]$/u;
const goesOnBehind = /^[\p{L}\p{N}_^\\*/·×+−!({-]|^\.\d/u;

/** True where the symbols stand in the source, and not as a part that says something else, as `2n` of `2n^2`. */
export function holdsSymbol(symbol: string, source: string): boolean {
  if (singleSymbol.test(symbol)) return bareSymbols(source).includes(symbol);
  const prose = source.replace(formula, ' ').split(/\s+/);
  return [...formulasIn(source).slice(1), ...prose].some((place) => {
    for (let from = place.indexOf(symbol); from !== -1; from = place.indexOf(symbol, from + 1)) {
      const goesOn =
        goesOnBefore.test(place.slice(0, from)) ||
        goesOnBehind.test(place.slice(from + symbol.length));
      if (!goesOn) return true;
    }
    return false;
  });
}

/** `open`: it speaks of a lack without a "not", so that nothing can be told. */
export type Polarity = 'affirmed' | 'negated' | 'open';

export interface Clause {
  readonly terms: ReadonlySet<string>;
  readonly polarity: Polarity;
}

const clauseEnd =
  /[,;:()—]|\s–\s|\b(?:but|while|whereas|although|though|however|because|yet|which|who|when|where)\b|(?<=[.!?])\s/i;
const negation =
  /\b(?:not|no|never|without|cannot|neither|nor|none|nothing|nobody|nowhere|hardly|scarcely)\b|n['’]t\b/gi;
const openNegation =
  /\b(?:rather than|instead of|unlike|lacks?|lacking|avoids?|avoiding|fails?|prevents?|few|little|rarely|seldom|unless|except)\b/i;

/** The clauses that hold a term, each with whether it affirms or denies. */
export function clausesOf(text: string): Clause[] {
  return text
    .replace(/\bnot only\b/gi, '')
    .split(clauseEnd)
    .flatMap(relativesOf)
    .map((clause) => ({ terms: new Set(termsOf(clause)), polarity: polarityOf(clause) }))
    .filter(({ terms }) => [...terms].some((term) => !denying.has(term)));
}

/** Cuts at "that", but not after a denial: "it is not true that" denies what follows. */
function relativesOf(clause: string): string[] {
  const parts: string[] = [];
  for (const part of clause.split(/\bthat\b/i)) {
    const last = parts.at(-1);
    if (last !== undefined && polarityOf(last) !== 'affirmed') parts[parts.length - 1] += part;
    else parts.push(part);
  }
  return parts;
}

/** Negations as terms: they are no matter that a clause could be told by. */
const denying = new Set(termsOf('not no never without cannot neither nor none'));

function polarityOf(clause: string): Polarity {
  const negations = clause.match(negation)?.length ?? 0;
  if (negations % 2 === 1) return 'negated';
  return negations > 0 || openNegation.test(clause) ? 'open' : 'affirmed';
}

/** False when a clause of the statement denies what the text affirms of it, or the other way round. */
export function agreesInPolarity(statement: string, text: string): boolean {
  const said = clausesOf(text);
  return clausesOf(statement).every(({ terms, polarity }) => {
    const matter = [...terms].filter((term) => !denying.has(term));
    // What a clause says of its subject comes last, and a later clause often leaves the subject out.
    const last = matter.at(-1) ?? '';
    let best = 0;
    let nearest: Clause[] = [];
    for (const clause of said) {
      const shared =
        matter.filter((term) => clause.terms.has(term)).length + (clause.terms.has(last) ? 0.5 : 0);
      if (shared > best) nearest = [];
      best = Math.max(best, shared);
      if (shared === best && shared > 0) nearest.push(clause);
    }
    if (nearest.length === 0 || polarity === 'open') return true;
    return nearest.some((clause) => clause.polarity === 'open' || clause.polarity === polarity);
  });
}

/** Function words without which a sentence says the same. */
const idle = new Set('a an the of that this these those is are was were be been it its'.split(' '));

/** All words that matter for who does what to whom, stemmed, in order. */
export function tellingWords(text: string): string[] {
  return wordsOf(plainFigures(text))
    .filter((word) => !idle.has(word))
    .map((word) => (stopWords.has(word) ? word : (termsOf(word)[0] ?? word)));
}

/** Words that narrow what is said: leaving one out says more than the source does. */
const narrowing = new Set(
  (
    'may might can could should sometimes often rarely seldom usually typically mostly mainly partly only if unless ' +
    'except almost nearly roughly about some few many most when where until provided assuming claim claims allegedly ' +
    'supposedly myth false wrong incorrect'
  ).split(' '),
);

/** True when the source narrows its sentence in a way in which the statement does not. */
export function dropsNarrowing(statement: string, source: string): boolean {
  const said = new Set(wordsOf(statement));
  return wordsOf(source).some((word) => narrowing.has(word) && !said.has(word));
}
