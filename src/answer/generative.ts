/**
 * Answers that a model writes from the evidence. It streams, but a sentence is told only when it is
 * final: checked against the notes and numbered. From the first sentence with a wrong quotation on,
 * all wait until the reply has ended and one further call had its chance to mend them, so that what
 * a reader has seen never changes. The gate has spoken before; there is no answer beyond the notes.
 */
import { UpstreamError } from '../errors.ts';
import type { ChatEnd, ChatMessage, ChatModel } from '../models/contract.ts';
import type { Answer, Statement } from '../types.ts';
import type { AnswerPiece } from './answer-pieces.ts';
import { createAnswerText } from './answer-text.ts';
import { createCitationNumbers } from './citation-numbers.ts';
import { createClaimParser } from './claim-parser.ts';
import type { Claim } from './claims.ts';
import { declineAnswer } from './compose-answer.ts';
import type { Evidence } from './contract.ts';
import { type GroundedClaim, type Grounds, groundClaim } from './ground-claim.ts';
import { type MarkedPassages, markPassages } from './marked-passages.ts';
import { answerPrompt, repairPrompt } from './prompts.ts';
import { repairsIn } from './read-repairs.ts';

/** Longest reply that is read, in UTF-16 units; what follows counts as cut. */
const maxReplyChars = 60_000;
/** Sentences that one repair call may mend; the rest stay flagged. */
const maxRepairs = 10;

export interface WriteOptions extends Pick<Grounds, 'similarity' | 'termWeights' | 'thresholds'> {
  readonly model: ChatModel;
  /** Numbers from 0 up to 1 for marks and ids; from a source that cannot be guessed. */
  readonly random: () => number;
  /** One further call for quotations that were not found; true unless given. */
  readonly repair?: boolean;
  readonly maxOutputTokens: number;
  /** Estimated tokens of all passages; 3,000 unless given. */
  readonly maxPassageTokens?: number;
  /** 8 unless given. */
  readonly maxPassages?: number;
  readonly signal?: AbortSignal | undefined;
  /** Waited for before each sentence is checked, so that others have their turn between two of them. */
  readonly nextTurn?: (() => Promise<void>) | undefined;
  /** Hears each sentence once it is final; what it throws fails the answer. */
  readonly onPiece?: ((piece: AnswerPiece) => void) | undefined;
}

/** What happened on the way, for the trace. */
export interface WritingReport {
  readonly model: string;
  readonly promptChars: number;
  /** Chunk ids of the passages shown, by the ids that the model saw. */
  readonly passages: Readonly<Record<string, string>>;
  readonly replyChars: number;
  readonly claims: number;
  /** Claimed quotations: found letter for letter, found after normalising, found nowhere. */
  readonly quotes: { readonly found: number; readonly repaired: number; readonly failed: number };
  /** Sentences whose quotations the second call was asked to mend; `failed`: it gave no reply. */
  readonly repair: {
    readonly asked: number;
    readonly mended: number;
    readonly dropped: number;
    readonly failed: boolean;
  };
  readonly finishReason: ChatEnd['finishReason'];
  readonly declined: boolean;
}

export interface GeneratedAnswer {
  readonly answer: Answer;
  /** The model said that the passages hold no answer. */
  readonly declined: boolean;
  /** For the reader, one sentence each. */
  readonly notices: readonly string[];
  readonly report: WritingReport;
}

/** Tells the reader that the answer ends early. */
export const cutNotice = 'The answer was cut at its greatest length; its end is missing.';

/**
 * @throws UpstreamError when the model fails, or replies without a sentence
 * @throws the signal's reason when it is aborted
 */
export async function writeAnswer(
  evidence: Evidence,
  options: WriteOptions,
): Promise<GeneratedAnswer> {
  const { model, random, maxPassageTokens, maxPassages, onPiece, repair = true } = options;
  const marked = markPassages(evidence.passages, {
    random,
    ...(maxPassageTokens !== undefined && { maxTokens: maxPassageTokens }),
    ...(maxPassages !== undefined && { maxPassages }),
  });
  const grounds: Grounds = { ...options, passages: marked.ids, documents: evidence.documents };
  const numbers = createCitationNumbers();
  const text = createAnswerText('');
  const statements: Statement[] = [];
  const grounded: GroundedClaim[] = [];
  const held: Held[] = [];
  const release = (claim: GroundedClaim): void => {
    const { statement, fresh } = numbers.number(claim);
    grounded.push(claim);
    statements.push(statement);
    const piece = text.append(statement);
    onPiece?.({ text: piece, statement, citations: fresh });
  };
  const take = async (claim: Claim): Promise<void> => {
    await options.nextTurn?.();
    const result = await groundClaim(claim, grounds);
    if (held.length > 0 || (repair && result.failed.length > 0)) {
      held.push({ claim, grounded: result });
    } else release(result);
  };

  const messages = answerPrompt({
    question: evidence.question,
    passages: marked.text,
    mark: marked.mark,
  });
  const waiting: Claim[] = [];
  const parser = createClaimParser({ onClaim: (claim) => waiting.push(claim) });
  const drain = async (): Promise<void> => {
    for (let claim = waiting.shift(); claim; claim = waiting.shift()) await take(claim);
  };
  const reply = await readReply(messages, options, async (piece) => {
    parser.push(piece);
    await drain();
  });
  const parsed = parser.end(reply.finishReason === 'length');
  await drain();

  const mended = await mend(held, marked, grounds, options);
  for (const claim of mended.claims) release(claim);

  const report: WritingReport = {
    model: model.name,
    promptChars: messages.reduce((sum, message) => sum + message.text.length, 0),
    passages: Object.fromEntries([...marked.ids].map(([id, { chunkId }]) => [id, chunkId])),
    replyChars: reply.chars,
    claims: parsed.claims,
    quotes: countQuotes(grounded),
    repair: mended.counts,
    finishReason: reply.finishReason,
    declined: parsed.declined,
  };
  if (statements.length === 0) {
    if (!parsed.declined && mended.counts.dropped === 0) throw emptyReply(model, report);
    return {
      answer: declineAnswer('weak-evidence', evidence),
      declined: true,
      notices: [],
      report,
    };
  }
  return {
    answer: { status: 'answered', text: text.text, statements, citations: numbers.citations },
    declined: false,
    notices: reply.finishReason === 'length' ? [cutNotice] : [],
    report,
  };
}

interface Held {
  readonly claim: Claim;
  readonly grounded: GroundedClaim;
}

interface Reply {
  readonly chars: number;
  readonly finishReason: ChatEnd['finishReason'];
}

async function readReply(
  messages: readonly ChatMessage[],
  { model, maxOutputTokens, signal }: WriteOptions,
  onPiece: (piece: string) => Promise<void>,
): Promise<Reply> {
  const stream = model.stream({ messages, maxOutputTokens, signal });
  let chars = 0;
  try {
    while (true) {
      signal?.throwIfAborted();
      const next = await stream.next();
      signal?.throwIfAborted();
      if (next.done) return { chars, finishReason: next.value.finishReason };
      chars += next.value.length;
      if (chars > maxReplyChars) return { chars, finishReason: 'length' };
      await onPiece(next.value);
    }
  } finally {
    // Closes the connection where the reply was left early; after its end it does nothing.
    await stream.return({ finishReason: 'stop', usage: null });
  }
}

const nothingAsked: WritingReport['repair'] = { asked: 0, mended: 0, dropped: 0, failed: false };

/** The held claims in their order, with right quotations where one call could find them. */
async function mend(
  held: readonly Held[],
  marked: MarkedPassages,
  grounds: Grounds,
  options: WriteOptions,
): Promise<{
  readonly claims: readonly GroundedClaim[];
  readonly counts: WritingReport['repair'];
}> {
  const failing = held.filter(({ grounded }) => grounded.failed.length > 0).slice(0, maxRepairs);
  const unmended = held.map(({ grounded }) => grounded);
  if (failing.length === 0) return { claims: unmended, counts: nothingAsked };
  const messages = repairPrompt({
    failed: failing.map(({ claim, grounded }) => ({
      text: claim.text,
      quotes: grounded.failed.map(({ text }) => text),
    })),
    passages: marked.text,
    mark: marked.mark,
  });
  let text = '';
  try {
    await readReply(messages, options, async (piece) => {
      text += piece;
    });
  } catch (error) {
    // The answer itself is whole; without the second call its flags stay.
    if (!(error instanceof UpstreamError)) throw error;
    return {
      claims: unmended,
      counts: { ...nothingAsked, asked: failing.length, failed: true },
    };
  }
  const repairs = repairsIn(text);
  const claims: GroundedClaim[] = [];
  let mended = 0;
  let dropped = 0;
  for (const { claim, grounded } of held) {
    const asked = failing.findIndex((one) => one.claim === claim);
    const repaired = asked === -1 ? undefined : repairs.get(asked + 1);
    if (repaired === 'drop') dropped += 1;
    else if (repaired === undefined) claims.push(grounded);
    else {
      const kept = claim.quotes.filter((quote) => !grounded.failed.includes(quote));
      const again = await groundClaim({ ...claim, quotes: [...kept, ...repaired] }, grounds);
      if (again.failed.length === 0) mended += 1;
      claims.push(again.failed.length === 0 ? again : grounded);
    }
  }
  return { claims, counts: { asked: failing.length, mended, dropped, failed: false } };
}

function countQuotes(grounded: readonly GroundedClaim[]): WritingReport['quotes'] {
  const sum = (kind: keyof WritingReport['quotes']): number =>
    grounded.reduce((total, { quotes }) => total + quotes[kind], 0);
  return { found: sum('found'), repaired: sum('repaired'), failed: sum('failed') };
}

function emptyReply({ name }: ChatModel, { replyChars, finishReason }: WritingReport) {
  const why =
    finishReason === 'length'
      ? 'was cut before its first sentence ended; allow it more output tokens'
      : `held no sentence (${replyChars} characters); try again, or choose another model`;
  return new UpstreamError(`The reply of model "${name}" ${why}.`);
}
