/**
 * `npm run eval:foreign`: the same evaluation on documentation that no weight was fitted on, the
 * Markdown of three installed packages. Writes `docs/foreign.md`, with each part of retrieval off in
 * turn and plain BM25 beside it.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../src/cli.ts';
import { loadEnvironment } from './load-environment.ts';

/** A README is passed over when a folder is ingested: it is copied under the package's name. */
const documents: Readonly<Record<string, string>> = {
  commander: 'node_modules/commander/Readme.md',
  openai: 'node_modules/openai/README.md',
  unified: 'node_modules/unified/readme.md',
};

const folder = mkdtempSync(join(tmpdir(), 'groundwork-foreign-'));
const pages: string[] = [];
try {
  for (const [name, document] of Object.entries(documents)) {
    const corpus = join(folder, name);
    mkdirSync(corpus);
    copyFileSync(new URL(`../${document}`, import.meta.url), join(corpus, `${name}.md`));
    const report = join(folder, `${name}.report.md`);
    const questions = `tests/quality/foreign/${name}.jsonl`;
    const flags = ['--corpus', corpus, '--questions', questions, '--ablate', '--report', report];
    const code = await runCli(['eval', ...flags], loadEnvironment());
    if (code !== 0) process.exitCode = code;
    const [, table = ''] = readFileSync(report, 'utf8').split('report …`.\n\n');
    const [headline] = table.split('\n\n## Details');
    const [, parts = ''] = table.split('## What each part is worth\n\n');
    pages.push(`## ${name}\n\n${headline}\n\n${parts.trim()}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
writeFileSync(
  new URL('../docs/foreign.md', import.meta.url),
  `# Evaluation on foreign documentation

Made by \`npm run eval:foreign\`: 40 questions on the Markdown documentation of each of three installed packages, written
from the text alone by authors who saw nothing of Groundwork. No weight was tuned on them; that the gate declined most of
them led to weights for documents without retrieval keys (docs/decisions/0018-gate-features.md), which are fitted on the notes.

${pages.join('\n\n')}
`,
);
