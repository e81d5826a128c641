/** Writes `.env.example` and the generated parts of the README. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { configTable, envExample, replaceBetween } from '../src/config-docs.ts';

const root = new URL('../', import.meta.url);
const readme = new URL('README.md', root);
const report = new URL('docs/evaluation.md', root);
const withConfig = replaceBetween(readFileSync(readme, 'utf8'), 'config', configTable());
const evaluation = existsSync(report)
  ? (readFileSync(report, 'utf8').split('\n\n## ')[0] ?? '')
      .split('\n\n')
      .slice(1)
      .join('\n\n')
      .trim()
  : 'Not measured yet.';
writeFileSync(readme, replaceBetween(withConfig, 'evaluation', evaluation));
writeFileSync(new URL('.env.example', root), envExample());
