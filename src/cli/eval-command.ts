/** `groundwork eval`: runs the golden questions and prints what they measure. */
import { Command } from 'commander';
import type { CliContext } from './context.ts';

export function evalCommand(context: CliContext): Command {
  return new Command('eval')
    .description('Measure retrieval, answers and declining on the golden questions')
    .option('--split <split>', 'dev, test or all', 'all')
    .option('--corpus <folder>', 'documents to ask', 'corpus')
    .option('--questions <file>', 'golden questions (JSONL); the shipped ones unless given')
    .option('--no-keys', 'leave the retrieval keys out')
    .option('--lexical', 'search by words alone', false)
    .option('--calibrate', 'fit the gate on the dev split and write its weights', false)
    .option('--report <file>', 'write the tables as a Markdown page')
    .option('--worst <n>', 'show the worst questions', '0')
    .action(async (flags) => {
      const { runEvalCommand } = await import('../evaluate/run-eval-command.ts');
      await runEvalCommand(flags, context);
    });
}
