/** What kind of answer a question asks for, read from its words. */

export type QuestionKind =
  | 'compare'
  | 'list'
  | 'steps'
  | 'fix'
  | 'definition'
  | 'why'
  | 'how'
  | 'other';

/** A question for a detail that a sentence must hold to answer it. */
export type Slot = 'date' | 'number' | 'person';

const patterns: readonly (readonly [QuestionKind, RegExp])[] = [
  [
    'compare',
    /\b(differ\w*|compar\w*|versus|vs\.?|contrast\w*|distinguish\w*)\b|\bor\b.*\b(better|choose|pick|prefer)\b|\b(better|choose|pick|prefer)\b.*\bor\b/i,
  ],
  ['steps', /\b(steps?|stages?|walk (me|us) through|procedure|process of|pipeline)\b/i],
  [
    'list',
    /\b(what are|which|list|name|types?|kinds?|examples?|advantages|disadvantages|pros|cons|benefits|limitations|drawbacks|challenges|ways|causes|components|techniques|metrics|risks)\b.*\b(types?|kinds?|examples?|advantages|disadvantages|pros|cons|benefits|limitations|drawbacks|challenges|ways|causes|components|techniques|metrics|risks|main|common|different)\b/i,
  ],
  [
    'fix',
    /\bwhat (should|can|could|do|would) (i|we|you)\b.*\b(do|try|change|check)\b|\bhow (do|can|could|would|should|to)\b.*\b(fix|stop|prevent|reduce|avoid|debug|handle|mitigate|solve|repair|deal with|get rid)\b|\b(my|our)\b.*\b(keeps?|is|are|was|doesn.?t|won.?t|fails?|produces?|gives?|got)\b|\bwhat now\b|\bwhat (is|went|could be) wrong\b/i,
  ],
  ['why', /\b(why|reason|cause|how come)\b/i],
  [
    'definition',
    /^\W*(so\W+)?(what('s| is| are|s)|define|explain( what)?|describe|tell me about|who is)\b/i,
  ],
  ['how', /\bhow\b/i],
];

export function questionKindOf(question: string): QuestionKind {
  return patterns.find(([, pattern]) => pattern.test(question))?.[0] ?? 'other';
}

/** The detail asked for, or undefined. */
export function slotOf(question: string): Slot | undefined {
  if (
    /\b(when (was|were|did|will)|what (year|date|day|month)|which year|in what year)\b/i.test(
      question,
    )
  ) {
    return 'date';
  }
  if (
    /\bhow (much|many|big|large|long|tall|old|far|fast)\b|\bwhat (percentage|number|price|score|size)\b/i.test(
      question,
    )
  ) {
    return 'number';
  }
  if (
    /^\W*(and\W+)?who\b|\bwho (invented|won|wrote|founded|created|proposed|introduced|is|was)\b/i.test(
      question,
    )
  ) {
    return 'person';
  }
  return undefined;
}

const ofTheMoment =
  /\b(right now|today|tonight|tomorrow|yesterday|at the moment|this (morning|afternoon|evening|week|month)|last (night|week|month)|(share|stock|current|latest) price|latest (news|score)|weather|exchange rate)\b/i;
const ofTheAsker =
  /(?:^|[.?!,;:]\s+|\b(?:and|so|remind me|show me|tell me|look up|check|find out|do you know)\s+)(?:please\s+)?(?:what(?:['’]s| is| are| was| were| did)?|who(?:['’]s| is| are| was| did)?|when(?:['’]s| is| are| was| did| does| do)?|where(?:['’]s| is| are| was| did)?|which|how (?:many|much|large|big)|did|does|has|have|is|are|was|were|show|open|read|list|find|send|book)\b[^?.!]{0,40}\b(?:my|our)\b/i;
/** Asks for advice or an explanation, which notes can give about the asker's affairs too. */
const forAdvice =
  /\b(?:should|how (?:do|can|could|would|to)|why|what (?:can|could|would|do) (?:i|we)|fix|wrong|help)\b/i;

/** Whether the question asks for what changes by the hour. */
export function asksOfTheMoment(question: string): boolean {
  return ofTheMoment.test(question);
}

/** Whether it asks for a fact that only the asker's own circle knows. */
export function asksOfAsker(question: string): boolean {
  return ofTheAsker.test(question) && !forAdvice.test(question);
}

/** Whether a formula is asked for. */
export function asksForFormula(question: string): boolean {
  return /\b(?:formulas?|formulae|equations?|objective|write down|mathematically|in symbols)\b|\bloss\b/i.test(
    question,
  );
}

/** Whether a sentence could fill the slot. */
export function fillsSlot(sentence: string, slot: Slot): boolean {
  if (slot === 'date') return /\b(1[89]|20)\d\d\b/.test(sentence);
  if (slot === 'number')
    return /\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million|billion|half|double)\b/i.test(
      sentence,
    );
  return (
    /\b(?!The|A|An|In|On|For|When|If)[A-Z][a-z]+(?: (?:and|et) |, | )(?:[A-Z]|al)/.test(sentence) ||
    /\bby [A-Z]/.test(sentence)
  );
}

/** The two sides of a comparison as the asker named them, or undefined. */
export function sidesOf(question: string): readonly [string, string] | undefined {
  const bare = question.replace(/[?.!]+\s*$/, '').replace(/\(.*?\)/g, ' ');
  const found =
    /\b(?:differences?|distinction|trade-?offs?|comparison|contrast|choose|choosing|distinguish|differ\w*)\b.*?\bbetween\s+(.+?)\s+(?:and|vs\.?|versus|or)\s+(.+)$/i.exec(
      bare,
    ) ??
    /\bcompar\w*\s+(.+?)\s+(?:and|with|to|vs\.?|versus|against)\s+(.+)$/i.exec(bare) ??
    /\bhow (?:do|does|is|are)\s+(.+?)\s+(?:differ\w*|different)\s+from\s+(.+)$/i.exec(bare) ??
    /^(?:.*?\b(?:is|are|use|choose|prefer|pick|explain|discuss)\s+)?(.+?)\s+(?:vs\.?|versus)\s+(.+)$/i.exec(
      bare,
    ) ??
    /\b(?:choose|pick|prefer|use)\s+(.+?)\s+(?:over|or|instead of|rather than)\s+(.+)$/i.exec(bare);
  return found ? [found[1]!, found[2]!] : undefined;
}
