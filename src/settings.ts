/**
 * Settings that the page changes: kept in the data folder, readable by its owner alone. What the
 * environment says goes before them.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeSecretFile } from './access/secret-file.ts';
import { type Config, environmentSchema, readConfig } from './config.ts';
import { ConfigError } from './errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that can be changed while the server runs, and those that the next start reads. */
export const changeable = {
  ANSWERS: 'now',
  OPENAI_BASE_URL: 'now',
  OPENAI_API_KEY: 'now',
  OPENAI_MODEL: 'now',
  EMBEDDINGS: 'restart',
  OPENAI_EMBEDDING_MODEL: 'restart',
  OPENAI_EMBEDDING_BASE_URL: 'restart',
  OPENAI_EMBEDDING_API_KEY: 'restart',
} as const;
export type SettingName = keyof typeof changeable;

/** What to change: a text, or null to go back to the default. */
export type SettingChanges = Readonly<Partial<Record<SettingName, string | null | undefined>>>;

export interface Setting {
  readonly name: SettingName;
  readonly description: string;
  /** Null where nothing is set, and always for a secret. */
  readonly value: string | null;
  readonly isSet: boolean;
  readonly isSecret: boolean;
  /** `environment`: it cannot be changed here. */
  readonly source: 'environment' | 'page' | 'default';
  readonly takesEffect: 'now' | 'restart';
  /** What it may be, where that is a list. */
  readonly options: readonly string[] | null;
}

export interface Settings {
  list(): Setting[];
  /** The configuration with the changes, unsaved. @throws ConfigError when they do not fit together */
  preview(changes: SettingChanges): Config;
  /** Saves the changes. @throws ConfigError likewise; then nothing is saved */
  change(changes: SettingChanges): Config;
}

/** Which key goes to which address. */
const keysOf = [
  ['OPENAI_BASE_URL', 'OPENAI_API_KEY'],
  ['OPENAI_EMBEDDING_BASE_URL', 'OPENAI_EMBEDDING_API_KEY'],
] as const;

const fileName = 'settings.json';
const names = Object.keys(changeable) as SettingName[];
const storedSchema = z.partialRecord(z.enum(names), z.string());

/** The environment with what was set on the page, for {@link readConfig}. */
export function withSettings(environment: Environment): Environment {
  const { DATA_DIR } = readConfig({ DATA_DIR: environment['DATA_DIR'] });
  return { ...readStored(DATA_DIR), ...given(environment) };
}

export function openSettings(environment: Environment): Settings {
  const { DATA_DIR: folder } = readConfig({ DATA_DIR: environment['DATA_DIR'] });
  const own = given(environment);
  const changed = (changes: SettingChanges): Record<string, string> => {
    const stored: Record<string, string> = { ...readStored(folder) };
    for (const [name, value] of Object.entries(changes)) {
      if (value !== undefined && own[name] !== undefined) {
        throw new ConfigError(
          `"${name}" is set in the environment; change it there, or remove it to set it here.`,
        );
      }
      if (value === undefined) continue;
      if (value === null || value.trim() === '') delete stored[name];
      else stored[name] = value.trim();
    }
    for (const [address, key] of keysOf) {
      const before = own[address] ?? readStored(folder)[address];
      if (changes[address] === undefined || changes[key] || before === stored[address]) continue;
      // A key was given for one address: nobody who may only change settings gets to read it.
      if (own[key] !== undefined) {
        throw new ConfigError(
          `"${key}" is set in the environment for the address of before; set "${address}" there too, or give a key for the new address.`,
        );
      }
      delete stored[key];
    }
    return stored;
  };
  const preview = (changes: SettingChanges): Config => readConfig({ ...changed(changes), ...own });
  return {
    list: () => {
      const stored = readStored(folder);
      return names.map((name) => describe(name, own[name], stored[name]));
    },
    preview,
    change: (changes) => {
      const config = preview(changes);
      writeStored(folder, changed(changes));
      return config;
    },
  };
}

function describe(name: SettingName, own: string | undefined, stored: string | undefined): Setting {
  const schema = z.toJSONSchema(environmentSchema, { io: 'input', unrepresentable: 'any' });
  const {
    description,
    default: fallback,
    enum: options,
  } = (schema.properties?.[name] ?? {}) as {
    description?: string;
    default?: string;
    enum?: string[];
  };
  const isSecret = name.endsWith('KEY');
  const value = own ?? stored ?? fallback;
  return {
    name,
    description: (description ?? '').replaceAll('`', ''),
    value: isSecret ? null : (value ?? null),
    isSet: own !== undefined || stored !== undefined,
    isSecret,
    source: own !== undefined ? 'environment' : stored !== undefined ? 'page' : 'default',
    takesEffect: changeable[name],
    options: options ?? null,
  };
}

/** Variables that are set to something. */
function given(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || value.trim() === '' ? [] : [[name, value]],
    ),
  );
}

function readStored(folder: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(join(folder, fileName), 'utf8');
  } catch {
    return {};
  }
  try {
    return { ...storedSchema.parse(JSON.parse(text)) };
  } catch (cause) {
    throw new ConfigError(
      `"${fileName}" in DATA_DIR cannot be read; correct it, or remove it and set the values again.`,
      { cause },
    );
  }
}

/** Keys are in it. */
function writeStored(folder: string, stored: Record<string, string>): void {
  mkdirSync(folder, { recursive: true });
  writeSecretFile(join(folder, fileName), `${JSON.stringify(stored, null, 2)}\n`);
}
