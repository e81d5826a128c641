/** The rules that the container's files keep: each broken one as a line, none when all is well. */
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { runCli } from '../../../src/cli.ts';
import { environmentSchema, isLoopback, readConfig } from '../../../src/config.ts';
import { createOpenApiDocument } from '../../../src/serve/openapi.ts';
import { type ComposeFile, readCompose, type Service } from './compose-file.ts';
import { type ContainerFiles, root } from './container-files.ts';
import { environmentOf, readDockerfile, type Stage, sourcesOf, textsOf } from './dockerfile.ts';
import { isLetThrough } from './let-through.ts';
import { neededPaths } from './needed-paths.ts';

/** Not ours: Node.js and the encoder's library read them. */
const foreignVariables: ReadonlySet<string> = new Set(['NODE_ENV', 'ORT_DISABLE_TELEMETRY']);
const holdsSecret =
  /gw_[\w-]{20}|sk-[\w-]{16}|\b(?:\w+_)?(?:KEY|TOKEN|SECRET|PASSWORD)\s*[=:]\s*\S/;
const pinnedBase = /^node:(\d+)\.(\d+)\.(\d+)-[\w.]+-slim@sha256:[0-9a-f]{64}$/;
const pinnedImage = /^[\w./-]+:\d+\.\d+\.\d+(?:@sha256:[0-9a-f]{64})?$/;

export async function containerProblems(files: ContainerFiles): Promise<string[]> {
  const stages = readDockerfile(files.dockerfile);
  const last = stages.at(-1);
  if (last === undefined) return ['The Dockerfile has no stage.'];
  const compose = readCompose(files.compose);
  const service = compose.services['groundwork'];
  if (service === undefined) return ['compose.yaml has no service "groundwork".'];
  return [
    ...imageProblems(stages, compose),
    ...copyProblems(stages, last, files.ignore),
    ...userProblems(last, service),
    ...secretProblems(files),
    ...environmentProblems(last, service, files.compose, compose),
    ...hardeningProblems(compose),
    ...healthProblems(last, service),
    ...(await commandProblems(last, service)),
  ];
}

function imageProblems(stages: readonly Stage[], compose: ComposeFile): string[] {
  const { engines } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    engines: { node: string };
  };
  const least = engines.node.replace('>=', '').split('.').map(Number);
  const bases = stages.flatMap(({ image }) => {
    const version = pinnedBase.exec(image)?.slice(1).map(Number);
    if (version === undefined) return [`Image "${image}" is not pinned by version and digest.`];
    const differs = version.findIndex((number, index) => number !== least[index]);
    return differs >= 0 && version[differs]! < least[differs]!
      ? [`Image "${image}" is older than engines allows.`]
      : [];
  });
  const different = new Set(stages.map(({ image }) => image)).size === 1 ? [] : ['Stages differ.'];
  const services = Object.values(compose.services).flatMap(({ image, build }) =>
    build === undefined && !pinnedImage.test(image ?? '')
      ? [`Image "${image}" is not pinned.`]
      : [],
  );
  return [...bases, ...different, ...services];
}

function copyProblems(stages: readonly Stage[], last: Stage, ignore: string): string[] {
  const sources = new Set(stages.flatMap(sourcesOf));
  const held = [...last.files].flatMap(([path, source]) =>
    source === null ? [posix.relative('/app', path)] : [source],
  );
  const holds = (path: string): boolean =>
    held.some((one) => path === one || path.startsWith(`${one}/`));
  const tools = [...textsOf(last, 'RUN')].filter((text) => /apt-get|\bnpm (?:ci|i)/.test(text));
  return [
    ...[...sources]
      .filter((path) => !existsSync(root + path))
      .map((path) => `"${path}" is missing.`),
    ...[...sources]
      .filter((path) => !isLetThrough(path, ignore))
      .map((path) => `"${path}" is copied and ignored.`),
    ...['.env', '.git/config', 'data/keys.json', 'node_modules/x/y.js', 'src/.env', 'new-file']
      .filter((path) => isLetThrough(path, ignore))
      .map((path) => `"${path}" reaches the build.`),
    ...[...neededPaths(), 'node_modules', 'dist/web']
      .filter((path) => !holds(path) || !isLetThrough(path, `${ignore}\n!node_modules\n!dist`))
      .map((path) => `"${path}" is needed and not in the image.`),
    ...tools.map(() => 'The last stage installs packages.'),
  ];
}

function userProblems(last: Stage, service: Service): string[] {
  const [user = ''] = textsOf(last, 'USER').slice(-1);
  const [id, group] = /^([1-9]\d*):([1-9]\d*)$/.exec(user)?.slice(1) ?? [];
  if (id === undefined) return [`User "${user}" is root, or has no fixed number.`];
  const data = environmentOf(last)['DATA_DIR'] ?? '';
  const owned = textsOf(last, 'RUN').some((text) =>
    text.includes(`install -d -o ${id} -g ${group} -m 0700 ${data}`),
  );
  return [
    ...(owned ? [] : [`Folder "${data}" is not made for user ${id}.`]),
    ...(textsOf(last, 'VOLUME').includes(data) ? [] : [`Folder "${data}" is no volume.`]),
    ...(service.volumes.some((volume) => /^\w+:/.test(volume) && volume.endsWith(`:${data}`))
      ? []
      : [`compose.yaml keeps "${data}" in no named volume.`]),
  ];
}

function secretProblems({ dockerfile, compose }: ContainerFiles): string[] {
  return [dockerfile, compose]
    .flatMap((text) => text.split('\n'))
    .filter((line) => holdsSecret.test(line))
    .map(() => 'A secret is written down.');
}

function environmentProblems(
  last: Stage,
  service: Service,
  composeText: string,
  compose: ComposeFile,
): string[] {
  const image = environmentOf(last);
  // The lines of the comment that says what to put into .env.
  const suggested = Object.fromEntries(
    [...composeText.matchAll(/^\s*#\s+([A-Z_]+)=(\S+)$/gm)].map((match) => [match[1]!, match[2]!]),
  );
  const unknown = Object.keys({ ...image, ...service.environment, ...suggested }).filter(
    (name) => !(name in environmentSchema.shape) && !foreignVariables.has(name),
  );
  const problems = unknown.map((name) => `Variable "${name}" is unknown to src/config.ts.`);
  const environment = { ...image, ...service.environment, ...suggested };
  try {
    const config = readConfig({ ...environment, API_KEY: 'x'.repeat(16) });
    const [exposed] = textsOf(last, 'EXPOSE');
    const host = config.OPENAI_BASE_URL && new URL(config.OPENAI_BASE_URL).hostname;
    if (isLoopback(config.HOST)) problems.push('The server cannot be reached from outside.');
    if (String(config.PORT) !== exposed) problems.push(`Port ${config.PORT} is not exposed.`);
    if (host !== undefined && !(host in compose.services)) {
      problems.push(`The model's host "${host}" is no service.`);
    }
    if (service.ports.join() !== `127.0.0.1:${config.PORT}:${config.PORT}`) {
      problems.push(`Port "${service.ports.join()}" is not published on this machine alone.`);
    }
  } catch (error) {
    problems.push(String(error));
  }
  for (const [name, value] of Object.entries(service.environment)) {
    if (image[name] !== value) problems.push(`"${name}" differs from the image's.`);
  }
  // What .env sets for a server outside of a container must not reach the one inside.
  for (const name of ['HOST', 'PORT', 'CORPUS_DIR', 'DATA_DIR']) {
    if (!(name in service.environment)) problems.push(`A .env may move "${name}".`);
  }
  return problems;
}

function hardeningProblems({ services, volumes }: ComposeFile): string[] {
  const everywhere = Object.entries(services).flatMap(([name, service]) => [
    ...(service.cap_drop.includes('ALL') ? [] : [`"${name}" keeps capabilities.`]),
    ...(service.security_opt.includes('no-new-privileges:true')
      ? []
      : [`"${name}" may gain privileges.`]),
    ...(service.pids_limit === undefined ? [`"${name}" may start any number of processes.`] : []),
    ...(service.restart === 'unless-stopped' ? [] : [`"${name}" is not started again.`]),
    ...(name !== 'groundwork' && service.ports.length > 0 ? [`"${name}" is published.`] : []),
    ...service.volumes
      .map((volume) => volume.split(':')[0] ?? '')
      .filter((volume) => !(volume in volumes))
      .map((volume) => `Volume "${volume}" of "${name}" is not declared.`),
  ]);
  const own = services['groundwork'];
  return [
    ...everywhere,
    ...(own?.read_only === true ? [] : ['The root file system is written.']),
    ...(own?.tmpfs.some((mount) => mount.startsWith('/tmp:')) ? [] : ['There is no /tmp.']),
    ...(own?.mem_limit === undefined ? ['Memory has no limit.'] : []),
    ...(Number.parseInt(own?.stop_grace_period ?? '0', 10) > 10 ? [] : ['It is killed too soon.']),
  ];
}

function healthProblems(last: Stage, service: Service): string[] {
  const paths = createOpenApiDocument().paths ?? {};
  const port = environmentOf(last)['PORT'];
  const [inImage = ''] = textsOf(last, 'HEALTHCHECK');
  const image = JSON.parse(inImage.slice(inImage.indexOf('CMD') + 3) || '[]') as string[];
  const [kind, ...inCompose] = service.healthcheck?.test ?? [];
  const address = /fetch\('http:\/\/127\.0\.0\.1:(\d+)(\/\w+)'\)/.exec(image.join(' '));
  return [
    ...(kind === 'CMD' && JSON.stringify(inCompose) === JSON.stringify(image)
      ? []
      : ["compose.yaml's health check differs."]),
    ...(address?.[1] === port ? [] : ['The health check asks another port.']),
    ...(paths[address?.[2] ?? '']?.get === undefined ? ['The health check asks no route.'] : []),
    ...(image[0] === 'node' ? [] : ['The health check is not run by node.']),
  ];
}

async function commandProblems(last: Stage, service: Service): Promise<string[]> {
  const [entry = '', ...more] = textsOf(last, 'ENTRYPOINT');
  const [command = ''] = textsOf(last, 'CMD');
  const words = (text: string): string[] => {
    try {
      return JSON.parse(text) as string[];
    } catch {
      return [];
    }
  };
  const [program, script = ''] = words(entry);
  const isDirect = more.length === 0 && program === 'node' && last.files.has(`/app/bin`);
  const problems =
    isDirect && existsSync(root + script) ? [] : ['Signals do not reach the server itself.'];
  if (!['SIGTERM', undefined].includes(textsOf(last, 'STOPSIGNAL')[0])) {
    problems.push('The signal to stop is not SIGTERM.');
  }
  for (const given of [words(command), service.command ?? []]) {
    const lines: string[] = [];
    const [name = '', ...flags] = given;
    const print = (line: string): void => void lines.push(line);
    const code = await runCli(
      [name, '--help'],
      {},
      { print, printError: print, isTerminal: false },
    );
    const help = lines.join('\n');
    if (name === '' || code !== 0 || !help.includes(`groundwork ${name}`)) {
      problems.push(`Command "${name}" is unknown.`);
    }
    for (const flag of flags) {
      if (!help.includes(flag)) problems.push(`Flag "${flag}" of "${name}" is unknown.`);
    }
  }
  return problems;
}
