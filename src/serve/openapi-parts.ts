/** What several operations of the OpenAPI document have in common. */
import { z } from 'zod';
import { MAX_QUESTION_CHARS } from '../pipeline-contract.ts';

export const id = z.object({ id: z.string().min(1) });

/** What `checkQuestion` lets through. */
export const questionText = z.string().meta({
  minLength: 1,
  maxLength: MAX_QUESTION_CHARS,
  pattern: '\\S',
  examples: ['How does LoRA save memory?'],
});

export const json = (schema: z.ZodType) => ({ 'application/json': schema });

export const linkTo = (operationId: string, from: string) => ({
  operationId,
  parameters: { id: `$response.body#${from}` },
});
export const conversationLinks = (from: string) => ({
  read: linkTo('readConversation', from),
  rename: linkTo('renameConversation', from),
  export: linkTo('exportConversation', from),
  remove: linkTo('removeConversation', from),
});
