import { describe, expect, it } from 'vitest';
import { replaceSection } from '../../../bench/scale/replace-section.ts';

const text =
  '# Title\n\nFirst.\n\n## One\n\nOld.\n\n### Below it\n\nOld too.\n\n## Two\n\nStays.\n';

describe('replaceSection', () => {
  it('puts the section in the place of the old one, with what stands below it', () => {
    expect(replaceSection(text, '## One', '## One\n\nNew.\n')).toBe(
      '# Title\n\nFirst.\n\n## One\n\nNew.\n\n## Two\n\nStays.\n',
    );
  });

  it('replaces the last one, and changes nothing where it says the same', () => {
    expect(replaceSection(text, '## Two', '## Two\n\nNew.')).toMatch(
      /Old too\.\n\n## Two\n\nNew\.\n$/,
    );
    expect(replaceSection(text, '## Two', '## Two\n\nStays.')).toBe(text);
  });

  it('adds it at the end where there is none, and takes no longer heading for it', () => {
    const added = '## On\n\nNew.';
    expect(replaceSection(text, '## On', added)).toBe(`${text}\n${added}\n`);
  });
});
