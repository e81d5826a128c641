/** `groundwork ask "…"`: one answer on the terminal, with its citations. */
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { withSettings } from '../settings.ts';
import type { AnsweredQuestion } from '../types.ts';
import type { CliContext } from './context.ts';

interface AskFlags {
  readonly json: boolean;
  readonly source?: readonly string[];
}

export function askCommand(context: CliContext): Command {
  return new Command('ask')
    .description('Answer one question from the index')
    .argument('<question...>')
    .option(
      '--source <name>',
      'ask this source alone, or a folder of them, ending in "/"; may be given several times',
      (name: string, others: readonly string[] = []) => [...others, name],
    )
    .option('--json', 'print the whole answer with passages and trace as JSON', false)
    .action(async (words: string[], flags: AskFlags) => {
      const { createPipeline } = await import('../pipeline.ts');
      const pipeline = await createPipeline(readConfig(withSettings(context.env)));
      try {
        await pipeline.refresh();
        const answered = await pipeline.ask(words.join(' '), { sources: flags.source });
        context.print(flags.json ? JSON.stringify(answered, null, 2) : answerAsText(answered));
      } finally {
        await pipeline.close();
      }
    });
}

/** Answer, sources with offsets and check marks, and how it was made. */
export function answerAsText({ answer, mode, confidence }: AnsweredQuestion): string {
  const sources = answer.citations.map(
    ({ marker, uri, start, end, headingPath, status }) =>
      `[${marker}] ${uri} [${start}, ${end}) ${status === 'unverified' ? '✗' : '✓'} ${status}  ${headingPath.join(' > ')}`,
  );
  const nearest = (answer.nearestTopics ?? []).map(
    ({ uri, headingPath }) => `- ${headingPath.join(' > ') || uri} (${uri})`,
  );
  return [
    answer.text,
    ...(sources.length > 0 ? ['', ...sources] : []),
    ...(nearest.length > 0 ? ['', 'Nearest topics:', ...nearest] : []),
    '',
    `${mode.answers}, ${mode.retrievers.join(' + ')}, confidence ${confidence.toFixed(2)}`,
    ...(mode.sources ? [`Searched only in ${mode.sources.join(', ')}`] : []),
    ...mode.notices,
  ].join('\n');
}
