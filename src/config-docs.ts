/** The configuration schema as documentation: the README's table and `.env.example`. */
import { z } from 'zod';
import { environmentSchema } from './config.ts';

interface Setting {
  readonly name: string;
  readonly fallback: string | undefined;
  readonly description: string;
}

export function configTable(): string {
  const rows = settings().map(
    ({ name, fallback, description }) =>
      `| \`${name}\` | ${fallback === undefined ? '' : `\`${fallback}\``} | ${description.replaceAll('|', '\\|')} |`,
  );
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

export function envExample(): string {
  const parts = settings().map(
    ({ name, fallback, description }) =>
      `# ${description.replaceAll('`', '')}\n${fallback === undefined ? `# ${name}=` : `# ${name}=${fallback}`}`,
  );
  return `# Copy to .env and change what you need. Empty values count as unset.\n\n${parts.join('\n\n')}\n`;
}

function settings(): Setting[] {
  const json = z.toJSONSchema(environmentSchema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(json.properties ?? {}).map(([name, property]) => {
    const { description, default: fallback } = property as {
      description?: string;
      default?: unknown;
    };
    return {
      name,
      fallback: fallback === undefined ? undefined : String(fallback),
      description: description ?? '',
    };
  });
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
export function replaceBetween(text: string, name: string, content: string): string {
  const pattern = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  return text.replace(pattern, (_, open: string, close: string) => `${open}${content}\n${close}`);
}
