/** What the report's short names mean to a reader. */

/** How a question was put differently. */
export const variantNames: Readonly<Record<string, string>> = {
  abbreviations: 'With abbreviations',
  chatty: 'In small talk',
  'follow-up': 'As a follow-up',
  keywords: 'As keywords',
  'non-native': 'In non-native English',
  'typing-errors': 'With typing errors',
};

/** Kinds of questions that the notes do not answer. */
export const kindNames: Readonly<Record<string, string>> = {
  invented: 'Things that do not exist',
  'near-domain': 'Same field, not in the notes',
  'note hidden': 'Its note was hidden',
  'out-of-domain': 'Another field',
  private: 'Private matters',
  'real-time': 'Of the moment',
  'too-specific': 'A detail that the notes lack',
};

/** `mixture-of-experts` -> `Mixture of experts`. */
export function spellOut(slug: string): string {
  const words = slug.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A figure of the report: three decimals, as docs/evaluation.md has them. */
export function formatShare(share: number): string {
  return share.toFixed(3);
}
