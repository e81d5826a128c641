/** The gate's features and verdicts in plain words. */

export interface FeatureWords {
  readonly name: string;
  readonly meaning: string;
}

const words: Readonly<Record<string, FeatureWords>> = {
  cosine: { name: 'Closest meaning', meaning: 'Cosine of the passage nearest to the question.' },
  cosineMean: {
    name: 'Closeness of the best three',
    meaning: 'Mean cosine of the three nearest passages.',
  },
  coverage: {
    name: "Question's words in one passage",
    meaning:
      'Largest share of the question, rare words counting more, that a single passage holds.',
  },
  topCoverage: {
    name: 'Words in the first passage',
    meaning: 'The same share for the passage ranked first.',
  },
  sentence: {
    name: 'Words in one sentence',
    meaning: 'Largest share of the question that one sentence with its headings holds.',
  },
  length: {
    name: 'Length of the question',
    meaning: 'Search terms out of twelve: a longer question is rarely held whole by one passage.',
  },
  unknown: {
    name: 'Words the notes never use',
    meaning: 'Weight of words that stand nowhere in the library, against those that do.',
  },
  repaired: {
    name: 'Repaired spelling',
    meaning: 'Share of the words that were read as another word.',
  },
  slotMissing: {
    name: 'Kind of answer missing',
    meaning: 'A date, number or name is asked for and no fitting sentence holds one.',
  },
  ofTheMoment: {
    name: 'Changes by the hour',
    meaning: 'It asks for something that notes cannot keep up with.',
  },
  ofAsker: {
    name: "The asker's own affairs",
    meaning: "It asks for a fact of the asker's own circle.",
  },
  unknownName: {
    name: 'Name the notes lack',
    meaning: 'It names something that the library does not know.',
  },
  missingName: {
    name: 'Name missing from the passages',
    meaning: 'It names something of which none of the passages speaks.',
  },
  missingCount: { name: 'Count missing', meaning: 'It asks how many, and no passage counts that.' },
};

/** Features of other versions keep their own name. */
export function featureWords(feature: string): FeatureWords {
  return words[feature] ?? { name: feature, meaning: '' };
}

const reasons: Readonly<Record<string, string>> = {
  'nothing-found': 'The search found no passage at all.',
  'unknown-terms': 'The question turns on words or names that the notes never use.',
  'weak-evidence': 'Passages were found, but they do not fit the question well enough.',
  'missing-detail': 'The notes speak of the matter, but the detail asked for is not in them.',
  private: 'It asks about the asker, of whom the notes know nothing.',
  'of-the-moment': 'It asks for something that changes by the hour.',
  'outside-material': 'The matter lies outside the notes.',
};

/** @param reason why the gate declined, as the wire names it */
export function reasonWords(reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : (reasons[reason] ?? reason);
}

const weightSets: Readonly<Record<string, string>> = {
  keyed: 'fitted for notes that list the questions they answer',
  plain: 'fitted for notes without lists of questions',
  lexical: 'fitted for search by words alone',
};

export function weightSetWords(set: string): string {
  return weightSets[set] ?? set;
}

export interface Contribution {
  readonly feature: string;
  /** In log-odds: above 0 speaks for answering. */
  readonly value: number;
}

/** Largest first, whichever way they point; those of exactly 0 apart. */
export function sortContributions(contributions: Readonly<Record<string, number>>): {
  readonly speaking: readonly Contribution[];
  readonly silent: readonly string[];
} {
  const all = Object.entries(contributions).map(([feature, value]) => ({ feature, value }));
  return {
    speaking: all
      .filter(({ value }) => value !== 0)
      .sort((left, right) => Math.abs(right.value) - Math.abs(left.value)),
    silent: all.filter(({ value }) => value === 0).map(({ feature }) => feature),
  };
}
