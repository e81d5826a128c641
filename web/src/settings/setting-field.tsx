import { useId } from 'react';
import type { SettingShown } from '../../../src/serve/contract.ts';
import { Button } from '../ui/button.tsx';

export interface SettingFieldProps {
  readonly setting: SettingShown;
  /** Not saved yet: a text, null for the default, undefined for none. */
  readonly change: string | null | undefined;
  readonly onChange: (value: string | null | undefined) => void;
}

const names: Readonly<Record<string, string>> = {
  ANSWERS: 'Who writes answers',
  OPENAI_BASE_URL: 'Address of the provider',
  OPENAI_API_KEY: 'Key of the provider',
  OPENAI_MODEL: 'Chat model',
  EMBEDDINGS: 'Encoder',
  OPENAI_EMBEDDING_MODEL: 'Embedding model',
  OPENAI_EMBEDDING_BASE_URL: 'Address of the embedding server',
  OPENAI_EMBEDDING_API_KEY: 'Key of the embedding server',
};

export function SettingField({ setting, change, onChange }: SettingFieldProps) {
  const { name, description, value, isSet, isSecret, source, takesEffect, options } = setting;
  const id = useId();
  const fixed = source === 'environment';
  const shown = change === null ? '' : (change ?? value ?? '');
  const look =
    'min-h-9 w-full rounded-md border border-line-strong bg-panel px-3 text-sm disabled:bg-sunken disabled:text-quiet';
  return (
    <div className="grid gap-x-6 gap-y-1 py-3 sm:grid-cols-[14rem_1fr]">
      <div>
        <label htmlFor={id} className="font-medium text-sm">
          {names[name] ?? name}
        </label>
        <p className="font-mono text-quiet text-xs wrap-anywhere">{name}</p>
      </div>
      <div className="min-w-0">
        <div className="flex gap-2">
          {options === null ? (
            <input
              id={id}
              type={isSecret ? 'password' : 'text'}
              autoComplete="off"
              spellCheck={false}
              disabled={fixed}
              aria-describedby={`${id}-about`}
              placeholder={isSecret && isSet && change === undefined ? '•••• (set)' : ''}
              value={shown}
              onChange={(event) =>
                // An emptied field of a key leaves the key; Clear takes it away.
                onChange(isSecret && event.target.value === '' ? undefined : event.target.value)
              }
              className={look}
            />
          ) : (
            <select
              id={id}
              disabled={fixed}
              aria-describedby={`${id}-about`}
              value={shown}
              onChange={(event) => onChange(event.target.value)}
              className={look}
            >
              {options.map((option) => (
                <option key={option}>{option}</option>
              ))}
            </select>
          )}
          {source === 'page' && change !== null && (
            <Button onClick={() => onChange(null)} title="Back to the default">
              Clear
            </Button>
          )}
        </div>
        <p id={`${id}-about`} className="mt-1 text-quiet text-xs">
          {description}
          {fixed && ' Set in the environment; change it there.'}
          {takesEffect === 'restart' && ' Takes effect at the next start.'}
          {change !== undefined && <span className="font-medium text-warn"> Not saved yet.</span>}
        </p>
      </div>
    </div>
  );
}
