/**
 * The reply of a model, piece by piece -> claims. Reads by whole tokens, so that the cuts between
 * pieces never matter. Knows the form that `prompts.ts` asks for and the ways in which weak models
 * miss it; checks nothing against the notes.
 */
import { sentencesOf } from '../text/sentences.ts';
import type { Claim, ClaimedQuote } from './claims.ts';
import { plainClaim, plainFormula, plainQuote, quotePlace } from './plain-claim.ts';

const maxClaims = 60;
const maxClaimChars = 4_000;
const maxQuotes = 8;
const maxQuoteChars = 1_000;
const maxTagChars = 300;
/** What the end of a quotation may look ahead: no sign of it is longer. */
const lookAhead = 40;

export interface ClaimParserOptions {
  /** Hears each claim once nothing that follows can change it. */
  readonly onClaim: (claim: Claim) => void;
}

export interface ParsedReply {
  /** The model says that the passages hold no answer; nothing was claimed before. */
  readonly declined: boolean;
  readonly claims: number;
}

export interface ClaimParser {
  push(piece: string): void;
  /** @param cut the reply was cut at its limit: its last sentence is left out */
  end(cut?: boolean): ParsedReply;
}

type Mode = 'line' | 'text' | 'quote' | 'block' | 'done';
type Layout = Claim['layout'];

const ids = '[a-z]\\d(?:[a-z]\\d){1,2}';
const bareIds = new RegExp(
  `^\\[\\s*(${ids}(?:\\s*[,;]\\s*${ids})*)(?:\\s*[:|]\\s*(["“]?[^\\]]*))?\\]$`,
  'i',
);
const tagForm = /^<\/?[a-z][a-z0-9-]*(?:[\s/][^<>\n]*)?>$|^<[!?][^<>\n]*>$/i;
const quoteEnd = /<\/\s{0,3}cite\s{0,3}>|<cite(?=[\s>/])|\n[ \t]{0,8}\n|\n[ \t]{0,8}[-*] /i;
/** What ends a block, by the mark that opens it. A formula left open ends where text goes on. */
const blockEnds: Readonly<Record<string, RegExp>> = {
  '```': /(?:^|\n)[ \t]{0,3}```/,
  '~~~': /(?:^|\n)[ \t]{0,3}~~~/,
  $$: /\$\$|\n[ \t]{0,8}\n|<\/?(?:cite|decline)(?=[\s>/])/i,
};
const linePrefix = /^(?:(?:[-*+]|\d{1,3}[.)])[ \t]+|#{1,6}[ \t]+|>[ \t]?)/;
/** Enough to tell what kind of line begins. */
const prefixChars = 8;
const sentenceEnd = /[.!?…:。！？]["'”’)\]*_]*$/;
const closing = /[.!?,;:)…。！？"'”’\]*_]/;

export function createClaimParser({ onClaim }: ClaimParserOptions): ClaimParser {
  let buffer = '';
  let mode: Mode = 'line';
  let blockMark = '';
  let quoteId = '';
  let blankBefore = false;
  let claimed = 0;
  let declined = false;
  let unit = newUnit('sentence');

  const emit = (claim: Claim): void => {
    if (claim.text === '' || claimed >= maxClaims) return;
    claimed += 1;
    onClaim(claim);
  };
  const finishUnit = (cut = false): void => {
    const claims = claimsOf(unit);
    const { open: wasOpen } = unit;
    const whole = isWhole(unit);
    unit = newUnit('sentence');
    const unfinished = cut && (wasOpen || !whole);
    for (const claim of unfinished ? claims.slice(0, -1) : claims) emit(claim);
  };
  const write = (character: string): void => {
    const speaks = /\S/.test(character) && !closing.test(character);
    if (speaks && (unit.layout === 'formula' || isWhole(unit))) finishUnit();
    if (unit.layout === 'formula') return;
    // A run without any end is cut rather than kept growing.
    if (unit.raw.length < maxClaimChars * 2) unit.raw += character;
  };
  const cite = (passageId: string, text: string): void => {
    if (unit.quotes.length >= maxClaims * maxQuotes) return;
    unit.raw += quotePlace;
    unit.quotes.push({ passageId, text: plainQuote(text).slice(0, maxQuoteChars) });
  };
  const decline = (): void => {
    if (claimed > 0) return;
    declined = true;
    unit = newUnit('sentence');
    mode = 'done';
  };

  /** Takes one token off the buffer; false when it has to wait for more. */
  const step = (ended: boolean): boolean => {
    if (mode === 'done') {
      buffer = '';
      return false;
    }
    if (buffer === '') return false;
    if (mode === 'line') return beginLine(ended);
    if (mode === 'quote') return readQuote(ended);
    if (mode === 'block') return readBlock(ended);
    return readText(ended);
  };

  const beginLine = (ended: boolean): boolean => {
    const lead = /^[ \t]*/.exec(buffer)![0].length;
    const rest = buffer.slice(lead);
    if (rest.length < prefixChars && !rest.includes('\n') && !ended) return false;
    if (rest === '') {
      buffer = '';
      return false;
    }
    if (/^\r?\n/.test(rest)) {
      blankBefore = true;
      buffer = rest.slice(rest.indexOf('\n') + 1);
      return true;
    }
    // A proof on a line of its own belongs to the sentence above it.
    if (/^<\/?cite/i.test(rest) && (unit.raw !== '' || unit.layout === 'formula')) {
      buffer = rest;
      mode = 'text';
      return true;
    }
    const opened = /^(?:```|~~~|\$\$)/.exec(rest)?.[0];
    if (opened !== undefined) {
      finishUnit();
      blockMark = opened;
      mode = 'block';
      buffer = rest.slice(opened.length);
      blankBefore = false;
      return true;
    }
    const prefix = linePrefix.exec(rest)?.[0] ?? '';
    const wraps =
      prefix === '' &&
      !blankBefore &&
      unit.layout !== 'formula' &&
      !unit.heading &&
      !sentenceEnd.test(unit.raw.replaceAll(quotePlace, '').trimEnd()) &&
      /^[\p{Ll}\p{N}("'`$<[]/u.test(rest);
    if (wraps && unit.raw !== '') unit.raw += ' ';
    // Before a bracket it is not known yet whether a proof follows, so the text decides.
    else if (prefix === '' && /^[[<]/.test(rest)) unit.broken = true;
    else {
      finishUnit();
      unit = newUnit(/^(?:[-*+]|\d)/.test(prefix) ? 'item' : 'sentence');
      unit.heading = prefix.startsWith('#');
    }
    blankBefore = false;
    buffer = rest.slice(prefix.length);
    mode = 'text';
    return true;
  };

  const readText = (ended: boolean): boolean => {
    const first = buffer.charAt(0);
    if (first === '\n') {
      buffer = buffer.slice(1);
      mode = 'line';
      return true;
    }
    if (first === '<') return readTag(ended);
    if (first === '[') return readBracket(ended);
    const run = /^[^\n<[\s]+|^[^\S\n]+/.exec(buffer)![0];
    if (unit.broken && /\S/.test(run)) breakUnit();
    for (const character of run) write(character);
    buffer = buffer.slice(run.length);
    return true;
  };

  const breakUnit = (): void => {
    finishUnit();
    unit = newUnit('sentence');
  };

  const readTag = (ended: boolean): boolean => {
    const found = /^<[^<>\n]{0,300}/.exec(buffer)![0];
    const next = buffer.charAt(found.length);
    if (next === '' && found.length <= maxTagChars && !ended) return false;
    const whole = next === '>' ? `${found}>` : found;
    if (next !== '>' || !tagForm.test(whole)) {
      // At the end an unfinished tag of ours is dropped; elsewhere the character is text.
      if (ended && next === '' && isBegunTag(found)) {
        if (/^<decline\b/i.test(found)) decline();
        buffer = '';
        return false;
      }
      if (unit.broken) breakUnit();
      write('<');
      buffer = buffer.slice(1);
      return true;
    }
    buffer = buffer.slice(whole.length);
    if (/^<\/?decline\b/i.test(whole)) decline();
    else if (/^<cite\b/i.test(whole)) {
      unit.broken = false;
      quoteId = idIn(whole);
      if (whole.endsWith('/>')) cite(quoteId, '');
      else mode = 'quote';
    } else if (!/^<\/?cite\b/i.test(whole)) write(' ');
    return true;
  };

  const readBracket = (ended: boolean): boolean => {
    const found = /^\[[^\][\n]{0,300}/.exec(buffer)![0];
    const next = buffer.charAt(found.length);
    if (next === '' && found.length <= maxTagChars && !ended) return false;
    const named = next === ']' ? bareIds.exec(`${found}]`) : null;
    if (named === null) {
      if (unit.broken) breakUnit();
      write('[');
      buffer = buffer.slice(1);
      return true;
    }
    unit.broken = false;
    for (const id of named[1]!.split(/\s*[,;]\s*/)) cite(id.toLowerCase(), named[2] ?? '');
    buffer = buffer.slice(found.length + 1);
    return true;
  };

  const readQuote = (ended: boolean): boolean => {
    const end = quoteEnd.exec(buffer);
    const found = end !== null && end.index <= maxQuoteChars;
    if (!found && !ended && buffer.length < maxQuoteChars + lookAhead) return false;
    const length = found ? end.index : Math.min(maxQuoteChars, buffer.length);
    cite(quoteId, buffer.slice(0, length));
    const closes = found && end[0].startsWith('</') ? end[0].length : 0;
    if (!found && ended && length === buffer.length) unit.open = true;
    buffer = buffer.slice(length + closes);
    mode = 'text';
    return true;
  };

  /** A fenced block of code, or a formula: nothing in it is read as markup. */
  const readBlock = (ended: boolean): boolean => {
    const end = blockEnds[blockMark]?.exec(buffer) ?? null;
    if (end === null && !ended) return false;
    const body = buffer.slice(0, end?.index ?? buffer.length);
    const closes = end?.[0].endsWith(blockMark) ?? false;
    buffer = end === null ? '' : buffer.slice(end.index + (closes ? end[0].length : 0));
    mode = 'text';
    if (blockMark === '$$') {
      const formula = plainFormula(body).slice(0, maxClaimChars);
      unit = newUnit('formula');
      unit.raw = formula === '' ? '' : `$$${formula}$$`;
      unit.open = !closes;
    } else if (/^[^\n]*\s*<\/?decline\b/i.test(body)) decline();
    else {
      const code = plainClaim(body.replace(/^[^\n]*\n/, ''));
      emit({ text: bounded(code), quotes: [], layout: 'sentence' });
    }
    return true;
  };

  return {
    push: (piece) => {
      buffer += piece.replace(/[\ue000-\uf8ff]/g, '').replaceAll('\r', '');
      while (step(false));
    },
    end: (cut = false) => {
      while (step(true));
      if (claimed === 0 && !cut && isBareDecline(unit.raw)) decline();
      finishUnit(cut);
      mode = 'done';
      return { declined, claims: claimed };
    },
  };
}

interface Unit {
  /** What was written, with a place for each quotation. */
  raw: string;
  readonly quotes: ClaimedQuote[];
  readonly layout: Layout;
  heading: boolean;
  /** A line ended after it; only a proof may still follow. */
  broken: boolean;
  open: boolean;
}

function newUnit(layout: Layout): Unit {
  return { raw: '', quotes: [], layout, heading: false, broken: false, open: false };
}

/** A sentence that ended and has its proof: what follows begins another. */
function isWhole({ raw, quotes }: Unit): boolean {
  return (
    quotes.length > 0 && sentenceEnd.test(raw.slice(-200).replaceAll(quotePlace, '').trimEnd())
  );
}

function claimsOf({ raw, quotes, layout }: Unit): Claim[] {
  if (layout === 'formula') {
    const text = raw.replaceAll(quotePlace, '');
    return text === '' ? [] : [{ text, quotes: quotes.slice(0, maxQuotes), layout }];
  }
  const { text, places } = takePlaces(plainClaim(joinPlaces(raw)));
  const sentences = sentencesOf(text);
  const of: ClaimedQuote[][] = sentences.map(() => []);
  for (const [at, quote] of quotes.entries()) {
    const place = places[at] ?? text.length;
    const before = sentences.findLastIndex(({ start }) => start < place);
    const own = of[Math.max(before, 0)];
    if (own && own.length < maxQuotes) own.push(quote);
  }
  return sentences.map(({ start, end }, at) => ({
    text: bounded(text.slice(start, end)),
    quotes: of[at] ?? [],
    // Only the first sentence of an item opens it.
    layout: at === 0 ? layout : 'sentence',
  }));
}

/** A quotation before a full stop leaves no gap behind; between words it leaves one. */
function joinPlaces(raw: string): string {
  return raw
    .replace(/\s*((?:\ue000\s*)*\ue000)/g, (_, run: string) => run.replace(/\s+(?=\ue000)/g, ''))
    .replace(/\ue000\s+(?=[.,;:!?])/g, quotePlace);
}

function takePlaces(marked: string): { text: string; places: number[] } {
  const places: number[] = [];
  let text = '';
  for (const part of marked.split(/(\ue000)/)) {
    if (part === quotePlace) places.push(text.length);
    else text += part;
  }
  return { text, places };
}

function bounded(text: string): string {
  return text.slice(0, maxClaimChars).toWellFormed();
}

function idIn(tag: string): string {
  const named =
    /\bid\s*=\s*["'“”]?\s*([\w-]{1,40})/i.exec(tag) ?? /^<cite\s+["'[]?([\w-]{1,40})/i.exec(tag);
  return (named?.[1] ?? '').toLowerCase();
}

function isBareDecline(text: string): boolean {
  return /^[\s`*"'[(]*\/?decline\/?[\s`*"'\])]*\.?$/i.test(text.trim());
}

function isBegunTag(text: string): boolean {
  const name = /^<\/?([a-z]*)/i.exec(text)?.[1]?.toLowerCase() ?? '';
  if (name === 'cite' || name === 'decline') return true;
  return /^<\/?[a-z]*$/i.test(text) && ['cite', 'decline'].some((tag) => tag.startsWith(name));
}
