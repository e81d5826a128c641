/** The command line: `runCli(argv, env)` -> exit code. 0 done, 1 partly, 2 configuration, 3 locked. */
import { Command, CommanderError } from 'commander';
import { askCommand } from './cli/ask-command.ts';
import { backupCommand } from './cli/backup-command.ts';
import type { CliContext } from './cli/context.ts';
import { doctorCommand } from './cli/doctor-command.ts';
import { evalCommand } from './cli/eval-command.ts';
import { ingestCommand } from './cli/ingest-command.ts';
import { keysCommand } from './cli/keys-command.ts';
import { mcpCommand } from './cli/mcp-command.ts';
import { restoreCommand } from './cli/restore-command.ts';
import { serveCommand } from './cli/serve-command.ts';
import { verifyCommand } from './cli/verify-command.ts';
import { GroundworkError, LockedError } from './errors.ts';

/** @param argv arguments after the program's name */
export async function runCli(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  out: Pick<CliContext, 'print' | 'printError' | 'isTerminal'> = {
    print: (line) => void process.stdout.write(`${line}\n`),
    printError: (line) => void process.stderr.write(`${line}\n`),
    isTerminal: process.stderr.isTTY === true,
  },
): Promise<number> {
  let exitCode = 0;
  const context: CliContext = {
    ...out,
    env,
    exit: (code) => {
      exitCode = code;
    },
  };
  const program = new Command('groundwork')
    .description('Answers questions from your documents, with citations that can be checked.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.print(text.trimEnd()),
      writeErr: (text) => out.printError(text.trimEnd()),
    });
  for (const command of [
    ingestCommand,
    askCommand,
    serveCommand,
    mcpCommand,
    keysCommand,
    doctorCommand,
    evalCommand,
    verifyCommand,
    backupCommand,
    restoreCommand,
  ]) {
    program.addCommand(command(context).exitOverride().copyInheritedSettings(program));
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof GroundworkError) {
      out.printError(error.message);
      return error instanceof LockedError ? 3 : 2;
    }
    throw error;
  }
}
