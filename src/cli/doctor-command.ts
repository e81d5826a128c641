/** `groundwork doctor`: what of this installation works, in a line each. */
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { withSettings } from '../settings.ts';
import type { CliContext } from './context.ts';

export function doctorCommand(context: CliContext): Command {
  return new Command('doctor')
    .description('Say what works here, and what to do about what does not')
    .action(async () => {
      const config = readConfig(withSettings(context.env));
      const { diagnoseInstallation } = await import('../pipeline.ts');
      const { ok, lines } = await diagnoseInstallation(config);
      const width = Math.max(...lines.map(({ what }) => what.length));
      for (const { what, ok: works, line } of lines) {
        const mark = works === null ? '-' : works ? 'ok' : 'no';
        context.print(`${mark.padEnd(3)}${what.padEnd(width + 2)}${line}`);
      }
      context.exit(ok ? 0 : 1);
    });
}
