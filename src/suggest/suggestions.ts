/** First questions that the notes really answer, found once for each state of the library. */
import type { Document } from '../types.ts';
import { firstQuestions } from './first-questions.ts';
import { shuffled } from './shuffled.ts';

/** Documents that questions are drawn from at most: each is read whole. */
const documentsRead = 200;

export interface SuggestionSource {
  /** Names the state of the library. */
  readonly generation: string;
  /** Of all documents. */
  readonly documentIds: () => Promise<readonly string[]>;
  /** Leaves out what is not there. */
  readonly read: (documentIds: readonly string[]) => Promise<readonly Document[]>;
  readonly isAnswered: (question: string) => Promise<boolean>;
}

interface Drawn {
  readonly generation: string;
  readonly answered: string[];
  /** Not asked yet, in order. */
  readonly left: string[];
}

/**
 * Draws first questions and keeps those that are answered. They are asked only until enough are found,
 * and each once; a call with the same state of the library repeats what was found.
 */
export class Suggestions {
  readonly #random: () => number;
  #drawn: Promise<Drawn> | undefined;

  /** @param random from 0 up to 1 */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** At most `count` questions; fewer where the notes hold no more that are answered. */
  async draw(source: SuggestionSource, count: number): Promise<string[]> {
    // One after another, so that no question is asked twice.
    const before = this.#drawn?.catch(() => undefined);
    this.#drawn = Promise.resolve(before).then((drawn) => this.#extend(drawn, source, count));
    const { answered } = await this.#drawn;
    return answered.slice(0, count);
  }

  async #extend(known: Drawn | undefined, source: SuggestionSource, count: number): Promise<Drawn> {
    const drawn = known?.generation === source.generation ? known : await this.#begin(source);
    while (drawn.answered.length < count) {
      const question = drawn.left.shift();
      if (question === undefined) break;
      if (await source.isAnswered(question)) drawn.answered.push(question);
    }
    return drawn;
  }

  async #begin({ generation, documentIds, read }: SuggestionSource): Promise<Drawn> {
    const documents = await read(
      shuffled(await documentIds(), this.#random).slice(0, documentsRead),
    );
    const left = firstQuestions(documents, documents.length, this.#random);
    return { generation, answered: [], left };
  }
}
