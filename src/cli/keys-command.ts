/** `groundwork keys`: makes, lists and revokes the keys that open the server; it need not run, and may. */
import { Argument, Command, Option } from 'commander';
import type { Scope } from '../access/caller.ts';
import { scopes } from '../access/caller.ts';
import { type Keys, openKeys, type ShownKey } from '../access/keys.ts';
import { readConfig } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { newKeySchema } from '../serve/contract.ts';
import type { CliContext } from './context.ts';

const meanings: Readonly<Record<Scope, string>> = {
  read: 'ask and read',
  write: 'also rename and delete conversations',
  admin: 'also settings and keys',
};

export function keysCommand(context: CliContext): Command {
  return new Command('keys')
    .description('Make, list and revoke the keys that open the server')
    .addCommand(addCommand(context))
    .addCommand(listCommand(context))
    .addCommand(revokeCommand(context));
}

/** The key goes to stdout alone, so that it can be put straight where it belongs. */
function addCommand(context: CliContext): Command {
  const meaning = scopes.map((scope) => `${scope}: ${meanings[scope]}`).join('; ');
  return new Command('add')
    .description('Make a key; it is shown once')
    .requiredOption('--name <name>', 'what it is for')
    .addOption(
      new Option('--scope <scope>', `what it may do (${meaning})`)
        .choices(scopes)
        .makeOptionMandatory(),
    )
    .action(async (flags: { readonly name: string; readonly scope: Scope }) => {
      const asked = newKeySchema.safeParse(flags);
      if (!asked.success) {
        throw new ConfigError('--name is not as expected: at most 80 characters, on one line.');
      }
      const { key, id, name, scope } = await withKeys(context, (keys) => keys.add(asked.data));
      context.printError(`Key "${name}" of scope ${scope} was made; its id is ${id}.`);
      context.printError('It is shown this once:');
      context.print(key);
    });
}

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('Show id, scope, day and name of each')
    .action(async () => {
      const listed = await withKeys(context, (keys) => keys.list());
      if (listed.length === 0) context.printError('There are no keys.');
      for (const key of listed) context.print(lineOf(key));
    });
}

function revokeCommand(context: CliContext): Command {
  return new Command('revoke')
    .description('Take a key back; a running server cuts its open answers within a second')
    .addArgument(new Argument('<key>', 'id or name'))
    .action(async (named: string) => {
      const { id, name } = await withKeys(context, async (keys) => {
        const listed = keys.list();
        const found =
          listed.find((key) => key.id === named) ?? listed.find((key) => key.name === named);
        if (found === undefined) {
          throw new ConfigError(
            `There is no key "${named}"; npm run keys -- list shows those there are.`,
          );
        }
        await keys.revoke(found.id);
        return found;
      });
      context.printError(`Key "${name}" (${id}) was revoked.`);
    });
}

function lineOf({ id, scope, createdAt, name }: ShownKey): string {
  return `${id}  ${scope.padEnd(5)}  ${createdAt.slice(0, 10)}  ${name}`;
}

async function withKeys<Result>(
  context: CliContext,
  work: (keys: Keys) => Promise<Result> | Result,
): Promise<Result> {
  const { DATA_DIR } = readConfig({ DATA_DIR: context.env['DATA_DIR'] });
  const keys = openKeys({ folder: DATA_DIR });
  try {
    return await work(keys);
  } finally {
    keys.close();
  }
}
