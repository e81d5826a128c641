/** Rules that one note, or one pair of notes, can break. Each finding is a line that names the place. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sentencesOf } from '../../src/text/sentences.ts';
import { termsOf } from '../../src/text/terms.ts';
import type { Note } from './note.ts';

const requiredSections = ['Symptoms and fixes', 'Misconceptions', 'In an interview'];
const denial =
  /\b(?:not|no|never|nothing|neither|nor|none|cannot|n't|without|rather than|wrong|false|only|rarely|seldom|few|still|fails?|does little)\b|n't\b/i;
const dangling = /^(?:It|Its|This|That|These|Those|They|Their|He|She|Such|Here|There it)\b/;
/** Reviewed uses of a pronoun that points inside its own sentence are none of these openings. */
const maxDanglingShare = 0.01;

/** Findings in the order of the notes. */
export function checkNotes(notes: readonly Note[], folder: string): string[] {
  const slugs = new Set(notes.map(({ slug }) => slug));
  return notes.flatMap((note) => [
    ...checkPointers(note, slugs),
    ...checkReferences(note),
    ...checkSections(note),
    ...checkMisconceptions(note),
    ...checkLinks(note, folder),
    ...checkSentences(note),
  ]);
}

function checkPointers({ slug, front }: Note, slugs: ReadonlySet<string>): string[] {
  return [...front.prerequisites, ...front.related].flatMap((target) => {
    if (target === slug) return [`${slug}: points to itself`];
    return slugs.has(target) ? [] : [`${slug}: points to "${target}", which is no note`];
  });
}

/** A paper cannot be older than its number says, nor was it published long after. */
function checkReferences({ slug, front }: Note): string[] {
  const findings: string[] = [];
  if (front.references.length === 0 && front.topic !== 'reference' && front.topic !== 'careers')
    findings.push(`${slug}: has no references`);
  const seen = new Set<string>();
  for (const { id, title, year } of front.references) {
    if (seen.has(id)) findings.push(`${slug}: lists ${id} twice`);
    seen.add(id);
    const posted = /^arXiv:(\d\d)\d\d\./.exec(id)?.[1];
    if (posted !== undefined && Math.abs(year - (2000 + Number(posted))) > 3)
      findings.push(`${slug}: "${title}" has year ${year} and id ${id}`);
  }
  return findings;
}

function checkSections({ slug, front, document }: Note): string[] {
  if (front.topic === 'reference') return [];
  const headings = document.sections.map(({ headingPath }) => headingPath.at(-1) ?? '');
  const keys = Object.keys(front.questions ?? {});
  return [
    ...requiredSections
      .filter((name) => !headings.includes(name))
      .map((name) => `${slug}: lacks a section "${name}"`),
    ...keys
      .filter((heading) => !headings.includes(heading))
      .map((heading) => `${slug}: has questions for "${heading}", which is no heading`),
    ...document.sections
      .filter(({ keys: own, headingPath }) => own.length === 0 && headingPath.length === 2)
      .map(({ headingPath }) => `${slug}: "${headingPath.at(-1)}" lists no question`),
  ];
}

/** Quoting a misconception must never quote a falsehood: one sentence each, and it denies. */
function checkMisconceptions({ slug, document }: Note): string[] {
  const section = document.sections.find(
    ({ headingPath }) => headingPath.at(-1) === 'Misconceptions',
  );
  if (section === undefined) return [];
  const text = document.text.slice(section.start, section.end);
  const items = new Map<number, string[]>();
  for (const sentence of sentencesOf(text)) {
    if (sentence.block !== 'item') continue;
    const words = text.slice(sentence.start, sentence.end);
    items.set(sentence.blockOrdinal, [...(items.get(sentence.blockOrdinal) ?? []), words]);
  }
  return [...items.values()].flatMap((sentences) => {
    const opening = sentences[0]!.slice(0, 60);
    if (sentences.length > 1) return [`${slug}: misconception of several sentences: "${opening}…"`];
    return denial.test(sentences[0]!)
      ? []
      : [`${slug}: misconception that denies nothing: "${opening}…"`];
  });
}

/** Links between notes, with their headings. */
function checkLinks({ slug, document }: Note, folder: string): string[] {
  const body = document.text.slice(document.sections[0]?.start ?? 0);
  return [...body.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].flatMap(([, target]) => {
    const file = target!.split('#')[0]!;
    return file === '' || existsSync(join(folder, file))
      ? []
      : [`${slug}: links to "${target}", which is not there`];
  });
}

/** A sentence that opens with a pronoun cannot be quoted on its own. */
function checkSentences({ slug, document }: Note): string[] {
  const body = document.text.slice(document.sections[0]?.start ?? 0);
  const prose = sentencesOf(body).filter(({ block }) => block === 'paragraph' || block === 'item');
  const open = prose.filter(({ start, end }) => dangling.test(body.slice(start, end)));
  if (open.length <= maxDanglingShare * prose.length) return [];
  const first = body.slice(open[0]!.start, open[0]!.end).slice(0, 70);
  return [`${slug}: ${open.length} of ${prose.length} sentences open with a pronoun: "${first}…"`];
}

const shingleTerms = 4;
const minParagraphTerms = 12;
const maxOverlap = 0.5;

/** Paragraphs of two notes that say nearly the same: half of their runs of four terms shared. */
export function nearDuplicates(notes: readonly Note[]): string[] {
  const paragraphs: { slug: string; text: string; shingles: Set<string> }[] = [];
  const byShingle = new Map<string, number[]>();
  for (const { slug, front, document } of notes) {
    // A glossary repeats definitions: that is what it is for.
    if (front.topic === 'reference') continue;
    for (const { start, end, kind } of document.blocks) {
      const text = document.text.slice(start, end);
      const terms = kind === 'paragraph' ? termsOf(text) : [];
      if (terms.length < minParagraphTerms) continue;
      const shingles = new Set(
        terms
          .slice(0, 1 - shingleTerms)
          .map((_, at) => terms.slice(at, at + shingleTerms).join(' ')),
      );
      for (const shingle of shingles)
        byShingle.set(shingle, [...(byShingle.get(shingle) ?? []), paragraphs.length]);
      paragraphs.push({ slug, text, shingles });
    }
  }
  const findings: string[] = [];
  for (const [at, { slug, text, shingles }] of paragraphs.entries()) {
    const shared = new Map<number, number>();
    for (const shingle of shingles)
      for (const other of byShingle.get(shingle) ?? [])
        if (other > at) shared.set(other, (shared.get(other) ?? 0) + 1);
    for (const [other, count] of shared) {
      const twin = paragraphs[other]!;
      const overlap = count / Math.min(shingles.size, twin.shingles.size);
      if (twin.slug !== slug && overlap >= maxOverlap)
        findings.push(
          `${slug} and ${twin.slug}: nearly the same paragraph: "${text.slice(0, 60)}…"`,
        );
    }
  }
  return findings;
}
