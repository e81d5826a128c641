import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ContainerFiles, containerFiles, root } from './container/container-files.ts';
import { containerProblems } from './container/container-problems.ts';
import { isLetThrough } from './container/let-through.ts';
import { importedPackages, neededPaths } from './container/needed-paths.ts';

const files = containerFiles();

/** A copy with one place changed; the place must be there, or the test would show nothing. */
function broken(file: keyof ContainerFiles, from: string | RegExp, to: string): ContainerFiles {
  const text = files[file].replace(from, to);
  if (text === files[file]) throw new Error(`"${String(from)}" does not stand in ${file}.`);
  return { ...files, [file]: text };
}

describe('the container', () => {
  it('keeps every rule', async () => {
    expect(await containerProblems(files)).toEqual([]);
  });

  it('has what the code reads', () => {
    expect(neededPaths()).toEqual(
      expect.arrayContaining([
        'bin/groundwork.mjs',
        'corpus',
        'docs/evaluation.json',
        'models',
        'scripts/load-environment.ts',
        'src/cli.ts',
        'src/embed/local-worker-start.mjs',
      ]),
    );
  });

  it('needs no package that is pruned', () => {
    const { dependencies, optionalDependencies } = JSON.parse(
      readFileSync(`${root}package.json`, 'utf8'),
    ) as Record<'dependencies' | 'optionalDependencies', Record<string, string>>;
    const kept = new Set(Object.keys({ ...dependencies, ...optionalDependencies }));
    expect(importedPackages().length).toBeGreaterThan(10);
    expect(importedPackages().filter((name) => !kept.has(name))).toEqual([]);
  });
});

describe('the rules of the container', () => {
  const digest = /@sha256:[0-9a-f]{64}/;

  it.each<[string, ContainerFiles, string]>([
    ['a base without digest', broken('dockerfile', digest, ''), 'is not pinned by version'],
    ['a base of another age', broken('dockerfile', /20\.20\.2/g, '20.18.0'), 'older than engines'],
    ['stages of two bases', broken('dockerfile', '20.20.2', '20.20.1'), 'Stages differ'],
    ['a latest image', broken('compose', /ollama:0[\d.]+/, 'ollama:latest'), 'is not pinned.'],
    ['a path that is not there', broken('dockerfile', 'COPY web web', 'COPY wep web'), 'missing'],
    ['a path that is ignored', broken('ignore', '!models\n', ''), '"models" is copied and ignored'],
    ['an open ignore file', broken('ignore', '*\n', '\n'), '".git/config" reaches the build'],
    ['secrets let through', broken('ignore', '**/.env*\n', ''), '"src/.env" reaches the build'],
    ['a file that is forgotten', broken('dockerfile', 'docs/evaluation.json ', ''), 'is needed'],
    ['notes that are forgotten', broken('dockerfile', /COPY corpus.*\n/, ''), '"corpus" is needed'],
    ['no page', broken('dockerfile', /COPY .*dist\/web\n/, ''), '"dist/web" is needed'],
    [
      'a compiler in the end',
      broken('dockerfile', 'USER', 'RUN apt-get install g++\nUSER'),
      'last stage',
    ],
    ['root', broken('dockerfile', 'USER 1000:1000', 'USER 0:0'), 'is root'],
    ['a user by name', broken('dockerfile', 'USER 1000:1000', 'USER node'), 'no fixed number'],
    [
      'a folder of another user',
      broken('dockerfile', '-o 1000', '-o 1001'),
      'is not made for user',
    ],
    [
      'data in no volume',
      broken('compose', "volumes: ['data:/data']", 'volumes: []'),
      'no named volume',
    ],
    ['a key in the image', broken('dockerfile', 'PORT=3000', 'PORT=3000 API_KEY=abc'), 'secret'],
    ['a key in compose.yaml', broken('compose', 'PORT: 3000', 'API_KEY: abc'), 'secret'],
    ['a variable misspelt', broken('dockerfile', 'DATA_DIR=', 'DATADIR='), '"DATADIR" is unknown'],
    [
      'a value that is refused',
      broken('compose', 'PORT: 3000', 'PORT: 99999'),
      'Configuration is wrong',
    ],
    ['a suggestion misspelt', broken('compose', 'OPENAI_MODEL=', 'OPENAI_MODELL='), 'is unknown'],
    [
      'a model that is nowhere',
      broken('compose', 'http://ollama:', 'http://lama:'),
      'is no service',
    ],
    ['a server for itself', broken('dockerfile', 'HOST=0.0.0.0', 'HOST=127.0.0.1'), 'differs'],
    ['another port', broken('dockerfile', 'EXPOSE 3000', 'EXPOSE 3001'), 'is not exposed'],
    [
      'a port for everybody',
      broken('compose', '127.0.0.1:3000:3000', '3000:3000'),
      'this machine alone',
    ],
    [
      'a .env that moves it',
      broken('compose', '      DATA_DIR: /data\n', ''),
      'may move "DATA_DIR"',
    ],
    [
      'a written root',
      broken('compose', 'read_only: true', 'read_only: false'),
      'root file system',
    ],
    ['capabilities', broken('compose', 'cap_drop: [ALL]', 'cap_drop: []'), 'keeps capabilities'],
    ['privileges', broken('compose', 'no-new-privileges:true', 'label:x'), 'gain privileges'],
    ['no room for files', broken('compose', /tmpfs:.*\n/, 'tmpfs: []\n'), 'no /tmp'],
    ['memory without limit', broken('compose', /mem_limit.*\n/, '\n'), 'Memory has no limit'],
    [
      'processes without limit',
      broken('compose', /pids_limit.*\n/, '\n'),
      'any number of processes',
    ],
    [
      'a hasty stop',
      broken('compose', 'stop_grace_period: 15s', 'stop_grace_period: 9s'),
      'killed too soon',
    ],
    [
      'a published model',
      broken('compose', 'profiles: [ollama]', "ports: ['11434:11434']"),
      'is published',
    ],
    ['a volume undeclared', broken('compose', '  models:\n', ''), 'is not declared'],
    ['two health checks', broken('dockerfile', '/ready', '/health'), 'differs'],
    ['a health check of nothing', broken('dockerfile', '/ready', '/reddy'), 'asks no route'],
    [
      'a health check elsewhere',
      broken('dockerfile', '127.0.0.1:3000/', '127.0.0.1:3001/'),
      'another port',
    ],
    [
      'a shell before the server',
      broken('dockerfile', 'ENTRYPOINT ["node", "bin/groundwork.mjs"]', 'ENTRYPOINT npm start'),
      'Signals',
    ],
    [
      'an unknown command',
      broken('dockerfile', 'CMD ["serve"]', 'CMD ["server"]'),
      '"server" is unknown',
    ],
    ['an unknown flag', broken('compose', '--generate-key', '--make-key'), '"--make-key"'],
  ])('see %s', async (_, copy, problem) => {
    expect((await containerProblems(copy)).join('\n')).toContain(problem);
  });

  it.each([
    ['src/a/b.ts', '*\n!src', true],
    ['docs/a.md', '*\n!docs/b.md', false],
    ['src/.env.local', '*\n!src\n**/.env*', false],
    ['a.py', '*\n!a.py\n**/*.py', false],
    ['srcs', '*\n!src', false],
  ])('%s under %j is let through: %s', (path, rules, expected) => {
    expect(isLetThrough(path, rules)).toBe(expected);
  });
});
