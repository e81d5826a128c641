/** Section -> questions that it answers, fit to be shown: its retrieval keys, or its heading put as one. */
import type { Document, Section } from '../types.ts';

const minChars = 12;
const maxChars = 90;
/** Sections of which nobody asks. */
const apparatus =
  /^(?:(?:table of )?contents|sources|references|bibliography|further reading|see also|related|links|changelog|licen[cs]e|acknowledge?ments)\b/i;
/** Less text under a heading is no answer: links, or the heading of a chapter. */
const minSectionChars = 120;

/**
 * Questions of 12 to 90 characters that end in `?`, in the note's order; `[]` where none fits. Headings
 * speak only in documents that list no questions at all: `What does "Attention" say about Heads?`
 */
export function sectionQuestions(
  { title, sections }: Pick<Document, 'title' | 'sections'>,
  section: Section,
): string[] {
  const written = sections.some(({ keys }) => keys.length > 0)
    ? section.keys
    : headingQuestions(title, section);
  return written
    .map((question) => question.trim())
    .filter((one) => one.endsWith('?') && one.length >= minChars && one.length <= maxChars);
}

function headingQuestions(title: string, { headingPath, start, end }: Section): string[] {
  const heading = headingPath.at(-1);
  if (heading === undefined || heading === title || apparatus.test(heading)) return [];
  if (end - start < heading.length + minSectionChars) return [];
  return heading.endsWith('?') ? [heading] : [`What does "${title}" say about ${heading}?`];
}
