/** Settings: who answers, which provider, and whether it works. Secrets go in and never come back. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Diagnosis, SettingShown } from '../../../src/serve/contract.ts';
import { fetchJson } from '../api/fetch-json.ts';
import { useSettings } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Failure, Waiting } from '../ui/notices.tsx';
import { useTitle } from '../ui/use-title.ts';
import { DiagnosisLines } from './diagnosis-lines.tsx';
import { SettingField } from './setting-field.tsx';

type Changes = Record<string, string | null>;

const groups = [
  {
    title: 'Answers',
    about:
      'Without a model, answers are sentences of your documents. With one they are written, and every sentence is checked all the same.',
    names: ['ANSWERS', 'OPENAI_BASE_URL', 'OPENAI_API_KEY', 'OPENAI_MODEL'],
  },
  {
    title: 'Embeddings',
    about:
      'What turns text into vectors. They are chosen apart from the model that writes. Another encoder needs the documents to be read anew: the next start does that; until then search goes by words only.',
    names: [
      'EMBEDDINGS',
      'OPENAI_EMBEDDING_MODEL',
      'OPENAI_EMBEDDING_BASE_URL',
      'OPENAI_EMBEDDING_API_KEY',
    ],
  },
] as const;

export function SettingsView() {
  useTitle('Settings');
  const { data, error, refetch, failureReason } = useSettings();
  return (
    <div className="relative h-full overflow-y-auto">
      <div className="mx-auto max-w-3xl px-4 py-6 md:px-8">
        <h1 className="font-serif text-2xl tracking-[-0.015em]">Settings</h1>
        {error !== null && <Failure error={error} retry={() => void refetch()} />}
        {data === undefined && error === null && (
          <Waiting lines={8} label="Reading the settings" reason={failureReason} />
        )}
        {data !== undefined && <Form settings={data.settings} />}
      </div>
    </div>
  );
}

function Form({ settings }: { settings: readonly SettingShown[] }) {
  const client = useQueryClient();
  const [changes, setChanges] = useState<Changes>({});
  const [doing, setDoing] = useState<'saving' | 'testing'>();
  const [said, setSaid] = useState<string>();
  const [failure, setFailure] = useState<Error>();
  const [diagnosis, setDiagnosis] = useState<Diagnosis>();
  const send = async (what: 'saving' | 'testing') => {
    setDoing(what);
    setFailure(undefined);
    setSaid(undefined);
    const body = JSON.stringify({ changes });
    try {
      if (what === 'testing') {
        setDiagnosis(undefined);
        setDiagnosis(await fetchJson<Diagnosis>('/api/settings/test', { method: 'POST', body }));
      } else {
        await fetchJson('/api/settings', { method: 'PUT', body });
        const restarts = settings.some(
          ({ name, takesEffect }) => name in changes && takesEffect === 'restart',
        );
        setChanges({});
        setSaid(restarts ? 'Saved. What is marked so takes effect at the next start.' : 'Saved.');
        await client.invalidateQueries();
      }
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error(String(error)));
    }
    setDoing(undefined);
  };
  const changed = Object.keys(changes).length > 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send('saving');
      }}
    >
      {groups.map(({ title, about, names }) => (
        <section key={title} aria-label={title} className="mt-8">
          <h2 className="font-semibold text-lg">{title}</h2>
          <p className="mt-1 mb-4 max-w-prose text-quiet text-sm">{about}</p>
          <div className="divide-y divide-line border-line border-y">
            {names.map((name) => {
              const setting = settings.find((one) => one.name === name);
              return (
                setting && (
                  <SettingField
                    key={name}
                    setting={setting}
                    change={changes[name]}
                    onChange={(value) => {
                      const { [name]: _before, ...others } = changes;
                      setChanges(value === undefined ? others : { ...others, [name]: value });
                    }}
                  />
                )
              );
            })}
          </div>
        </section>
      ))}
      <div className="mt-6 flex flex-wrap items-center gap-2">
        <Button look="primary" type="submit" disabled={!changed || doing !== undefined}>
          {doing === 'saving' ? 'Saving …' : 'Save'}
        </Button>
        <Button onClick={() => void send('testing')} disabled={doing !== undefined}>
          <Icon name="check" /> {doing === 'testing' ? 'Testing …' : 'Test connection'}
        </Button>
        <span role="status" className="text-good text-sm">
          {said}
        </span>
      </div>
      {failure !== undefined && (
        <div className="mt-4">
          <Failure error={failure} />
        </div>
      )}
      {diagnosis !== undefined && <DiagnosisLines diagnosis={diagnosis} />}
    </form>
  );
}
