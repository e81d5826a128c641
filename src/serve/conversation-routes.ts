/** Stored conversations over HTTP: list, read, rename, remove, export. Asking is another route. */
import express, { type Router } from 'express';
import type { ConversationStore, StoredTurn } from '../conversations/contract.ts';
import { exportMarkdown } from '../conversations/export-markdown.ts';
import { attachmentName } from './attachment-name.ts';
import type { FindChangedSources } from './changed-sources.ts';
import { conversationQuerySchema, exportQuerySchema, renameRequestSchema } from './contract.ts';
import { parseInput } from './parse-input.ts';

/** Size of a request that renames. */
const bodyLimit = '16kb';

/** To be mounted where the API is; guards and the error handler stand around it. */
export function conversationRoutes(
  store: ConversationStore,
  findChangedSources: FindChangedSources,
): Router {
  const addChanges = async <Turn extends StoredTurn>(turns: readonly Turn[]) => {
    const changedSources = await findChangedSources();
    return turns.map((turn) => ({
      ...turn,
      changedSources: changedSources(turn.result?.answer.citations ?? []),
    }));
  };
  const readConversation = async (id: string) => {
    const conversation = store.conversation(id);
    return { ...conversation, turns: await addChanges(conversation.turns) };
  };

  const router = express.Router();
  router.get('/conversations', (request, response) => {
    const { q } = parseInput(conversationQuerySchema, request.query);
    response.json({ conversations: store.list(q) });
  });
  router.get('/conversations/:id', async (request, response) => {
    response.json(await readConversation(request.params.id));
  });
  router.patch('/conversations/:id', express.json({ limit: bodyLimit }), (request, response) => {
    const { title } = parseInput(renameRequestSchema, request.body ?? {});
    store.rename(request.params.id, title);
    response.status(204).end();
  });
  router.delete('/conversations/:id', (request, response) => {
    store.remove(request.params.id);
    response.status(204).end();
  });
  router.get('/conversations/:id/export', async (request, response) => {
    const { format } = parseInput(exportQuerySchema, request.query);
    const conversation = await readConversation(request.params.id);
    const extension = format === 'json' ? 'json' : 'md';
    response.set('Content-Disposition', attachmentName(conversation.title, extension));
    if (format === 'json') {
      response.type('application/json').send(`${JSON.stringify(conversation, null, 2)}\n`);
    } else {
      response.type('text/markdown; charset=utf-8').send(exportMarkdown(conversation));
    }
  });
  router.get('/turns/:id', async (request, response) => {
    const [turn] = await addChanges([store.turn(request.params.id)]);
    response.json(turn);
  });
  return router;
}
