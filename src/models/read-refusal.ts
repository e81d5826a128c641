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

export function faultOf(status: number, body: string): ModelFault {
  const { code, param, message } = readBody(body);
  if (status === 401 || status === 403) return 'key';
  if (status === 429 || status === 503 || status === 529) return 'busy';
  if (code === 'context_length_exceeded' || status === 413 || contextWords.test(message)) {
    return 'context';
  }
  if (code === 'model_not_found' || (status === 404 && /model/i.test(message))) return 'model';
  if (status === 404 || status === 405) return 'address';
  if (status === 400 || status === 422) {
    const parameter = /temperature|stream_options|max_(?:completion_)?tokens/;
    if (parameter.test(param ?? '') || parameter.test(message)) return 'parameter';
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
  return { code: '', param: undefined, message: loose.success ? loose.data.error : '' };
}
