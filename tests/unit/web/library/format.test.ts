import { describe, expect, it } from 'vitest';
import { formatDay, formatMany } from '../../../../web/src/library/format.ts';

describe('formatMany', () => {
  it('counts one and many', () => {
    expect(formatMany(1, 'chunk')).toBe('1 chunk');
    expect(formatMany(2_298, 'chunk')).toBe('2,298 chunks');
  });
});

describe('formatDay', () => {
  it('spells a date out and leaves what is none', () => {
    expect(formatDay('2026-11-23')).toBe('23 Nov 2026');
    expect(formatDay('last week')).toBe('last week');
    expect(formatDay('2026-99-99')).toBe('2026-99-99');
  });
});
