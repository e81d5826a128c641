import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

describe('numbers in interview-preparation', () => {
  it('adds up the hours of a month', () => {
    const hours = (4 * 5 * 90) / 60;
    expect(noteSays('interview-preparation', 'give 30 hours in four weeks')).toBe(true);
    expect(hours).toBe(30);
  });
});
