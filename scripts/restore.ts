import { runCli } from '../src/cli.ts';
import { loadEnvironment } from './load-environment.ts';

process.exitCode = await runCli(['restore', ...process.argv.slice(2)], loadEnvironment());
