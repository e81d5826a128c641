import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadEnvironment } from '../../scripts/load-environment.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('loadEnvironment', () => {
  it('drops every switch that would send prompts to the maker of LangChain, and nothing else', () => {
    const switches = [
      'LANGSMITH_TRACING',
      'LANGSMITH_TRACING_V2',
      'LANGSMITH_API_KEY',
      'LANGSMITH_ENDPOINT',
      'LANGSMITH_PROJECT',
      'LANGCHAIN_TRACING',
      'LANGCHAIN_TRACING_V2',
    ];
    for (const name of switches) vi.stubEnv(name, 'true');
    vi.stubEnv('GROUNDWORK_OTHER', 'kept');
    const environment = loadEnvironment();
    expect(Object.keys(environment).filter((name) => switches.includes(name))).toEqual([]);
    expect(Object.keys(process.env).filter((name) => switches.includes(name))).toEqual([]);
    expect(environment['GROUNDWORK_OTHER']).toBe('kept');
  });
});
