/**
 * The release tier of the tests under load and attack, and its figures as docs/hardening.md. The
 * soak lasts ten minutes, or as many as `--soak <minutes>` says; 0 leaves it out. Names of test files
 * after that run those alone; the figures of the others stay, each with the day and the state of the
 * code that it was taken of.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type ReportRow, readReportRows, reportRowSchema, reportTable } from './report-rows.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const figuresFile = join(root, 'docs', 'hardening.json');
const report = join(root, 'docs', 'hardening.md');

/** The figures of one test file, of its last run. */
const takenSchema = z.strictObject({
  taken: z.string(),
  rows: z.array(reportRowSchema.omit({ test: true })),
});
const figuresSchema = z.record(z.string(), takenSchema);
type Figures = z.infer<typeof figuresSchema>;

const projects = ['--project', 'hardening', '--project', 'one-server'];
const { values, positionals: only } = parseArgs({
  options: { soak: { type: 'string', default: '10' } },
  allowPositionals: true,
});
const minutes = z.coerce.number().min(0).parse(values.soak);
const folder = mkdtempSync(join(tmpdir(), 'groundwork-release-'));
const rows = join(folder, 'rows.jsonl');
writeFileSync(rows, '');
try {
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...projects, ...only],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        TIER: 'release',
        HARDENING_ROWS: rows,
        SOAK_MINUTES: String(minutes),
      },
    },
  );
  const fresh = readReportRows(rows);
  const figures = { ...readFigures(), ...figuresOf(fresh, status === 0) };
  writeFileSync(figuresFile, `${JSON.stringify(figures, null, 2)}\n`);
  writeFileSync(report, reportOf(figures));
  console.log(`Wrote ${report}`);
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function readFigures(): Figures {
  return figuresSchema.parse(JSON.parse(readFileSync(figuresFile, 'utf8')));
}

function figuresOf(fresh: readonly ReportRow[], isPassed: boolean): Figures {
  const commit = git('rev-parse', '--short', 'HEAD');
  const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
  const taken = [
    new Date().toISOString().slice(0, 10),
    `${availableParallelism()} cores, ${cpus()[0]?.model.trim() || 'unnamed processor'}`,
    `Node ${process.versions.node}`,
    `commit ${commit}${isChanged ? ' with changes' : ''}`,
    ...(isPassed ? [] : ['a run in which a test failed']),
  ].join(', ');
  const figures: Figures = {};
  for (const { test, ...row } of fresh) {
    figures[test] ??= { taken, rows: [] };
    figures[test].rows.push(row);
  }
  return figures;
}

function git(...words: string[]): string {
  return spawnSync('git', words, { cwd: root, encoding: 'utf8' }).stdout.trim();
}

function reportOf(figures: Figures): string {
  const parts = Object.entries(figures)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([test, taken]) => `## ${test}

${taken.taken}

${reportTable(taken.rows)}
`,
    );
  return `# Under load and attack

Written by \`npm run test:release\`, a part for each test file. The quick tier of the same tests is part
of \`npm test\`. Bound: no failure in n trials puts the rate of failures below 3/n, at 95 %.

${parts.join('\n')}`;
}
