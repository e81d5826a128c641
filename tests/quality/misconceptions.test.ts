import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNotes } from '../../scripts/corpus-check/note.ts';
import { readConfig } from '../../src/config.ts';
import { createPipeline } from '../../src/pipeline.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';
import { plainText } from '../../src/text/plain-text.ts';
import { sentencesOf } from '../../src/text/sentences.ts';

const corpus = fileURLToPath(new URL('../../corpus/', import.meta.url));
const negated =
  /^(.{3,90}?) (?:(do|does|did|is|are|was|were|can|has|have|will|need|should|must) not|cannot) (.+?)(?:[,;:]|\.$| because | since | but )/;

/** `X is not Y, because Z.` -> `X is Y`; undefined where the sentence denies in another form. */
function claimOf(denial: string): string | undefined {
  const match = negated.exec(denial);
  return match ? `${match[1]} ${match[2] ?? 'can'} ${match[3]}` : undefined;
}

const misconceptions = readNotes(corpus).notes.flatMap(({ document }) => {
  const section = document.sections.find(
    ({ headingPath }) => headingPath.at(-1) === 'Misconceptions',
  );
  const text = section ? document.text.slice(section.start, section.end) : '';
  return sentencesOf(text)
    .filter(({ block }) => block === 'item')
    .map(({ start, end }) => plainText(text.slice(start, end)))
    .flatMap((denial) => {
      const claim = claimOf(denial);
      return claim === undefined ? [] : [{ denial, claim }];
    });
});

describe('a misconception asked as a statement of fact', () => {
  const data = mkdtempSync(join(tmpdir(), 'groundwork-misconceptions-'));
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await createPipeline(readConfig({ CORPUS_DIR: corpus, DATA_DIR: data }));
    await pipeline.ingest();
    await pipeline.refresh();
  });

  afterAll(async () => {
    await pipeline.close();
    rmSync(data, { recursive: true, force: true });
  });

  it("never comes back as supported, and is mostly met with the note's own denial", async () => {
    expect(misconceptions.length).toBeGreaterThan(300);
    let corrected = 0;
    for (const { claim, denial } of misconceptions) {
      const { answer } = await pipeline.ask(`${claim}, right?`);
      expect(answer.statements.filter(({ text }) => text.startsWith(claim))).toEqual([]);
      const denied = answer.statements.some(({ text }) => text === denial);
      if (answer.status === 'declined' || denied) corrected += 1;
    }
    expect(corrected / misconceptions.length).toBeGreaterThanOrEqual(0.9);
  });
});
