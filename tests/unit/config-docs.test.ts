import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configTable, envExample } from '../../src/config-docs.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

describe('generated documentation', () => {
  it('holds every setting in the README', () => {
    expect(read('README.md')).toContain(configTable());
  });

  it('equals .env.example', () => {
    expect(read('.env.example')).toBe(envExample());
  });
});
