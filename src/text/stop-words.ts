/**
 * English function words. They carry no topic, and postings of them would dominate the cost of a
 * whole-question search. Negations stay out of the list: "not" can decide what a sentence says.
 */
export const stopWords: ReadonlySet<string> = new Set(
  (
    'a about after again all also am an and any are as at be because been before being between but ' +
    'by can could did do does doing during each few for from further had has have having he her here ' +
    'hers him his how i if in into is it its itself just let like may me might more most must my of ' +
    'off on once one only or other our ours out over own s same shall she should so some such t than ' +
    'that the their theirs them then there these they this those through to too under until up upon ' +
    'us very was we were what when where which while who whom whose why will with would you your yours'
  ).split(' '),
);

/** Words that ask for an answer and say nothing of its topic; dropped from questions only. */
export const askingWords: ReadonlySet<string> = new Set(
  (
    'please explain describe discuss tell talk walk elaborate understand understanding know want ' +
    'wonder wondering give say mean means exactly briefly detail details really actually basically ' +
    'simple simply words hey hi hello thanks thank somebody someone interviewer interview question ' +
    'answer don doesn isn aren wasn didn won ve re ll m d'
  ).split(' '),
);
