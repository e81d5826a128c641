/** What `groundwork eval` does: a private index of the corpus, the questions, the report. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { gateModelFile } from '../answer/gate.ts';
import type { CliContext } from '../cli/context.ts';
import { readConfig } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { defaultFieldWeights } from '../library/chunk-terms.ts';
import { createPipeline, type PipelineOptions } from '../pipeline.ts';
import type { Pipeline } from '../pipeline-contract.ts';
import { dropLibrary } from '../pipeline-library.ts';
import { readAbbreviations } from '../retrieve/abbreviations.ts';
import { ablations, ablationTable } from './ablations.ts';
import { calibratedGate } from './calibration.ts';
import {
  floorsSchema,
  gateFindings,
  pairedDifferences,
  savedRun,
  savedRunSchema,
} from './compare-runs.ts';
import { evaluationFile } from './evaluation-file.ts';
import { type GoldenQuestion, readGolden } from './golden.ts';
import { withInterval } from './metrics.ts';
import { overlapsOf } from './overlap.ts';
import { type EvalReport, reportOf, reportTable } from './report.ts';
import { reportPage, worstShown } from './report-page.ts';
import { hiddenTopic, type QuestionResult, runGolden } from './run-golden.ts';
import { targetRows } from './targets.ts';
import { variantsOf } from './variants.ts';
import { worstOf, worstResults } from './worst.ts';

const flagsSchema = z.object({
  split: z.enum(['dev', 'test', 'all']),
  corpus: z.string(),
  questions: z.string().optional(),
  keys: z.boolean(),
  lexical: z.boolean(),
  calibrate: z.boolean(),
  ablate: z.boolean(),
  report: z.string().optional(),
  json: z.string().optional(),
  baseline: z.string().optional(),
  gate: z.string().optional(),
  worst: z.coerce.number().int().min(0),
});
type EvalFlags = z.infer<typeof flagsSchema>;

const shippedQuestions = new URL('../../tests/quality/golden/', import.meta.url);
/** Written from the notes' subjects alone: the gate learns from them too how people ask. */
const topicQuestions = new URL('../../tests/quality/topics/', import.meta.url);

export async function runEvalCommand(given: unknown, context: CliContext): Promise<void> {
  const parsed = flagsSchema.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(
      `Options of eval: ${z.prettifyError(parsed.error)}. See npm run eval -- --help.`,
    );
  }
  const flags = parsed.data;
  const questions = questionsOf(flags);
  if (flags.calibrate) {
    const dev = [...questions, ...readGolden(topicQuestions)].filter(
      ({ split }) => split === 'dev',
    );
    const fitted = await calibratedGate(flags.corpus, dev, (options, work) =>
      withPipeline({ ...flags, ...options }, context, {}, work),
    );
    writeFileSync(gateModelFile, `${JSON.stringify(fitted, null, 2)}\n`);
    context.print('Gate fitted on the dev split; src/answer/gate-model.json is written.');
  }
  const { results, worst } = await withPipeline(flags, context, {}, async (pipeline) => {
    const all = await askAll(pipeline, questions);
    return { results: all, worst: flags.report ? await explainWorst(pipeline, all) : [] };
  });
  const splits = flags.split === 'all' ? (['dev', 'test'] as const) : [flags.split];
  const reports = splits
    .map((split) => reportOf(ofSplit(results, split), split))
    .filter(({ metrics }) => metrics['quotes valid']!.n > 0);
  for (const report of reports) context.print(`${reportTable(report)}\n`);
  for (const { split, latency } of reports)
    context.print(
      `${split}: ${latency.p50.toFixed(1)} ms a question, ${latency.p95.toFixed(1)} ms at p95`,
    );
  for (const line of worstOf(results, flags.worst)) context.print(line);
  const ablated = flags.ablate ? await ablate(flags, questions, context) : undefined;
  if (ablated !== undefined) context.print(ablated);
  if (flags.report !== undefined) {
    const plain = questions.filter(isPlain);
    const { withoutKeys, overlaps } = await withPipeline(
      { ...flags, keys: false },
      context,
      {},
      async (pipeline) => ({
        withoutKeys: await runGolden(pipeline, plain),
        overlaps: overlapsOf(
          plain,
          await Promise.all((await pipeline.documents()).map(({ id }) => pipeline.document(id))),
        ),
      }),
    );
    writeFileSync(
      flags.report,
      reportPage({ flags, reports, results, withoutKeys, overlaps, ablated }),
    );
    const shipped = flags.questions === undefined;
    writeFileSync(
      flags.report.replace(/(?:\.md)?$/, '.json'),
      evaluationFile(reports, shipped ? reports.flatMap(targetRows) : [], worst),
    );
  }
  if (flags.json !== undefined) writeFileSync(flags.json, JSON.stringify(savedRun(results)));
  closeGate(flags, results, reports, context);
}

/** The worst once more, with all that the trace can tell. */
async function explainWorst(
  pipeline: Pipeline,
  results: readonly QuestionResult[],
): Promise<QuestionResult[]> {
  const explained: QuestionResult[] = [];
  for (const { golden } of worstResults(results, worstShown)) {
    const hideGold = golden.topic === hiddenTopic;
    explained.push(...(await runGolden(pipeline, [golden], { hideGold, explain: true })));
  }
  return explained;
}

function ofSplit(results: readonly QuestionResult[], split: string): QuestionResult[] {
  return results.filter(({ golden }) => golden.split === split);
}

/** Answerable, and as it was written first. */
function isPlain({ answerable, variant }: GoldenQuestion): boolean {
  return answerable && variant === undefined;
}

function questionsOf(flags: EvalFlags): GoldenQuestion[] {
  return readGolden(flags.questions ?? shippedQuestions).filter(
    ({ split }) => flags.split === 'all' || split === flags.split,
  );
}

/** The questions as written, put differently, and with the notes hidden that answer them. */
async function askAll(
  pipeline: Pipeline,
  questions: readonly GoldenQuestion[],
): Promise<QuestionResult[]> {
  const abbreviations = await readAbbreviations(pipeline);
  const variants = questions.filter(isPlain).flatMap((golden) => variantsOf(golden, abbreviations));
  return [...(await askPlain(pipeline, questions)), ...(await runGolden(pipeline, variants))];
}

/** The questions, and the answerable ones once more with the notes hidden that answer them. */
async function askPlain(
  pipeline: Pipeline,
  questions: readonly GoldenQuestion[],
): Promise<QuestionResult[]> {
  const hidden = await runGolden(pipeline, questions.filter(isPlain), { hideGold: true });
  return [
    ...(await runGolden(pipeline, questions)),
    ...hidden.map((result) => ({
      ...result,
      golden: { ...result.golden, id: `${result.golden.id}-hidden` },
    })),
  ];
}

async function ablate(
  flags: EvalFlags,
  questions: readonly GoldenQuestion[],
  context: CliContext,
): Promise<string> {
  const plain = questions.filter(isPlain);
  const asked = [
    ...plain,
    ...plain
      .flatMap((golden) => variantsOf(golden, new Map()))
      .filter(({ variant }) => variant === 'chatty' || variant === 'typing-errors'),
  ];
  const runs: [string, QuestionResult[]][] = [];
  for (const [name, options] of Object.entries(ablations)) {
    runs.push([
      name,
      await withPipeline(flags, context, options, (pipeline) => runGolden(pipeline, asked)),
    ]);
  }
  return ablationTable(runs);
}

/** Ingests into a folder of its own, so that no index of the user's is touched. */
async function withPipeline<Result>(
  flags: EvalFlags,
  context: CliContext,
  options: PipelineOptions,
  work: (pipeline: Pipeline) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-eval-'));
  const config = readConfig({
    ...context.env,
    CORPUS_DIR: flags.corpus,
    DATA_DIR: folder,
    // The notes are measured, not a model that happens to be configured.
    ANSWERS: 'extractive',
    ...(flags.lexical && { EMBEDDINGS: 'none' }),
    WEAVIATE_PREFIX: `GroundworkEval${randomBytes(4).toString('hex')}`,
  });
  const weights = { ...defaultFieldWeights, ...(!flags.keys && { keys: 0 }) };
  const pipeline = await createPipeline(config, { weights, ...options });
  try {
    await pipeline.ingest();
    await pipeline.refresh();
    return await work(pipeline);
  } finally {
    await pipeline.close();
    await dropLibrary(config);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `--baseline` and `--gate`: prints what fell or lies too low, and ends with 1 if anything does. */
function closeGate(
  flags: EvalFlags,
  results: readonly QuestionResult[],
  reports: readonly EvalReport[],
  context: CliContext,
): void {
  const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
  const differences = flags.baseline
    ? pairedDifferences(savedRun(results), savedRunSchema.parse(read(flags.baseline)))
    : {};
  for (const [name, difference] of Object.entries(differences)) {
    const sign = difference.mean >= 0 ? '+' : '';
    context.print(`${name}: ${sign}${withInterval(difference)} against the baseline`);
  }
  const limits = flags.gate ? floorsSchema.parse(read(flags.gate)) : { floors: {}, ceilings: {} };
  const findings = [
    ...reports.flatMap(({ metrics }) => gateFindings(metrics, limits)),
    ...gateFindings({}, { floors: {}, ceilings: {} }, differences),
  ];
  for (const finding of findings) context.printError(`Below what is asked: ${finding}`);
  if (findings.length > 0) context.exit(1);
}
