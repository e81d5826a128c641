/** A follow-up -> a question that can be searched by itself, by a model. */
import { UpstreamError } from '../errors.ts';
import type { ChatModel } from '../models/contract.ts';
import type { Turn } from '../types.ts';
import { standalonePrompt } from './prompts.ts';
import { trimHistory } from './trim-history.ts';

export interface StandaloneQuestion {
  /** What to search for; the question itself where the model gave nothing better. */
  readonly question: string;
  /** Who put it so. `heuristic`: the words of the earlier question are joined on, as without a model. */
  readonly by: 'model' | 'heuristic';
  /** Why the model's words were not taken; null when they were. */
  readonly reason: string | null;
}

const historyTokens = 1_500;
const maxOutputTokens = 120;
/** A question that is longer than this was not what was asked for. */
const maxChars = 400;

/** @throws the signal's reason when it is aborted; a model that fails leaves it to the heuristic */
export async function standaloneQuestion(
  question: string,
  history: readonly Turn[],
  model: ChatModel,
  signal?: AbortSignal,
): Promise<StandaloneQuestion> {
  const fallBack = (reason: string): StandaloneQuestion => ({ question, by: 'heuristic', reason });
  const messages = standalonePrompt(trimHistory(history, historyTokens), question);
  let reply = '';
  try {
    const stream = model.stream({ messages, maxOutputTokens, signal });
    for (;;) {
      const next = await stream.next();
      if (!next.done) reply += next.value;
      else if (next.value.finishReason === 'length') {
        return fallBack('The model was cut before its question ended.');
      } else break;
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof UpstreamError) return fallBack(error.message);
    throw error;
  }
  const line = reply
    .trim()
    .replace(/^["“]|["”]$/g, '')
    .trim();
  if (line === '' || /\n/.test(line)) return fallBack('The model gave no single question.');
  if (line.length > maxChars) return fallBack(`The model gave ${line.length} characters.`);
  return { question: line, by: 'model', reason: null };
}
