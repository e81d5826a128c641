/** First questions that the notes really answer, found once for each state of the library, or of a part of it. */
import { inTurns } from '../steps.ts';
import type { Document } from '../types.ts';
import { firstQuestions } from './first-questions.ts';
import { shuffled } from './shuffled.ts';

/** Documents that questions are drawn from at most: each is read whole. */
const documentsRead = 200;
/** Of few documents, several questions each. */
const fewestDrawn = 36;
/** Libraries and parts of them whose questions are kept; the first one drawn goes first. */
const drawsKept = 8;
/** Questions asked in one call for each one that is wanted: nobody waits for long where few are answered. */
const triesEach = 3;

export interface SuggestionSource {
  /** Names the state of the library, and the part of it that is asked. */
  readonly name: string;
  /** Of all documents in it. */
  readonly documentIds: () => Promise<readonly string[]>;
  /** Leaves out what is not there. */
  readonly read: (documentIds: readonly string[]) => Promise<readonly Document[]>;
  readonly isAnswered: (question: string) => Promise<boolean>;
}

interface Drawn {
  readonly answered: string[];
  /** Not asked yet, in order. */
  readonly left: string[];
}

/**
 * Draws first questions and keeps those that are answered. They are asked only until enough are found,
 * and each once; a call with the same name repeats what was found.
 */
export class Suggestions {
  readonly #random: () => number;
  readonly #draws = new Map<string, Promise<Drawn>>();

  /** @param random from 0 up to 1 */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** At most `count` questions; fewer where the notes hold no more that are answered. */
  async draw(source: SuggestionSource, count: number): Promise<string[]> {
    // One after another, so that no question is asked twice.
    const before = this.#draws.get(source.name)?.catch(() => undefined);
    const drawn = Promise.resolve(before).then((known) => this.#extend(known, source, count));
    this.#keep(source.name, drawn);
    const { answered } = await drawn;
    return answered.slice(0, count);
  }

  async #extend(known: Drawn | undefined, source: SuggestionSource, count: number): Promise<Drawn> {
    const drawn = known ?? (await this.#begin(source));
    for (let tries = 0; drawn.answered.length < count && tries < count * triesEach; tries += 1) {
      const question = drawn.left.shift();
      if (question === undefined) break;
      if (await source.isAnswered(question)) drawn.answered.push(question);
    }
    return drawn;
  }

  #keep(name: string, drawn: Promise<Drawn>): void {
    this.#draws.set(name, drawn);
    const [first] = this.#draws.keys();
    if (this.#draws.size > drawsKept && first !== undefined) this.#draws.delete(first);
  }

  async #begin({ documentIds, read }: SuggestionSource): Promise<Drawn> {
    const documents = await read(
      shuffled(await documentIds(), this.#random).slice(0, documentsRead),
    );
    const drawn = Math.max(documents.length, fewestDrawn);
    const left = await inTurns(firstQuestions(documents, drawn, this.#random));
    return { answered: [], left };
  }
}
