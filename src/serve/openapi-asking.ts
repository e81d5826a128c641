/** Operations that ask: our own, OpenAI's and those of the Model Context Protocol. */
import { z } from 'zod';
import { chatReplySchema, messagesRequestSchema, questionRequestSchema } from './contract.ts';
import {
  completionRequestSchema,
  completionSchema,
  modelListSchema,
  modelSchema,
  openaiErrorSchema,
} from './openai-contract.ts';
import type { DescribedOperation } from './openapi-operation.ts';
import { conversationLinks, id, json, linkTo, questionText } from './openapi-parts.ts';

const question = questionRequestSchema.extend({ question: questionText }).meta({
  // What gives way is a turn of a stored conversation.
  dependentRequired: { replaceFrom: ['conversation'] },
});
const eventStream = (description: string) => ({
  'text/event-stream': z.unknown().meta({ description }),
});
/** The one choice, as a list: the document's maker writes tuples as no reader knows them. */
const completion = completionSchema.extend({
  choices: z.array(completionSchema.shape.choices.def.items[0]).length(1),
});

/** Messages of JSON-RPC 2.0; the Model Context Protocol says which there are. */
const rpcRequest = z.strictObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.int()]).optional(),
  method: z.string(),
  params: z.looseObject({}).optional(),
});
const rpcReply = z.looseObject({ jsonrpc: z.literal('2.0') });
const rpcError = rpcReply.extend({
  error: z.looseObject({ code: z.int(), message: z.string() }),
});

export const askingOperations: Readonly<Record<`${string} /${string}`, DescribedOperation>> = {
  'POST /api/chat': {
    id: 'ask',
    summary: 'Ask a question; the answer comes whole, or as an event stream',
    description:
      'The body is one of two shapes. In the one with `messages` the last must be of role `user` and hold some text. With `conversation` question and answer are stored.',
    tag: 'ask',
    body: z.union([question, messagesRequestSchema]),
    examples: {
      question: { question: 'How does LoRA save memory?' },
      stored: { question: 'How does LoRA save memory?', conversation: 'new' },
      messages: {
        messages: [{ role: 'user', parts: [{ type: 'text', text: 'How does LoRA save memory?' }] }],
        stream: false,
      },
    },
    gives: {
      ...json(chatReplySchema),
      ...eventStream(
        'The UI message stream of the AI SDK, version 1; it ends with `data: [DONE]`.',
      ),
    },
    links: {
      ...conversationLinks('/stored/conversationId'),
      turn: linkTo('readTurn', '/stored/turnId'),
    },
    failures: ['404', '502', '503'],
  },
  'GET /v1/models': {
    id: 'listModels',
    summary: 'Who answers',
    tag: 'openai',
    gives: json(modelListSchema),
    links: { read: linkTo('readModel', '/data/0/id') },
    failures: ['503'],
    errors: openaiErrorSchema,
  },
  'GET /v1/models/{id}': {
    id: 'readModel',
    summary: 'One of them',
    tag: 'openai',
    path: id,
    gives: json(modelSchema),
    failures: ['503'],
    errors: openaiErrorSchema,
  },
  'POST /v1/chat/completions': {
    id: 'complete',
    summary: "Ask as OpenAI's clients do",
    description:
      'The last message must be of role `user` and hold some text; `model` is one that `/v1/models` lists.',
    tag: 'openai',
    body: completionRequestSchema,
    examples: {
      question: {
        model: 'groundwork',
        messages: [{ role: 'user', content: 'How does LoRA save memory?' }],
      },
    },
    gives: {
      ...json(completion),
      ...eventStream('Chunks of the completion; it ends with `data: [DONE]`.'),
    },
    failures: ['404', '502', '503'],
    errors: openaiErrorSchema,
  },
  'POST /mcp': {
    id: 'speakMcp',
    summary: 'The Model Context Protocol over streamable HTTP, without sessions',
    description: 'Send `Accept: application/json, text/event-stream`.',
    tag: 'mcp',
    body: rpcRequest,
    examples: { tools: { jsonrpc: '2.0', id: 1, method: 'tools/list' } },
    gives: { ...json(rpcReply), ...eventStream('One message of JSON-RPC for each event.') },
    accepted: 'The message was a notification: it has no reply.',
    failures: ['406', '503'],
    errors: rpcError,
  },
};
