/**
 * How many tokens of a language model one question may take at most, by what asks the model: reserved
 * where a budget is set, before it is asked. Every prompt and every reply has a limit of its own, and
 * these are their sums; `tests/integration/greatest-use.test.ts` holds them against what is sent.
 */

export interface GreatestUse {
  /** Putting a follow-up as a question of its own. */
  readonly standalone: number;
  /** The agent's planning of a deep answer. */
  readonly plan: number;
  /** Writing, and the one further call that mends quotations. */
  readonly write: number;
}

export interface UseOf {
  readonly question: string;
  readonly answers: 'generative' | 'deep';
  readonly hasHistory: boolean;
}

/** Formulas, code and other languages take more tokens than the estimate of prompts allows for. */
const promptMargin = 1.5;

export function greatestUse({ question, answers, hasHistory }: UseOf): GreatestUse {
  // Few scripts take more than a token for each UTF-16 unit.
  const asked = question.length;
  const isDeep = answers === 'deep';
  const passages = isDeep ? 6_000 : 3_000;
  const reply = isDeep ? 2_400 : 1_200;
  const call = (prompt: number, output: number) => Math.ceil(promptMargin * prompt) + output;
  return {
    standalone: hasHistory ? call(200 + 1_500 + asked, 120) : 0,
    plan: isDeep ? planning(asked, call) : 0,
    write: call(800 + passages + asked, reply) + call(400 + passages + reply, reply),
  };
}

const planCalls = 5;
const planSearches = 6;
const planOutput = 500;

/** Each call of the agent shows all that was said before it. */
function planning(asked: number, call: (prompt: number, output: number) => number): number {
  const found = planSearches * 200;
  return Array.from({ length: planCalls }, (_, before) =>
    call(400 + asked + before * planOutput + (before === 0 ? 0 : found), planOutput),
  ).reduce((sum, tokens) => sum + tokens, 0);
}
