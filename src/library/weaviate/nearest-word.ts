/** The word of the library that one may be a misspelling of, by the rule of the local library. */
import { createSpelling } from '../../index/spelling.ts';
import type { LibraryView } from './library-view.ts';
import { groupsNear, pairsOf } from './spelling-pairs.ts';

/** Words that share the most pairs of letters; the right one is nearly always among the first ten. */
const candidates = 60;
/** While they may be in the servers' memory alone (`LibraryView.isFresh`). */
const freshCandidates = 2_000;

export async function nearestWord(view: LibraryView, word: string): Promise<string | undefined> {
  if ((await view.wordFrequency(word)) > 0) return word;
  const like = await wordsLike(view, word);
  const counted = await Promise.all(
    like.map(async (one) => ({ one, frequency: await view.wordFrequency(one) })),
  );
  // Words of documents that have gone stay listed: what stands in no chunk is no repair.
  const used = counted.filter(({ frequency }) => frequency > 0);
  const frequencies = Uint32Array.from(used, ({ frequency }) => frequency);
  return createSpelling(
    used.map(({ one }) => one),
    frequencies,
  )(word);
}

async function wordsLike(view: LibraryView, word: string): Promise<string[]> {
  const { cluster, set } = view;
  const found = await cluster.read('look words up', async (client) => {
    const words = client.collections.use(set.words);
    const { objects } = await words.query.bm25(pairsOf(word).join(' '), {
      queryProperties: ['pairs'],
      filters: words.filter.byProperty('group').containsAny(groupsNear(word)),
      limit: view.isFresh ? freshCandidates : candidates,
      returnProperties: ['word'],
    });
    return objects.map(({ properties }) => String(properties['word']));
  });
  // Only those near enough are worth counting.
  return found.filter((one) => one !== word && isNear(word, one));
}

function isNear(word: string, other: string): boolean {
  return createSpelling([other], Uint32Array.of(1))(word) === other;
}
