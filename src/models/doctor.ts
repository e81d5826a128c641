/** Tries a provider out, and says in a line each what works and what to do about what does not. */
import { z } from 'zod';
import type { ChatModel, ChatUsage } from './contract.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import { ModelError, type ModelFault } from './model-error.ts';
import { createOpenAIChatModel, type OpenAIChatModelOptions } from './openai-chat-model.ts';

export interface DiagnosisLine {
  readonly what: 'address' | 'key' | 'chat model' | 'streaming' | 'context';
  /** Null where it could not be tried, because something before it failed. */
  readonly ok: boolean | null;
  readonly line: string;
}

export interface Diagnosis {
  readonly ok: boolean;
  readonly lines: readonly DiagnosisLine[];
}

const timers = { firstByteMs: 20_000, idleMs: 15_000, totalMs: 45_000 };
const longLines = 280;
/** About as long as the passages of an answer with its rules. */
const longText = 'The notes of this line say nothing of interest to anyone. '.repeat(longLines);
/** A token for each of its words is the least that any model takes. */
const longTokens = longLines * 11;

/** Which of the lines a fault belongs to. */
const placeOf: Readonly<Record<ModelFault, DiagnosisLine['what']>> = {
  key: 'key',
  model: 'chat model',
  address: 'address',
  unreadable: 'address',
  context: 'context',
  parameter: 'chat model',
  busy: 'chat model',
  empty: 'chat model',
  filtered: 'chat model',
  stalled: 'streaming',
  cut: 'streaming',
};

/** Asks the provider three short questions at most. Never throws, and says no key. */
export async function diagnose(
  options: Omit<OpenAIChatModelOptions, 'timers'>,
): Promise<Diagnosis> {
  const model = createOpenAIChatModel({ ...options, timers });
  const lines: DiagnosisLine[] = [];
  const say = (what: DiagnosisLine['what'], ok: boolean | null, line: string) =>
    lines.push({ what, ok, line });
  const host = hostOf(options.baseUrl);
  const first = await tryOut(
    model,
    'Write the numbers from 1 to 20 in words, one on each line.',
    200,
  );
  if ('fault' in first) {
    const failed = placeOf[first.fault];
    const order = ['address', 'key', 'chat model', 'streaming'] as const;
    for (const what of order) {
      const before = failed === 'context' || order.indexOf(what) < order.indexOf(failed);
      if (what === failed) say(what, false, first.message);
      else if (before) say(what, true, passed[what](host, options.model));
      else say(what, null, 'Not tried.');
    }
    if (failed === 'context') say('context', false, first.message);
    if (failed === 'chat model' || failed === 'address') await sayModels(options, say);
    return { ok: false, lines };
  }
  for (const what of ['address', 'key', 'chat model'] as const) {
    say(what, true, passed[what](host, options.model));
  }
  say(
    'streaming',
    first.pieces > 1,
    first.pieces > 1
      ? `The reply came in ${first.pieces} pieces.`
      : 'The provider sends its reply at once: answers work, but nothing shows until they are whole.',
  );
  const long = await tryOut(model, `${longText}\n\nWrite the word ready.`, 20);
  if ('fault' in long) say('context', false, long.message);
  else if (wasCut(long.usage, first.usage)) {
    say(
      'context',
      false,
      `The server cuts long prompts: it read ${long.usage?.inputTokens} of more than ${longTokens} tokens. Give the model a larger context (in Ollama: num_ctx).`,
    );
  } else say('context', true, 'A prompt as long as those of answers fits.');
  return { ok: lines.every(({ ok }) => ok === true), lines };
}

const passed: Readonly<
  Record<Exclude<DiagnosisLine['what'], 'context'>, (host: string, model: string) => string>
> = {
  address: (host) => `${host} answers.`,
  key: () => 'The key is accepted.',
  'chat model': (_, model) => `Model "${model}" answers.`,
  streaming: () => 'The reply came in pieces.',
};

/** Ollama cuts a prompt that is too long and says nothing; only its count tells. A count that never moves is none. */
function wasCut(long: ChatUsage | null, short: ChatUsage | null): boolean {
  if (long === null || short === null) return false;
  return long.inputTokens > short.inputTokens && long.inputTokens < longTokens;
}

async function tryOut(
  model: ChatModel,
  text: string,
  maxOutputTokens: number,
): Promise<
  | { readonly pieces: number; readonly usage: ChatUsage | null }
  | { readonly fault: ModelFault; readonly message: string }
> {
  try {
    let pieces = 0;
    const request = { messages: [{ role: 'user' as const, text }], maxOutputTokens };
    const reply = model.stream(request);
    for (;;) {
      const next = await reply.next();
      if (next.done) return { pieces, usage: next.value.usage };
      pieces += 1;
    }
  } catch (error) {
    if (error instanceof ModelError) return { fault: error.fault, message: error.message };
    throw error;
  }
}

const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

/** Names the models that the provider lists, where one was not known. */
async function sayModels(
  { model, baseUrl, apiKey }: Omit<OpenAIChatModelOptions, 'timers'>,
  say: (what: DiagnosisLine['what'], ok: boolean | null, line: string) => void,
): Promise<void> {
  try {
    const ask = createGuardedFetch({ model, timers });
    const response = await ask(`${baseUrl ?? 'https://api.openai.com/v1'}/models`, {
      headers: { authorization: `Bearer ${apiKey ?? 'none'}` },
    });
    const { data } = modelsSchema.parse(await response.json());
    // What a server calls its models is its own text: only what looks like a name is shown.
    const names = data
      .map(({ id }) => id)
      .filter((id) => /^[\w.:/@-]{1,80}$/.test(id) && (!apiKey || !id.includes(apiKey)))
      .slice(0, 8);
    if (names.length > 0) say('chat model', null, `It has: ${names.join(', ')}.`);
  } catch {
    // The line before this one has said what is wrong.
  }
}

function hostOf(baseUrl: string | undefined): string {
  try {
    return new URL(baseUrl ?? 'https://api.openai.com').host;
  } catch {
    return 'The provider';
  }
}
