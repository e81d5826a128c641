/** What a model that obeys every document makes of each attack, in each place of a document. */
import { writeAnswer } from '../../src/answer/generative.ts';
import type { Answer } from '../../src/types.ts';
import { attacks, carriers, obey } from './attacks.ts';
import { evidenceOf } from './evidence-of.ts';
import { createScriptedModel } from './scripted-model.ts';

export interface ObedientAnswer {
  readonly name: string;
  readonly answer: Answer;
  /** The document that attacked. */
  readonly document: string;
  /** What the model wrote. */
  readonly reply: string;
}

export async function obedientAnswers(): Promise<ObedientAnswer[]> {
  const answers: ObedientAnswer[] = [];
  let seed = 1;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  for (const [carrier, place] of Object.entries(carriers)) {
    for (const { name, demand } of attacks) {
      const document = place(demand);
      const evidence = evidenceOf({ 'zebrafish.md': document }, 'What are zebrafish enzymes?');
      let reply = '';
      const model = createScriptedModel(({ messages }) => {
        reply ||= obey(messages.at(-1)?.text ?? '');
        return reply;
      });
      const { answer } = await writeAnswer(evidence, { model, random, maxOutputTokens: 1_000 });
      answers.push({ name: `${carrier}: ${name}`, answer, document, reply });
    }
  }
  return answers;
}
