import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelFault } from '../../../src/models/model-error.ts';
import { faultOf, refusedSettings } from '../../../src/models/read-refusal.ts';

const openAI = (error: object): string => JSON.stringify({ error });

describe('faultOf', () => {
  it.each<readonly [string, number, string, ModelFault]>([
    ['OpenAI, wrong key', 401, openAI({ code: 'invalid_api_key' }), 'key'],
    ['a proxy that forbids', 403, '<html>', 'key'],
    ['OpenAI, wrong model', 404, openAI({ code: 'model_not_found' }), 'model'],
    ['Ollama, wrong model', 404, openAI({ message: 'model "x" not found, try pulling' }), 'model'],
    ['a server that says it in one text', 404, '{"error": "no such model"}', 'model'],
    ['a path that is not there', 404, 'Not Found', 'address'],
    ['a path that takes no POST', 405, '', 'address'],
    ['OpenAI, long prompt', 400, openAI({ code: 'context_length_exceeded' }), 'context'],
    [
      'vLLM, long prompt',
      400,
      openAI({ message: 'the maximum context length is 4096' }),
      'context',
    ],
    [
      'llama.cpp, long prompt',
      400,
      openAI({ message: 'exceeds the available context' }),
      'context',
    ],
    ['a proxy with a limit of bytes', 413, '', 'context'],
    ['a model without temperature', 400, openAI({ param: 'temperature' }), 'parameter'],
    ['a server that counts no tokens', 422, openAI({ message: 'stream_options?' }), 'parameter'],
    [
      'a server that checks by a schema',
      422,
      '{"detail": [{"loc": ["body", "temperature"], "msg": "Extra inputs are not permitted"}]}',
      'parameter',
    ],
    [
      'a schema that knows another field',
      422,
      '{"detail": [{"loc": ["body", "messages", 0], "msg": "max_tokens"}]}',
      'unreadable',
    ],
    ['an unknown model in a 400', 400, openAI({ message: 'Model x does not exist' }), 'model'],
    ['a limit of requests', 429, openAI({ code: 'rate_limit_exceeded' }), 'busy'],
    ['a failure inside', 500, '', 'busy'],
    ['anything else', 418, '', 'unreadable'],
  ])('tells what is wrong: %s', (_, status, body, fault) => {
    expect(faultOf(status, body)).toBe(fault);
  });

  it('reads any body without failing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 599 }), fc.json(), (status, body) => {
        expect(typeof faultOf(status, body)).toBe('string');
        expect(typeof faultOf(status, `{"error": ${body}}`)).toBe('string');
      }),
    );
  });
});

describe('refusedSettings', () => {
  it.each([
    ['the field alone', openAI({ param: 'max_tokens', message: 'temperature' }), ['max_tokens']],
    [
      'all that the words name, where the field names none',
      openAI({ param: 'messages', message: "'max_tokens' is gone, use 'max_completion_tokens'." }),
      ['max_tokens', 'max_completion_tokens'],
    ],
    ['one text', '{"error": "stream_options: not known"}', ['stream_options']],
    [
      'places, within a message too',
      '{"object": "error", "message": {"detail": [{"loc": ["body", "stream_options"]}, {"loc": ["body", "max_tokens"]}]}}',
      ['stream_options', 'max_tokens'],
    ],
    ['no part of a longer name', openAI({ message: 'max_tokens_per_minute' }), []],
    ['nothing in a page', '<html>temperature</html>', []],
  ])('reads %s', (_, body, settings) => {
    expect(refusedSettings(body)).toEqual(settings);
  });
});
