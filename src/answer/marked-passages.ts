/**
 * Evidence -> what a model is shown of it: each passage between random marks under an opaque id, so
 * that nothing in a note can pass for a part of the prompt or name another passage. The notes
 * themselves stay as they are; only the prompt's copy is cleaned.
 */
import type { EvidencePassage } from './contract.ts';
import { charsPerToken } from './estimate-tokens.ts';

const defaultMaxPassages = 8;
const defaultMaxTokens = 3_000;

const letters = 'abcdefghjkmnpqrstuvwxyz';
const digits = '23456789';

/** Zero-width, direction and tag characters, controls, and the private area that the parser uses. */
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is taken out
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ue000-\uf8ff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

export interface MarkedPassages {
  /** All passages, fenced. */
  readonly text: string;
  /** Stands at both ends of each passage and nowhere within. */
  readonly mark: string;
  readonly ids: ReadonlyMap<string, EvidencePassage>;
}

export interface MarkOptions {
  /** Numbers from 0 up to 1; not to be guessed by who writes notes. */
  readonly random: () => number;
  /** Estimated tokens of all passages; 3,000 unless given. The first is always shown. */
  readonly maxTokens?: number;
  /** 8 unless given. */
  readonly maxPassages?: number;
}

/** Marks the first passages, at most 8, as far as they fit; one that does not fit is left out whole. */
export function markPassages(
  passages: readonly EvidencePassage[],
  { random, maxTokens = defaultMaxTokens, maxPassages = defaultMaxPassages }: MarkOptions,
): MarkedPassages {
  const mark = randomWord(random, 6);
  const ids = new Map<string, EvidencePassage>();
  const blocks: string[] = [];
  let chars = 0;
  for (const passage of passages.slice(0, maxPassages)) {
    const id = freshId(random, ids);
    const block = fence(passage, id, mark);
    if (ids.size > 0 && chars + block.length > maxTokens * charsPerToken) continue;
    ids.set(id, passage);
    blocks.push(block);
    chars += block.length;
  }
  return { text: blocks.join('\n'), mark, ids };
}

/** The fenced text of one passage. */
export function fence(passage: EvidencePassage, id: string, mark: string): string {
  const place = [passage.title, ...passage.headingPath].join(' > ');
  const clean = (text: string): string => withoutMark(visibleText(text).text, mark);
  return `[[${mark} ${id}]] ${clean(place).replace(/\s+/g, ' ')}\n${clean(passage.text)}\n[[${mark} end]]\n`;
}

export interface VisibleText {
  readonly text: string;
  /** Where each unit of `text` stands in the original, and one more for its end. */
  readonly offsets: readonly number[];
}

/** The text without characters that a reader does not see. */
export function visibleText(original: string): VisibleText {
  const kept: string[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const point of original) {
    if (!hidden.test(point)) {
      kept.push(point);
      for (let unit = 0; unit < point.length; unit += 1) offsets.push(at + unit);
    }
    at += point.length;
  }
  offsets.push(at);
  return { text: kept.join(''), offsets };
}

function withoutMark(text: string, mark: string): string {
  let clean = text;
  while (clean.includes(mark)) clean = clean.replaceAll(mark, '');
  return clean;
}

function freshId(random: () => number, taken: ReadonlyMap<string, unknown>): string {
  for (let attempt = 0; ; attempt += 1) {
    const id = randomWord(random, attempt < 20 ? 2 : 3);
    if (!taken.has(id)) return id;
    // Randomness that repeats itself, as in a test, must not keep us here.
    if (attempt > 40) return nextFree(taken);
  }
}

function nextFree(taken: ReadonlyMap<string, unknown>): string {
  for (let at = 0; ; at += 1) {
    const id = `a2${letters[Math.floor(at / digits.length) % letters.length]}${digits[at % digits.length]}`;
    if (!taken.has(id)) return id;
  }
}

/** `pairs` times a letter and a digit: `k7f2`. No word of a language looks like it. */
function randomWord(random: () => number, pairs: number): string {
  const pick = (from: string): string => from.charAt(Math.floor(random() * from.length));
  return Array.from({ length: pairs }, () => pick(letters) + pick(digits)).join('');
}
