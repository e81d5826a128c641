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
    .option('--ablate', 'measure with each part of retrieval off in turn', false)
    .option('--json <file>', 'write each question as JSON, for --baseline')
    .option('--baseline <file>', 'compare with an earlier --json; a clear loss ends with 1')
    .option('--gate <file>', 'floors and ceilings (JSON); a figure outside ends with 1')
    .option('--report <file>', 'write the tables as a Markdown page')
    .option('--worst <n>', 'show the worst questions', '0')
    .action(async (flags) => {
      const { runEvalCommand } = await import('../evaluate/run-eval-command.ts');
      await runEvalCommand(flags, context);
    });
}
