/** A reply that is no success -> what it means. Reads as little of it as it can, and keeps nothing. */
import { z } from 'zod';
import type { ModelFault } from './model-error.ts';

const refusalSchema = z.object({
  error: z.object({
    message: z.string().optional(),
    code: z.union([z.string(), z.number()]).nullish(),
    type: z.string().nullish(),
    param: z.string().nullish(),
  }),
});

/** Some servers put all they say into one text. */
const looseSchema = z.object({ error: z.string() });

/** Others name the places of the request that break their rules, and some put that into a message. */
const placesSchema = z.object({
  detail: z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])) })),
});
const wrappedSchema = z.object({ message: placesSchema });

/** Settings of a request that some servers refuse and an answer can do without, or say otherwise. */
const settings = ['temperature', 'stream_options', 'max_tokens', 'max_completion_tokens'] as const;

export type RefusedSetting = (typeof settings)[number];

/**
 * The settings that a refusal is about; empty where it is about something else. One that is named in
 * its own field counts alone; else all that are spoken of, the one to use instead among them.
 */
export function refusedSettings(body: string): RefusedSetting[] {
  const { param, message } = readBody(body);
  const named = settings.filter((setting) => setting === param);
  return named.length > 0
    ? named
    : settings.filter((setting) => new RegExp(`(?<![a-z_])${setting}(?![a-z_])`).test(message));
}

export function faultOf(status: number, body: string): ModelFault {
  const { code, message } = readBody(body);
  if (status === 401 || status === 403) return 'key';
  if (status === 429 || status === 503 || status === 529) return 'busy';
  if (code === 'context_length_exceeded' || status === 413 || contextWords.test(message)) {
    return 'context';
  }
  if (code === 'model_not_found' || (status === 404 && /model/i.test(message))) return 'model';
  if (status === 404 || status === 405) return 'address';
  if (status === 400 || status === 422) {
    if (refusedSettings(body).length > 0) return 'parameter';
    if (/model/i.test(message) && /not|unknown|exist/i.test(message)) return 'model';
    return 'unreadable';
  }
  return status >= 500 ? 'busy' : 'unreadable';
}

const contextWords =
  /context[ _]?(?:length|window|size)|maximum context|too many tokens|exceeds? .*context/i;

function readBody(body: string): { code: string; param: string | undefined; message: string } {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { code: '', param: undefined, message: '' };
  }
  const refusal = refusalSchema.safeParse(json);
  if (refusal.success) {
    const { code, param, message = '' } = refusal.data.error;
    return { code: String(code ?? ''), param: param ?? undefined, message };
  }
  const loose = looseSchema.safeParse(json);
  const places = placesSchema.safeParse(json).data ?? wrappedSchema.safeParse(json).data?.message;
  const message = loose.data?.error ?? places?.detail.flatMap(({ loc }) => loc).join(' ') ?? '';
  return { code: '', param: undefined, message };
}
