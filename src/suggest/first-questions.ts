/** Documents -> questions to begin with, on as many topics as there are. */
import type { Steps } from '../steps.ts';
import type { Document } from '../types.ts';
import { AskedQuestions } from './near-repeat.ts';
import { sectionQuestions } from './section-questions.ts';
import { shuffled } from './shuffled.ts';
import { standsAlone } from './stands-alone.ts';

/**
 * No two alike; every document comes once before any comes again, and of those that come the first
 * time, every topic.
 *
 * @param random from 0 up to 1; the same numbers give the same questions
 */
export function* firstQuestions(
  documents: readonly Document[],
  count: number,
  random: () => number,
): Steps<string[]> {
  const questions: string[] = [];
  const asked = new AskedQuestions();
  const isFresh = (one: string) => !questions.includes(one) && !asked.hasNearly(one);
  const mixed = shuffled(documents, random);
  // Written questions read better than headings put as one.
  const written = mixed.filter(({ sections }) => sections.some(({ keys }) => keys.length > 0));
  const others = mixed.filter((document) => !written.includes(document));
  const inTurn = [...byTopicInTurn(written), ...byTopicInTurn(others)];
  for (const document of repeated(inTurn, () => questions.length)) {
    if (questions.length >= count) break;
    const candidates = shuffled(
      document.sections.flatMap((one) => sectionQuestions(document, one)),
      random,
    );
    const clear = candidates.filter((candidate) => standsAlone(candidate, document.title));
    const fresh =
      (clear.length > 0 ? clear : candidates).find(isFresh) ??
      (candidates.length === 0 && others.includes(document)
        ? `What do the notes say about ${document.title}?`
        : undefined);
    if (fresh !== undefined && !questions.includes(fresh)) {
      questions.push(fresh);
      asked.add(fresh);
    }
    yield;
  }
  return questions;
}

/** All of them again and again, as long as a pass over them has added something. */
function* repeated<Item>(items: readonly Item[], added: () => number): Generator<Item> {
  let before = -1;
  while (added() > before) {
    before = added();
    yield* items;
  }
}

/** The first document of each topic, then the second of each, and so on. */
function byTopicInTurn(documents: readonly Document[]): Document[] {
  const seen = new Map<string, number>();
  const turns = documents.map((document) => {
    const topic = document.metadata['topic'];
    const name = typeof topic === 'string' ? topic : document.id;
    const turn = seen.get(name) ?? 0;
    seen.set(name, turn + 1);
    return { document, turn };
  });
  return turns.sort((left, right) => left.turn - right.turn).map(({ document }) => document);
}
