/** What `groundwork eval` does: a private index of the corpus, the questions, the report. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type GateModel, gateModelFile, loadGateModel } from '../answer/gate.ts';
import type { CliContext } from '../cli/context.ts';
import { readConfig } from '../config.ts';
import { defaultFieldWeights } from '../library/chunk-terms.ts';
import { createPipeline } from '../pipeline.ts';
import { fitGate } from './calibrate.ts';
import { readGolden } from './golden.ts';
import { type EvalReport, reportOf, reportTable } from './report.ts';
import { type QuestionResult, runGolden } from './run-golden.ts';

const flagsSchema = z.object({
  split: z.enum(['dev', 'test', 'all']),
  corpus: z.string(),
  questions: z.string().optional(),
  keys: z.boolean(),
  lexical: z.boolean(),
  calibrate: z.boolean(),
  report: z.string().optional(),
  worst: z.coerce.number().int().min(0),
});
type EvalFlags = z.infer<typeof flagsSchema>;

const shippedQuestions = new URL('../../tests/quality/golden/seed.jsonl', import.meta.url);

export async function runEvalCommand(given: unknown, context: CliContext): Promise<void> {
  const flags = flagsSchema.parse(given);
  if (flags.calibrate) {
    const fitted = {
      hybrid: await calibrated({ ...flags, lexical: false }, context),
      lexical: await calibrated({ ...flags, lexical: true }, context),
    };
    writeFileSync(gateModelFile, `${JSON.stringify(fitted, null, 2)}\n`);
    context.print('Gate fitted on the dev split; src/answer/gate-model.json is written.');
  }
  const results = await evaluate(flags, flags.split, context);
  const splits = flags.split === 'all' ? (['dev', 'test'] as const) : [flags.split];
  const reports = splits.map((split) =>
    reportOf(
      results.filter(({ golden }) => golden.split === split),
      split,
    ),
  );
  for (const report of reports) context.print(`${reportTable(report)}\n`);
  for (const line of worstOf(results, flags.worst)) context.print(line);
  if (flags.report !== undefined) writeFileSync(flags.report, reportPage(reports));
}

/** What `--report` writes; the README shows its tables. */
function reportPage(reports: readonly EvalReport[]): string {
  return `# Evaluation\n\nMade by \`npm run eval -- --report docs/evaluation.md\`.\n\n${reports.map(reportTable).join('\n\n')}\n`;
}

async function calibrated(flags: EvalFlags, context: CliContext): Promise<GateModel['hybrid']> {
  const results = await evaluate(flags, 'dev', context);
  return fitGate(
    results.map(({ features, golden }) => ({ features, answerable: golden.answerable })),
  );
}

/** Ingests into a folder of its own, so that no index of the user's is touched, and asks. */
async function evaluate(
  flags: EvalFlags,
  split: EvalFlags['split'],
  context: CliContext,
): Promise<QuestionResult[]> {
  const questions = readGolden(flags.questions ?? shippedQuestions).filter(
    (question) => split === 'all' || question.split === split,
  );
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-eval-'));
  const config = readConfig({
    ...context.env,
    CORPUS_DIR: flags.corpus,
    DATA_DIR: folder,
    ...(flags.lexical && { EMBEDDINGS: 'none' }),
  });
  const pipeline = await createPipeline(config, {
    gateModel: loadGateModel(),
    weights: { ...defaultFieldWeights, ...(!flags.keys && { keys: 0 }) },
  });
  try {
    await pipeline.ingest();
    pipeline.refresh();
    return await runGolden(pipeline, questions);
  } finally {
    await pipeline.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The questions that went worst, with what was found instead. */
function worstOf(results: readonly QuestionResult[], count: number): string[] {
  const badness = ({ golden, answered, rank, nuggetsInAnswer }: QuestionResult): number => {
    const declined = answered.answer.status === 'declined';
    if (!golden.answerable) return declined ? 0 : 2 + answered.confidence;
    return (declined ? 2 : 0) + (rank === undefined ? 2 : 1 - 1 / rank) + (1 - nuggetsInAnswer);
  };
  return [...results]
    .sort((left, right) => badness(right) - badness(left))
    .slice(0, count)
    .flatMap(({ golden, answered, rank, nuggetsInAnswer }) => [
      `${golden.id} [${golden.topic}] ${golden.question}`,
      `   ${answered.answer.status} at ${answered.confidence.toFixed(2)}, first gold passage ${rank ?? 'none'}, key facts ${nuggetsInAnswer.toFixed(2)}`,
      ...answered.passages
        .slice(0, 3)
        .map(
          ({ rank: at, uri, headingPath, score }) =>
            `   ${at}. ${score.toFixed(3)} ${uri} ${headingPath.at(-1) ?? ''}`,
        ),
    ]);
}
