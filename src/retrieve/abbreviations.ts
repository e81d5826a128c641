/** Abbreviations that the library's own glossary spells out, for questions that use them. */
import type { LibraryReader } from '../library/contract.ts';
import { termsOf } from '../text/terms.ts';

/** Abbreviation as written -> its first expansion. */
type Abbreviations = ReadonlyMap<string, string>;

const glossaryName = /(?:^|\/)glossary\.(?:md|markdown)$/i;
/** `RAG (retrieval-augmented generation)`; several expansions stand apart by semicolons. */
const entry = /^([\p{L}\p{N}][\p{L}\p{N}/-]{1,11}) \(([^;)]+)/u;
const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}/-]*/gu;
/** Chunks that may hold an abbreviation before it counts as common. */
const rareChunks = 1;
interface KnownAbbreviations {
  readonly written: Abbreviations;
  /** Those of three letters or more, by their lower case. */
  readonly lower: Abbreviations;
}

const known = new WeakMap<object, Promise<KnownAbbreviations>>();

/** Read once for each state of the library; empty without a glossary. */
function abbreviationsOf(
  library: Pick<LibraryReader, 'documents' | 'document'>,
): Promise<KnownAbbreviations> {
  let abbreviations = known.get(library);
  if (abbreviations === undefined) {
    abbreviations = readAbbreviations(library).then((written) => {
      const long = [...written].filter(([short]) => short.length >= 3);
      return { written, lower: new Map(long.map(([short, of]) => [short.toLowerCase(), of])) };
    });
    known.set(library, abbreviations);
  }
  return abbreviations;
}

/** What the library's `glossary.md` spells out; empty without one. */
export async function readAbbreviations(
  library: Pick<LibraryReader, 'documents' | 'document'>,
): Promise<Abbreviations> {
  const glossary = (await library.documents()).find(({ uri }) => glossaryName.test(uri));
  const document = glossary && (await library.document(glossary.id));
  const found = new Map<string, string>();
  for (const { headingPath } of document?.sections ?? []) {
    const [, short, long] = entry.exec(headingPath.at(-1) ?? '') ?? [];
    if (short !== undefined && long !== undefined) found.set(short, long.trim());
  }
  return found;
}

/**
 * `'what is tpot?'` -> `'what is tpot (time per output token)?'`. Only what the library hardly uses
 * is spelt out: a common abbreviation is known as it stands, and its words would lead to definitions
 * alone. An abbreviation is recognised as it is written, in its plural, and in lower case where it
 * has three letters or more.
 */
export async function spellOut(
  question: string,
  library: Pick<LibraryReader, 'documents' | 'document' | 'termStatistics'>,
): Promise<string> {
  const abbreviations = await abbreviationsOf(library);
  if (abbreviations.written.size === 0) return question;
  const found = new Map<string, string>();
  for (const word of question.match(wordPattern) ?? []) {
    const long = expansionOf(word, abbreviations);
    if (long === undefined || question.toLowerCase().includes(long.toLowerCase())) continue;
    const statistics = await library.termStatistics(termsOf(word));
    if (statistics.every(({ documentFrequency }) => documentFrequency <= rareChunks))
      found.set(word, long);
  }
  if (found.size === 0) return question;
  return question.replace(wordPattern, (word) =>
    found.has(word) ? `${word} (${found.get(word)})` : word,
  );
}

function expansionOf(word: string, { written, lower }: KnownAbbreviations): string | undefined {
  const long = written.get(word);
  if (long !== undefined) return long;
  const bare = word.endsWith('s') ? word.slice(0, -1) : word;
  return written.get(bare) ?? lower.get(word) ?? lower.get(bare);
}
