import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/errors.ts';
import { describeFault } from '../../../src/observe/describe-fault.ts';
import { createRoutePatterns } from '../../../src/observe/route-pattern.ts';

function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail.');
}

describe('describeFault', () => {
  it('names class and place, never the message', () => {
    const error = caught(() => createRoutePatterns(null as unknown as string[]));
    const fault = describeFault(error);
    expect(fault).toMatchObject({ code: 'internal', kind: 'TypeError' });
    expect(fault.frames[0]).toMatch(/^src\/observe\/route-pattern\.ts:\d+$/);
    expect(JSON.stringify(fault)).not.toContain('null');
  });

  it('leaves out frames of other programs and of tests', () => {
    expect(describeFault(new Error('here')).frames).toEqual([]);
  });

  it('takes no line of the message for a frame', () => {
    const error = new Error(`x\n    at run (${process.cwd()}/src/secret.ts:1:1)`);
    expect(describeFault(error).frames).toEqual([]);
  });

  it('gives our code, and known ones of the system and the database', () => {
    expect(describeFault(new ConfigError('x')).code).toBe('config');
    const missing = caught(() => readFileSync('/no/such/file'));
    expect(describeFault(missing).code).toBe('ENOENT');
    const full = Object.assign(new Error('x'), { code: 'SQLITE_FULL' });
    expect(describeFault(full).code).toBe('SQLITE_FULL');
  });

  it('believes neither a code nor a name that anybody may have set', () => {
    const error = Object.assign(new RangeError('x'), { code: 'sk-secret', name: 'secret' });
    expect(describeFault(error)).toMatchObject({ code: 'internal', kind: 'RangeError' });
    expect(describeFault('secret')).toEqual({
      code: 'internal',
      kind: 'thrown string',
      frames: [],
    });
  });
});
