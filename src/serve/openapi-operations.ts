/** Every operation of the server, each with the schemas that its route uses. */
import { z } from 'zod';
import {
  conversationListSchema,
  conversationQuerySchema,
  conversationSchema,
  createdKeySchema,
  diagnosisSchema,
  exportQuerySchema,
  keyListSchema,
  newKeySchema,
  renameRequestSchema,
  sessionRequestSchema,
  sessionSchema,
  settingChangesSchema,
  settingsSchema,
  turnDetailSchema,
} from './contract.ts';
import { askingOperations } from './openapi-asking.ts';
import { libraryOperations } from './openapi-library.ts';
import type { DescribedOperation } from './openapi-operation.ts';
import { conversationLinks, id, json, linkTo } from './openapi-parts.ts';

const status = z.object({ status: z.string() });
const rename = renameRequestSchema.extend({
  title: renameRequestSchema.shape.title.meta({ pattern: '\\S', examples: ['Before the exam'] }),
});

/** By method and path. */
export const operations: Readonly<Record<`${string} /${string}`, DescribedOperation>> = {
  ...askingOperations,
  ...libraryOperations,
  'GET /api/conversations': {
    id: 'listConversations',
    summary: 'Stored conversations, newest first',
    tag: 'conversations',
    query: conversationQuerySchema,
    gives: json(conversationListSchema),
    links: conversationLinks('/conversations/0/id'),
    failures: ['503'],
  },
  'GET /api/conversations/{id}': {
    id: 'readConversation',
    summary: 'A conversation with its turns',
    tag: 'conversations',
    path: id,
    gives: json(conversationSchema),
    links: { turn: linkTo('readTurn', '/turns/0/id') },
    failures: ['503'],
  },
  'PATCH /api/conversations/{id}': {
    id: 'renameConversation',
    summary: 'Rename a conversation',
    tag: 'conversations',
    path: id,
    body: rename,
    failures: ['503'],
  },
  'DELETE /api/conversations/{id}': {
    id: 'removeConversation',
    summary: 'Delete a conversation',
    tag: 'conversations',
    path: id,
    failures: ['503'],
  },
  'GET /api/conversations/{id}/export': {
    id: 'exportConversation',
    summary: 'A conversation as a file',
    tag: 'conversations',
    path: id,
    query: exportQuerySchema,
    gives: { 'text/markdown': z.string(), ...json(conversationSchema) },
    headers: {
      'Content-Disposition': {
        description: 'A name for the file, from the title.',
        schema: { type: 'string' },
      },
    },
    failures: ['503'],
  },
  'GET /api/turns/{id}': {
    id: 'readTurn',
    summary: 'A question with its answer, passages and trace',
    tag: 'conversations',
    path: id,
    gives: json(turnDetailSchema),
    failures: ['503'],
  },
  'GET /api/settings': {
    id: 'readSettings',
    summary: 'What is set; secrets never',
    tag: 'settings',
    gives: json(settingsSchema),
  },
  'PUT /api/settings': {
    id: 'changeSettings',
    summary: 'Change settings',
    description: 'What does not fit what is set already, or is set in the environment, is refused.',
    tag: 'settings',
    body: settingChangesSchema,
    examples: { nothing: { changes: {} }, answers: { changes: { ANSWERS: 'extractive' } } },
    gives: json(settingsSchema),
  },
  'POST /api/settings/test': {
    id: 'testSettings',
    summary: 'Try settings out before they are saved',
    tag: 'settings',
    body: settingChangesSchema,
    examples: { nothing: { changes: {} } },
    gives: json(diagnosisSchema),
  },
  'GET /api/keys': {
    id: 'listKeys',
    summary: 'The keys of the server, never what they are',
    tag: 'keys',
    gives: json(keyListSchema),
  },
  'POST /api/keys': {
    id: 'addKey',
    summary: 'Make a key; the reply is the only one that says it',
    tag: 'keys',
    body: newKeySchema,
    examples: { reader: { name: 'Reader of the course', scope: 'read' } },
    status: '201',
    gives: json(createdKeySchema),
    links: { revoke: linkTo('revokeKey', '/id') },
    failures: ['409'],
  },
  'DELETE /api/keys/{id}': {
    id: 'revokeKey',
    summary: 'Revoke a key; what it is being answered is cut',
    tag: 'keys',
    path: id,
  },
  'GET /api/session': {
    id: 'readSession',
    summary: 'What the asker may do here',
    tag: 'session',
    gives: json(sessionSchema),
  },
  'POST /api/session': {
    id: 'openSession',
    summary: 'Keep a key in a cookie, for a browser',
    tag: 'session',
    body: sessionRequestSchema,
    failures: ['401'],
  },
  'DELETE /api/session': { id: 'endSession', summary: 'Forget the cookie', tag: 'session' },
  'GET /health': {
    id: 'readHealth',
    summary: 'Whether the server runs',
    tag: 'server',
    gives: json(status),
    isUnlimited: true,
  },
  'GET /ready': {
    id: 'readReadiness',
    summary: 'Whether it can answer',
    tag: 'server',
    gives: json(status),
    failures: ['503'],
    isUnlimited: true,
  },
  'GET /metrics': {
    id: 'readMetrics',
    summary: 'What happened so far, in the text format of Prometheus',
    tag: 'server',
    gives: { 'text/plain': z.string() },
  },
  'GET /openapi.json': {
    id: 'readDescription',
    summary: 'This document',
    tag: 'server',
    gives: json(z.looseObject({ openapi: z.string() })),
  },
};
