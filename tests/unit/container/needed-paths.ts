/** What a running server reads, found in the code that reads it. */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { root } from './container-files.ts';

/** `eval` and the build of the page do not belong to a server that runs. */
const ofDevelopment = /^(?:tests\/quality|web|dist|package-lock\.json|$)/;

const read = (path: string): string => readFileSync(root + path, 'utf8');

const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .map((name) => `src/${name.replaceAll('\\', '/')}`)
  .filter((name) => /\.(?:ts|mjs)$/.test(name));

/** Files and folders of the repository, without a slash at the end. */
export function neededPaths(): string[] {
  const { bin } = JSON.parse(read('package.json')) as { bin: Record<string, string> };
  const programs = Object.values(bin);
  const imported = programs.flatMap((program) =>
    [...read(program).matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) =>
      posix.join(posix.dirname(program), match[1]!),
    ),
  );
  const opened = sources.flatMap((file) =>
    [...read(file).matchAll(/new URL\(\s*'(\.[^']+)', import\.meta\.url/g)]
      .map((match) => posix.join(posix.dirname(file), match[1]!).replace(/\/$/, ''))
      .filter((path) => !ofDevelopment.test(path === '.' ? '' : path)),
  );
  return [...new Set(['package.json', 'corpus', ...programs, ...imported, ...opened])].sort();
}

/** Packages that the server imports, types left out. */
export function importedPackages(): string[] {
  const pattern = /(?:from|import\()\s*'((?:@[\w.-]+\/)?[\w-][\w.-]*)[^']*'/g;
  const names = [...sources, 'bin/groundwork.mjs', 'scripts/load-environment.ts'].flatMap((file) =>
    [
      ...read(file)
        .replace(/(?:import|export) type [^;]*;/g, '')
        .matchAll(pattern),
    ].map((match) => match[1]!),
  );
  return [...new Set(names)].filter((name) => !builtinModules.includes(name) && name !== 'node');
}
