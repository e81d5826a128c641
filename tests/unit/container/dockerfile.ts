/** Reads a Dockerfile, as far as ours goes: instructions by stage, and what each stage holds. */
import { posix } from 'node:path';

interface Instruction {
  readonly name: string;
  readonly text: string;
}

export interface Stage {
  /** `node:20.20.2-bookworm-slim@sha256:…` */
  readonly image: string;
  readonly instructions: readonly Instruction[];
  /** Absolute path in the stage -> path in the build's context, or null for what the build made. */
  readonly files: ReadonlyMap<string, string | null>;
}

export function readDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  const names = new Map<string, Stage>();
  for (const instruction of instructionsOf(text)) {
    if (instruction.name === 'FROM') {
      const [image = '', , name] = instruction.text.split(/\s+/);
      const stage: Stage = { image, instructions: [], files: new Map() };
      stages.push(stage);
      if (name !== undefined) names.set(name, stage);
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined) throw new Error(`${instruction.name} stands before FROM.`);
    if (instruction.name === 'COPY') copy(instruction.text, stage, names);
    (stage.instructions as Instruction[]).push(instruction);
  }
  return stages;
}

/** The texts of all instructions of one name, in order. */
export function textsOf(stage: Stage, name: string): string[] {
  return stage.instructions.filter((one) => one.name === name).map(({ text }) => text);
}

/** `ENV A=1 B=2` of a stage as one object. */
export function environmentOf(stage: Stage): Record<string, string> {
  const pairs = textsOf(stage, 'ENV').flatMap((text) => text.split(/\s+/));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

/** Paths of the context that a stage copies. */
export function sourcesOf(stage: Stage): string[] {
  return textsOf(stage, 'COPY')
    .filter((text) => !text.startsWith('--from='))
    .flatMap((text) => text.split(/\s+/).slice(0, -1));
}

function instructionsOf(text: string): Instruction[] {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const end = line.indexOf(' ');
      return { name: line.slice(0, end), text: line.slice(end).trim() };
    });
}

function copy(text: string, stage: Stage, names: ReadonlyMap<string, Stage>): void {
  const files = stage.files as Map<string, string | null>;
  const words = text.split(/\s+/);
  const from = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined;
  const workFolder = textsOf(stage, 'WORKDIR').at(-1) ?? '/';
  const given = words.pop() ?? '';
  const target = posix.resolve(workFolder, given);
  for (const source of words) {
    if (from === undefined) {
      // A file goes into a folder under its name, a folder gives its content.
      const isIntoFolder = given.endsWith('/') && posix.extname(source) !== '';
      const named =
        given === './' || isIntoFolder ? posix.join(target, posix.basename(source)) : target;
      files.set(named, source);
      continue;
    }
    const earlier = names.get(from);
    if (earlier === undefined) throw new Error(`COPY names a stage "${from}" that is not there.`);
    const below = [...earlier.files].filter(([path]) => path.startsWith(`${source}/`));
    for (const [path, origin] of below) {
      files.set(posix.join(target, path.slice(source.length)), origin);
    }
    if (below.length === 0) files.set(target, null);
  }
}
