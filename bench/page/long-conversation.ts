/** A conversation of many turns in the store, with answers that the pipeline gave. */
import type { Config } from '../../src/config.ts';
import { createPipeline, openConversations } from '../../src/pipeline.ts';

/**
 * Ingests, answers each question once and stores the answers over and over.
 *
 * @returns the conversation's id
 * @throws Error when a question is declined: the page would show less than an answer
 */
export async function writeLongConversation(
  config: Config,
  questions: readonly string[],
  turns: number,
): Promise<string> {
  const pipeline = await createPipeline(config);
  const store = await openConversations(config);
  try {
    await pipeline.ingest();
    await pipeline.refresh();
    const answers = await Promise.all(
      questions.map(async (question) => {
        const answered = await pipeline.ask(question);
        if (answered.answer.status === 'declined') throw new Error(`Declined: "${question}".`);
        return { question, answered, suggestions: await pipeline.followUps(answered) };
      }),
    );
    let conversation = 'new';
    for (let at = 0; at < turns; at += 1) {
      const { question, answered, suggestions } = answers[at % answers.length]!;
      const turn = store.begin({ conversation, question: `${at + 1}: ${question}` });
      store.answer(turn.id, answered, suggestions);
      conversation = turn.conversationId;
    }
    return conversation;
  } finally {
    store.close();
    await pipeline.close();
  }
}
