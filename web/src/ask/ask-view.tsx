/** Ask: the conversation, the source beside it, the field to write in. */
import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import type { Citation } from '../../../src/serve/contract.ts';
import { useConversation } from '../api/queries.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Failure, Waiting } from '../ui/notices.tsx';
import { useTitle } from '../ui/use-title.ts';
import { forgetLive, newConversation, stopAsking, useLiveTurn } from './asking.ts';
import { beginAnew } from './begin-anew.ts';
import { chooseSources, forgetChosen, useSources } from './chosen-sources.ts';
import { Composer } from './composer.tsx';
import { SourcePanel } from './source-panel.tsx';
import { Thread } from './thread.tsx';
import { useUnkept } from './unkept.ts';
import { useAsking } from './use-asking.ts';
import { Welcome } from './welcome.tsx';

interface OpenSource {
  readonly citations: readonly Citation[];
  readonly active: Citation;
  /** What had the focus before. */
  readonly opener: Element | null;
}

export function AskView({ conversationId }: { conversationId: string | undefined }) {
  const [parameters, setParameters] = useSearchParams();
  const [, navigate] = useLocation();
  const stored = useConversation(conversationId);
  const liveKey = conversationId ?? newConversation;
  const live = useLiveTurn(liveKey);
  const unkept = useUnkept();
  const ask = useAsking(conversationId);
  const [source, setSource] = useState<OpenSource>();
  const about = parameters.get('about');
  useTitle(stored.data?.title);
  // What was chosen for another question has no part in this one.
  useEffect(() => {
    if (about !== null) forgetChosen(liveKey);
  }, [about, liveKey]);
  useAskedByAddress(parameters, (question, named) => {
    setParameters({}, { replace: true });
    if (named.length > 0) {
      if (conversationId === undefined) beginAnew();
      chooseSources(liveKey, named);
    }
    if (question !== '') ask(question);
  });

  const close = () => {
    const opener = source?.opener;
    setSource(undefined);
    if (opener instanceof HTMLElement) opener.focus();
  };
  const step = (by: 1 | -1) => {
    if (source === undefined) return;
    const at = source.citations.indexOf(source.active);
    const next = source.citations[at + by];
    if (next !== undefined) setSource({ ...source, active: next });
  };
  useShortcuts({
    Escape: () => (live && live.error === undefined ? stopAsking(liveKey) : source && close()),
    ']': () => step(1),
    '[': () => step(-1),
    w: () => {
      const links = document.querySelectorAll<HTMLAnchorElement>('a[data-why]');
      const href = links[links.length - 1]?.getAttribute('href');
      if (href) navigate(href);
    },
  });

  const conversation = conversationId === undefined ? unkept : stored.data;
  const sources = useSources(liveKey, conversation?.turns ?? []);
  const started = conversation !== undefined || conversationId !== undefined || live !== undefined;
  return (
    <div className="flex h-full min-w-0">
      <div className="flex min-w-0 flex-1 flex-col">
        <div
          data-scroller
          className="relative min-h-0 flex-1 overflow-y-auto px-4 [container-type:size] md:px-8"
        >
          {!started && <Welcome sources={sources} onAsk={ask} />}
          {started && stored.isPending && conversationId !== undefined && live === undefined && (
            <div className="mx-auto max-w-[44rem] pt-8">
              <Waiting lines={6} label="Reading the conversation" reason={stored.failureReason} />
            </div>
          )}
          {stored.isError && live === undefined && (
            <div className="mx-auto max-w-[44rem] space-y-4 pt-8">
              <h1 className="font-semibold text-lg">This conversation cannot be shown</h1>
              <Failure error={stored.error} retry={() => void stored.refetch()} />
            </div>
          )}
          {started && (conversation || live) && (
            <Thread
              conversation={conversation}
              live={live}
              liveKey={liveKey}
              shown={source?.active}
              onAsk={(question, replaceFrom) => {
                forgetLive(liveKey);
                ask(question, replaceFrom);
              }}
              onAskAll={(question, replaceFrom) => {
                chooseSources(liveKey, []);
                ask(question, replaceFrom);
              }}
              onOpen={(active, citations) =>
                setSource({ active, citations, opener: document.activeElement })
              }
            />
          )}
        </div>
        <Composer
          key={about}
          conversation={liveKey}
          initial={about === null ? '' : `About “${about}”: `}
          busy={live !== undefined && live.error === undefined}
          sources={sources}
          onAsk={ask}
          onStop={() => stopAsking(liveKey)}
        />
      </div>
      {source !== undefined && (
        <SourcePanel
          citations={source.citations}
          active={source.active}
          onActive={(active) => setSource({ ...source, active })}
          onClose={close}
        />
      )}
    </div>
  );
}

/** A question in the address is asked once, of the sources that stand beside it; those may stand alone. */
function useAskedByAddress(
  parameters: URLSearchParams,
  ask: (question: string, sources: readonly string[]) => void,
): void {
  const asked = useRef(false);
  const question = parameters.get('q')?.trim() ?? '';
  const sources = parameters.getAll('source').filter((name) => name !== '');
  useEffect(() => {
    if ((question === '' && sources.length === 0) || asked.current) return;
    asked.current = question !== '';
    ask(question, sources);
  }, [question, sources, ask]);
}
