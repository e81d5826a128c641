import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

describe('numbers in langchain', () => {
  it('counts the chunks of a document with overlap', () => {
    const newCharacters = 800 - 100;
    const chunks = 1 + Math.ceil((50_000 - 800) / newCharacters);
    expect(noteSays('langchain', 'each further chunk covers 700 new characters')).toBe(true);
    expect(newCharacters).toBe(700);
    expect(noteSays('langchain', 'a document of 50,000 characters gives about 72 chunks')).toBe(
      true,
    );
    expect(chunks).toBe(72);
  });
});
