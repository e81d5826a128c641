/**
 * ParsedDocument -> Chunk[]: packs blocks into spans of about 800 characters along sections.
 *
 * A chunk never crosses a heading. Lists, tables, code and formulas stay whole while they fit a
 * passage; longer ones are cut between items, rows or lines, longer sentences at spaces.
 */
import { hashParts } from '../text/hash.ts';
import { sentencesOf } from '../text/sentences.ts';
import {
  type Block,
  type Chunk,
  MAX_PASSAGE_CHARS,
  type ParsedDocument,
  type Span,
} from '../types.ts';

export interface ChunkOptions {
  /** Length a chunk aims at, in UTF-16 units. */
  readonly chunkChars: number;
  /** Longest chunk. */
  readonly maxChunkChars: number;
  /** A last chunk shorter than this joins the one before it where both fit. */
  readonly minChunkChars: number;
}

/** 800 led at equal reading budget (docs/decisions/0004-chunks.md). */
export const defaultChunkOptions: ChunkOptions = {
  chunkChars: 800,
  maxChunkChars: MAX_PASSAGE_CHARS,
  minChunkChars: 250,
};

/** Changes whenever the same text would be cut otherwise, so that an index can tell. */
export const chunkerFingerprint = 'sections-3:800:1200:250:a3';

interface Piece extends Span {
  readonly sectionOrdinal: number;
  readonly heading: boolean;
  /** Must stay with what follows: a line that ends in ":" or a question with its answer. */
  readonly leadsOn: boolean;
  readonly tableHeader?: Span;
  /** A chunk of a long section always begins here, so that an insertion moves few boundaries. */
  readonly anchor: boolean;
}

/** Sections up to this length have at most three chunks, and no anchors. */
const longSectionChars = 2_400;
/** One piece in so many is an anchor, chosen by its own text alone. */
const anchorRate = 3;

/**
 * Cuts a document into chunks, in order. Every character of the body that is not white space lies in
 * exactly one chunk; front matter lies in none. A document without text gives `[]`.
 */
export function chunkDocument(
  document: ParsedDocument,
  options: ChunkOptions = defaultChunkOptions,
): Chunk[] {
  const pieces = document.blocks.flatMap((block) => piecesOf(document, block, options));
  const repetitions = new Map<string, number>();
  return pack(pieces, options).map((group) => {
    const first = group[0]!;
    const last = group.at(-1)!;
    const body = group.find((piece) => !piece.heading);
    const text = document.text.slice(first.start, last.end);
    const repetition = repetitions.get(text) ?? 0;
    repetitions.set(text, repetition + 1);
    return {
      id: hashParts(document.id, text, String(repetition)),
      documentId: document.id,
      start: first.start,
      end: last.end,
      text,
      sectionOrdinal: last.sectionOrdinal,
      headingLength: (body?.start ?? last.end) - first.start,
      ...(body?.tableHeader && { tableHeader: body.tableHeader }),
    };
  });
}

/** A block whole, or its parts when it is longer than a chunk may be. */
function piecesOf(document: ParsedDocument, block: Block, options: ChunkOptions): Piece[] {
  const { text } = document;
  const section = document.sections[block.sectionOrdinal]!;
  const long = section.end - section.start > longSectionChars;
  const heading = block.kind === 'heading';
  const parts =
    block.end - block.start <= options.maxChunkChars
      ? [block]
      : cutSpan(text, block, block.cuts, options);
  const ending = text.slice(Math.max(block.start, block.end - 40), block.end).trimEnd();
  const leadsOn = block.kind === 'paragraph' && /[:?]["')\]*_]*$/.test(ending);
  return parts.map((part, index) => ({
    start: part.start,
    end: part.end,
    sectionOrdinal: block.sectionOrdinal,
    heading,
    leadsOn,
    anchor: long && !heading && isAnchor(text.slice(part.start, part.end)),
    ...(block.headerEnd !== undefined &&
      index > 0 && { tableHeader: { start: block.start, end: block.headerEnd } }),
  }));
}

/** 32-bit FNV-1a over the text's units. */
function isAnchor(text: string): boolean {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0) % anchorRate === 0;
}

/** Cuts at the given offsets, then at sentences, then at spaces, until every part fits. */
function cutSpan(text: string, span: Span, cuts: readonly number[], options: ChunkOptions): Span[] {
  const parts = group(trimmedParts(text, span, cuts), options.chunkChars);
  return parts.flatMap((part) => {
    if (part.end - part.start <= options.maxChunkChars) return [part];
    const sentences = sentencesOf(text.slice(part.start, part.end));
    const starts = sentences.map((sentence) => part.start + sentence.start);
    return group(trimmedParts(text, part, starts), options.chunkChars).flatMap((sentence) =>
      sentence.end - sentence.start <= options.maxChunkChars
        ? [sentence]
        : cutAtSpaces(text, sentence, options.chunkChars),
    );
  });
}

/** The parts between cuts, without surrounding white space; empty ones are dropped. */
function trimmedParts(text: string, span: Span, cuts: readonly number[]): Span[] {
  const inside = cuts.filter((cut) => cut > span.start && cut < span.end);
  const edges = [span.start, ...inside, span.end];
  return edges.slice(1).flatMap((edge, index) => {
    let start = edges[index]!;
    let end = edge;
    while (start < end && /\s/.test(text.charAt(start))) start += 1;
    while (end > start && /\s/.test(text.charAt(end - 1))) end -= 1;
    return end > start ? [{ start, end }] : [];
  });
}

/** Joins neighbours while together they are at most `limit` long. */
function group(parts: readonly Span[], limit: number): Span[] {
  const joined: { start: number; end: number }[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last && part.end - last.start <= limit) last.end = part.end;
    else joined.push({ start: part.start, end: part.end });
  }
  return joined;
}

function cutAtSpaces(text: string, span: Span, limit: number): Span[] {
  const cuts: number[] = [];
  let from = span.start;
  while (span.end - from > limit) {
    const space = text.slice(from, from + limit).search(/\s(?=\S*$)/);
    let cut = space > 0 ? from + space + 1 : from + limit;
    if (isLowSurrogate(text, cut)) cut -= 1;
    cuts.push(cut);
    from = cut;
  }
  return trimmedParts(text, span, cuts);
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function pack(pieces: readonly Piece[], options: ChunkOptions): Piece[][] {
  const groups: Piece[][] = [];
  let open: Piece[] = [];
  const close = (): void => {
    if (open.length > 0) groups.push(open);
    open = [];
  };
  for (const [index, piece] of pieces.entries()) {
    if (open.length > 0 && !joins(open, piece, pieces[index + 1], options)) {
      const carried = piece.heading ? [] : trailingLead(open);
      open = open.slice(0, open.length - carried.length);
      close();
      open = carried;
      if (open.length > 0 && piece.end - open[0]!.start > options.maxChunkChars) close();
    }
    open.push(piece);
  }
  close();
  return joinShortEnds(groups, options);
}

/** Whether `piece` goes into the open chunk. */
function joins(
  open: readonly Piece[],
  piece: Piece,
  next: Piece | undefined,
  options: ChunkOptions,
): boolean {
  const last = open.at(-1)!;
  const start = open[0]!.start;
  const length = piece.end - start;
  if (length > options.maxChunkChars) return false;
  if (piece.heading) return last.heading;
  if (last.heading || last.leadsOn) return true;
  if (piece.anchor || piece.tableHeader) return false;
  // A lead-in joins only where what it leads to fits as well.
  const whole = piece.leadsOn && next && !next.heading ? next.end - start : length;
  return whole <= options.chunkChars;
}

/** Pieces at the end of the open chunk that belong to what follows. */
function trailingLead(open: readonly Piece[]): Piece[] {
  const last = open.at(-1)!;
  return open.length > 1 && last.leadsOn && !last.heading ? [last] : [];
}

function joinShortEnds(groups: readonly Piece[][], options: ChunkOptions): Piece[][] {
  const joined: Piece[][] = [];
  for (const current of groups) {
    const before = joined.at(-1);
    const length = current.at(-1)!.end - current[0]!.start;
    const fits =
      before !== undefined &&
      !current[0]!.heading &&
      current[0]!.tableHeader === undefined &&
      before.at(-1)!.sectionOrdinal === current[0]!.sectionOrdinal &&
      current.at(-1)!.end - before[0]!.start <= options.maxChunkChars;
    if (fits && length < options.minChunkChars) before.push(...current);
    else joined.push([...current]);
  }
  return joined;
}
