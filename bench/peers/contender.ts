/** What the peer benchmark asks of whatever it measures. */
import type { Dataset, GrownChunk, Question } from './dataset.ts';

/** Ways to search: by words, by vectors, by both in one ranking with the texts read. */
export const arms = ['lexical', 'dense', 'hybrid'] as const;
export type Arm = (typeof arms)[number];

/** Results that every search gives. */
export const resultsAsked = 10;
/** Candidates of each arm that a contender fuses where it lets us choose. */
export const candidatesFused = 50;

export interface Contender {
  /** Its name on the command line, in files and in the tables. */
  readonly name: string;
  /** Packages that it is made of, for their versions; none for the product itself. */
  readonly packages: readonly string[];
  readonly arms: readonly Arm[];
  /** Fewest chunks from which on it is measured; 0 unless said. */
  readonly from?: number;
  /** Fills an empty folder; without it nothing is kept on disk, and opening is building. */
  readonly build?: (data: Dataset, folder: string) => Promise<void>;
  open(data: Dataset, folder: string): Promise<OpenContender>;
}

export interface OpenContender {
  /** Ids of the best {@link resultsAsked} chunks, best first. */
  search(arm: Arm, question: Question): Promise<readonly number[]>;
  /** Settings of an approximate search, cheapest first. */
  readonly settings?: readonly { readonly name: string; readonly use: () => void }[];
  /** Puts another text and vector in the place of the chunk of that id. Absent where there is no way. */
  readonly update?: (chunk: GrownChunk) => Promise<void>;
  readonly remove?: (id: number) => Promise<void>;
  close(): Promise<void>;
}
