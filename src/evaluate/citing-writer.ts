/**
 * A chat model without a network, for measuring citations: it writes claims that people wrote, each
 * with a quotation out of the passages that the prompt shows. It knows of the notes what stands in
 * the prompt, and nothing else.
 */
import type { PipelineOptions } from '../pipeline.ts';
import { findNormalised } from '../text/normalise-quote.ts';
import { sentencesOf } from '../text/sentences.ts';
import { seededRandom } from './metrics.ts';
import type { ParaphrasedQuestion } from './paraphrases.ts';

type ChatModel = NonNullable<PipelineOptions['chatModel']>;
export type WrittenClaim = ParaphrasedQuestion['claims'][number];

/**
 * `honest`: what the notes say, quoted as it stands. `careless`: overreaching claims too, quoted as
 * it stands. `formless`: the same without any proof. `liar`: as honest, with every second quotation wrong.
 */
export const habits = ['honest', 'careless', 'formless', 'liar'] as const;
export type Habit = (typeof habits)[number];

/**
 * `altered`: one word is another. `invented`: stands in no passage. `misplaced`: stands as it is, but
 * in another passage than the one named.
 */
export const lies = ['altered', 'invented', 'misplaced'] as const;
export type Lie = (typeof lies)[number];

export interface WrittenSentence {
  readonly claim: WrittenClaim;
  /** What is wrong with its quotations; null where they are true. */
  readonly lie: Lie | null;
  readonly quotes: readonly { readonly passageId: string; readonly text: string }[];
}

export interface CitingWriter {
  readonly model: ChatModel;
  /** The claims that the next answer is written from; forgets what was written before. */
  begin(habit: Habit, claims: readonly WrittenClaim[]): void;
  /** Of the answer begun last, in order. */
  readonly written: readonly WrittenSentence[];
  /** How often quotations were asked for a second time since it began. */
  readonly repairs: number;
}

interface ShownPassage {
  readonly id: string;
  readonly text: string;
}

const fewestWords = 6;
const mostWords = 12;
const longestPiece = 13;

/** Always the same for the same calls: seeded. A second request for a quotation gets the first again. */
export function createCitingWriter(): CitingWriter {
  let random = seededRandom(1);
  let habit: Habit = 'honest';
  let claims: readonly WrittenClaim[] = [];
  let written: WrittenSentence[] = [];
  let repairs = 0;
  let begun = 0;
  let told = 0;

  const write = (prompt: string): string => {
    const passages = passagesIn(prompt);
    for (const claim of claims) {
      if ((habit === 'honest' || habit === 'liar') && !claim.supported) continue;
      const quotes = honestQuotes(claim, passages, random);
      if (quotes.length === 0) continue;
      const lie = habit === 'liar' && written.length % 2 === 1 ? lies[told % lies.length]! : null;
      if (lie !== null) told += 1;
      const said = quotes.map((quote) =>
        lie === null ? quote : (wrongQuote(lie, quote, claim, passages, random) ?? quote),
      );
      // Where another passage says the same there is no place that would be wrong.
      const isLie = said.some((quote, at) => quote !== quotes[at]);
      written.push({ claim, lie: isLie ? lie : null, quotes: habit === 'formless' ? [] : said });
    }
    if (written.length === 0) return '<decline/>';
    // Running text and lists by turns: both are forms that the prompt asks for.
    return begun % 2 === 0
      ? written.map((sentence) => `${sentence.claim.text}${proofOf(sentence)}`).join(' ')
      : written.map((sentence) => `- ${sentence.claim.text}${proofOf(sentence)}`).join('\n');
  };
  const repair = (sentences: string): string => {
    repairs += 1;
    const asked = [...sentences.matchAll(/^(\d+): (.*)$/gm)];
    return asked
      .map(([, number, text]) => {
        const said = written.find(({ claim }) => claim.text === text);
        return `${number}:${said === undefined ? ' drop' : proofOf(said)}`;
      })
      .join('\n');
  };

  return {
    model: {
      name: 'scripted',
      async *stream({ messages }) {
        const prompt = messages.at(-1)?.text ?? '';
        const sentences = /\nSentences\n\n([\s\S]*)$/.exec(prompt)?.[1];
        const reply = sentences === undefined ? write(prompt) : repair(sentences);
        for (let at = 0; at < reply.length; ) {
          const length = 1 + Math.floor(random() * longestPiece);
          yield reply.slice(at, at + length);
          at += length;
        }
        return { finishReason: 'stop', usage: null };
      },
    },
    begin: (next, from) => {
      begun += 1;
      random = seededRandom(begun);
      habit = next;
      claims = from;
      written = [];
      repairs = 0;
    },
    get written() {
      return written;
    },
    get repairs() {
      return repairs;
    },
  };
}

function proofOf({ quotes }: WrittenSentence): string {
  return quotes.map(({ passageId, text }) => ` <cite id="${passageId}">${text}</cite>`).join('');
}

function passagesIn(prompt: string): ShownPassage[] {
  const mark = /\[\[(\w+) \w+\]\]/.exec(prompt)?.[1] ?? '';
  const fenced = new RegExp(
    `\\[\\[${mark} (\\w+)\\]\\] [^\\n]*\\n([\\s\\S]*?)\\n\\[\\[${mark} end\\]\\]`,
    'g',
  );
  return [...prompt.matchAll(fenced)].map(([, id = '', text = '']) => ({ id, text }));
}

/** A few words in a row of each sentence that the claim's quotation touches; none where it is not shown. */
function honestQuotes(
  { quote }: WrittenClaim,
  passages: readonly ShownPassage[],
  random: () => number,
): WrittenSentence['quotes'] {
  for (const { id, text } of passages) {
    const place = findNormalised(text, quote.text);
    if (place === undefined) continue;
    return sentencesOf(text)
      .filter(({ start, end }) => start < place.end && end > place.start)
      .map(({ start, end }) => ({
        passageId: id,
        text: fewWords(
          text.slice(Math.max(start, place.start), Math.min(end, place.end)).trim(),
          random,
        ),
      }));
  }
  return [];
}

function fewWords(text: string, random: () => number): string {
  const words = text.split(/\s+/);
  const count = Math.min(
    words.length,
    fewestWords + Math.floor(random() * (mostWords - fewestWords + 1)),
  );
  const first = Math.floor(random() * (words.length - count + 1));
  return words.slice(first, first + count).join(' ');
}

type Quote = WrittenSentence['quotes'][number];

/** Undefined where no such lie can be told of these passages. */
function wrongQuote(
  lie: Lie,
  quote: Quote,
  claim: WrittenClaim,
  passages: readonly ShownPassage[],
  random: () => number,
): Quote | undefined {
  const standsSomewhere = (text: string): boolean =>
    passages.some((passage) => findNormalised(passage.text, text) !== undefined);
  if (lie === 'misplaced') {
    const other = passages.find(
      ({ id, text }) => id !== quote.passageId && findNormalised(text, quote.text) === undefined,
    );
    return other && { passageId: other.id, text: quote.text };
  }
  if (lie === 'invented') {
    const text = claim.text.split(/\s+/).slice(0, mostWords).join(' ');
    return standsSomewhere(text) ? undefined : { ...quote, text };
  }
  const words = quote.text.split(' ');
  const others = passages.flatMap(({ text }) => text.match(/[A-Za-z]{3,}|\d+/g) ?? []);
  // Each word stands somewhere in the notes: only their order gives the change away.
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const at = Math.floor(random() * words.length);
    const other = others[Math.floor(random() * others.length)] ?? '';
    const core = /[\p{L}\p{N}]+/u.exec(words[at]!)?.[0];
    if (core === undefined) continue;
    const text = words.with(at, words[at]!.replace(core, other)).join(' ');
    if (!standsSomewhere(text)) return { ...quote, text };
  }
  return undefined;
}
