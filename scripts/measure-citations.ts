/**
 * Measures citation recall and precision of answers that a model writes, on the questions of
 * `tests/quality/paraphrases`, writes `docs/citations.md` and prints it. About a minute, no network.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../src/config.ts';
import { citationsPage, type MeasuredSplit } from '../src/evaluate/citations-page.ts';
import { createCitingWriter, type Habit, habits } from '../src/evaluate/citing-writer.ts';
import { type CitedAnswer, measureCitations } from '../src/evaluate/measure-citations.ts';
import { readParaphrasedQuestions } from '../src/evaluate/paraphrases.ts';
import { createPipeline } from '../src/pipeline.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const dataFolder = mkdtempSync(join(tmpdir(), 'groundwork-citations-'));
// The encoder's worker does not keep the process alive.
const alive = setInterval(() => undefined, 1_000);
const writer = createCitingWriter();
const pipeline = await createPipeline(
  readConfig({ CORPUS_DIR: `${root}corpus`, DATA_DIR: dataFolder }),
  { chatModel: writer.model },
);
try {
  await pipeline.ingest();
  await pipeline.refresh();
  const splits: MeasuredSplit[] = [];
  for (const split of ['dev', 'test']) {
    const questions = readParaphrasedQuestions(`${root}tests/quality/paraphrases/${split}.jsonl`);
    const answers = new Map<Habit, readonly CitedAnswer[]>();
    for (const habit of habits) {
      answers.set(habit, await measureCitations(pipeline, writer, habit, questions));
    }
    splits.push({ split, answers });
  }
  const page = citationsPage(splits);
  writeFileSync(`${root}docs/citations.md`, page);
  console.log(page);
} finally {
  clearInterval(alive);
  await pipeline.close();
  rmSync(dataFolder, { recursive: true, force: true });
}
