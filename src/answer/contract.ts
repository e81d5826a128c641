/** What the answer stage is given: the question as searched, its evidence, and how terms weigh. */
import type { Document, Passage } from '../types.ts';

export interface EvidencePassage extends Passage {
  readonly section: { readonly start: number; readonly end: number };
  readonly headingLength: number;
  /** Cosines of the question to its long items (`longItemsOf`), in their order; `[]` without vectors. */
  readonly itemCosines: readonly number[];
}

export interface Evidence {
  /** As the asker wrote it. */
  readonly question: string;
  readonly terms: readonly string[];
  readonly unknownWords: readonly string[];
  readonly repairs: readonly { readonly from: string; readonly to: string }[];
  readonly passages: readonly EvidencePassage[];
  /** Weight of each of `terms`; above 0. */
  readonly idf: ReadonlyMap<string, number>;
  /** Weight of a word that the library does not know. */
  readonly unknownIdf: number;
  /** Only some sources were searched. */
  readonly narrowed: boolean;
  /** Documents of the passages by id. */
  readonly documents: ReadonlyMap<string, Document>;
}
