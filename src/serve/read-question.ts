/** The body of POST /api/chat, in either of its two shapes -> what is asked, and how to reply. */
import type { Request } from 'express';
import { UserInputError } from '../errors.ts';
import { type AskedAnswers, checkQuestion } from '../pipeline-contract.ts';
import type { Turn } from '../types.ts';
import { messagesRequestSchema, questionRequestSchema } from './contract.ts';
import { parseInput } from './parse-input.ts';
import { readMessages } from './read-messages.ts';

export interface ReadQuestion {
  readonly question: string;
  readonly history: readonly Turn[];
  /** Where the turn is stored; undefined when it is not. */
  readonly stored?: { readonly conversation: string; readonly replaceFrom?: string | undefined };
  readonly answers: AskedAnswers;
  /** All unless given. */
  readonly sources?: readonly string[] | undefined;
  readonly stream: boolean;
}

type Message = ReturnType<typeof messagesRequestSchema.parse>['messages'][number];

/**
 * @throws UserInputError naming the fields of the shape that was meant: the one with `messages` or the other
 * @throws UserInputError when there is no question in it, or one that is too long
 */
export function readQuestion(request: Request): ReadQuestion {
  const body: unknown = request.body ?? {};
  const isMessages = typeof body === 'object' && body !== null && 'messages' in body;
  return isMessages ? readChat(body) : readPlain(body, namesEventStream(request));
}

function readPlain(body: unknown, wantsStream: boolean): ReadQuestion {
  const asked = parseInput(questionRequestSchema, body);
  const { question, history, conversation, replaceFrom, answers, sources } = asked;
  if (replaceFrom !== undefined && (conversation === undefined || conversation === 'new')) {
    throw new UserInputError(
      `"replaceFrom" names turn "${replaceFrom}", "conversation" names no stored conversation; send the id of the one that holds it.`,
    );
  }
  return {
    question: checkQuestion(question),
    history,
    ...(conversation !== undefined && { stored: { conversation, replaceFrom } }),
    answers,
    sources,
    stream: asked.stream || wantsStream,
  };
}

function readChat(body: unknown): ReadQuestion {
  const { messages, stream, sources } = parseInput(messagesRequestSchema, body);
  const said = messages.map((message) => ({ role: message.role, text: textOf(message) }));
  return { ...readMessages(said), answers: 'auto', sources, stream };
}

function textOf({ parts }: Message): string {
  return parts
    .filter(({ type }) => type === 'text')
    .map(({ text = '' }) => text)
    .join('\n');
}

/** Named outright: a client that takes anything gets JSON. */
function namesEventStream({ headers }: Request): boolean {
  return (headers.accept ?? '')
    .split(',')
    .some((range) => range.split(';')[0]!.trim().toLowerCase() === 'text/event-stream');
}
