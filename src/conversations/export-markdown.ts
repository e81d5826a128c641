/** A stored conversation -> a Markdown document with its citations as footnotes. */
import { placeName } from '../text/place-name.ts';
import type { Citation, Statement } from '../types.ts';
import type { StoredConversation, StoredTurn } from './contract.ts';
import { escapeMarkdown, formulaMarkdown, inlineMarkdown } from './markdown-text.ts';

/** A conversation of which each turn says which of its sources are not as they were quoted. */
export interface ExportedConversation extends Omit<StoredConversation, 'turns'> {
  readonly turns: readonly (StoredTurn & {
    /** Ids of documents. */
    readonly changedSources: readonly string[];
  })[];
}

const statusWords: Readonly<Record<Citation['status'], string>> = {
  verified: 'verified',
  repaired: 'repaired (found after evening out case, spaces and marks)',
  unverified: 'unverified (not found in the notes)',
};
const supportWords: Readonly<Record<Statement['support'], string>> = {
  supported: '',
  partial: ' (only partly supported by its quotes)',
  unsupported: ' (not supported by its quotes)',
};

/**
 * Title and date, each question as a heading with its answer below, footnotes at the end, numbered
 * through the document. Words of notes and askers never count as Markdown, but for code and formulas
 * inside statements. Ends in a line end.
 */
export function exportMarkdown(conversation: ExportedConversation): string {
  const blocks = [
    `# ${escapeMarkdown(conversation.title)}`,
    `Begun ${readableTime(conversation.createdAt)}, last added to ${readableTime(conversation.updatedAt)}.`,
  ];
  const footnotes: string[] = [];
  for (const turn of conversation.turns) {
    blocks.push(`## ${escapeMarkdown(turn.question)}`);
    if (turn.sources.length > 0) {
      blocks.push(`*Searched only in ${escapeMarkdown(turn.sources.join(', '))}.*`);
    }
    const offset = footnotes.length;
    const numbers = new Map<number, number>();
    const citations = turn.result?.answer.citations ?? [];
    for (const [at, { marker }] of citations.entries()) numbers.set(marker, offset + at + 1);
    for (const citation of citations) {
      const changed = turn.changedSources.includes(citation.documentId);
      footnotes.push(footnote(footnotes.length + 1, citation, changed));
    }
    blocks.push(...answerBlocks(turn, numbers));
  }
  if (footnotes.length > 0) blocks.push(footnotes.join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

function answerBlocks(turn: StoredTurn, numbers: ReadonlyMap<number, number>): string[] {
  if (turn.state === 'failed')
    return [`*No answer: ${escapeMarkdown(turn.error ?? 'it failed.')}*`];
  if (turn.state === 'interrupted') return ['*No answer: it was interrupted.*'];
  if (!turn.result) return ['*No answer yet.*'];
  const { answer } = turn.result;
  if (answer.status === 'answered') return statementBlocks(answer.statements, numbers);
  const blocks = [inlineMarkdown(answer.text)];
  const topics = answer.nearestTopics ?? [];
  if (topics.length > 0) {
    const items = topics.map((topic) => `- ${escapeMarkdown(placeName(topic))}`);
    blocks.push('Nearest in the notes:', items.join('\n'));
  }
  return blocks;
}

/** Sentences that follow each other make a paragraph, items a list; a formula stands by itself. */
function statementBlocks(
  statements: readonly Statement[],
  numbers: ReadonlyMap<number, number>,
): string[] {
  const groups: { layout: Statement['layout']; parts: string[] }[] = [];
  for (const { layout, text, citations, support } of statements) {
    const marks = citations.flatMap((marker) => numbers.get(marker) ?? []);
    const notes = marks.map((number) => `[^${number}]`).join('');
    const behind = `${notes}${supportWords[support]}`;
    // Behind the closing marks of a formula nothing may stand in their line.
    const part =
      layout === 'formula'
        ? [formulaMarkdown(text), behind.trim()].filter((line) => line !== '').join('\n\n')
        : `${layout === 'item' ? '- ' : ''}${inlineMarkdown(text)}${behind}`;
    const last = groups.at(-1);
    if (last && last.layout === layout && layout !== 'formula') last.parts.push(part);
    else groups.push({ layout, parts: [part] });
  }
  return groups.map(({ layout, parts }) => parts.join(layout === 'item' ? '\n' : ' '));
}

function footnote(number: number, citation: Citation, changed: boolean): string {
  const { quote, uri, start, end, status } = citation;
  const place = escapeMarkdown(`${placeName(citation)}, ${uri}`);
  const source = `${place}, characters ${start} to ${end}, ${statusWords[status]}.`;
  const change = changed ? ' The source has changed since.' : '';
  return `[^${number}]: “${escapeMarkdown(quote)}” — ${source}${change}`;
}

/** `2026-02-03T10:11:12.000Z` -> `2026-02-03 10:11 UTC` */
function readableTime(moment: string): string {
  return `${moment.slice(0, 16).replace('T', ' ')} UTC`;
}
