/** A conversation from its first question to the one being answered. */
import { Fragment, useRef } from 'react';
import type { Citation, Conversation, Turn } from '../../../src/serve/contract.ts';
import { Announcer } from './announcer.tsx';
import { type LiveTurn, stopAsking } from './asking.ts';
import { LiveTurnView } from './live-turn-view.tsx';
import { Offscreen } from './offscreen.tsx';
import { useReadingPlace } from './reading-places.ts';
import { TurnView } from './turn-view.tsx';
import type { Ask } from './use-asking.ts';

export interface ThreadProps {
  readonly conversation: Conversation | undefined;
  readonly live: LiveTurn | undefined;
  /** Key of the conversation among the live ones. */
  readonly liveKey: string;
  /** The citation whose source is open. */
  readonly shown: Citation | undefined;
  readonly onAsk: Ask;
  /** Asks all sources from now on. */
  readonly onAskAll: Ask;
  readonly onOpen: (
    citation: Citation,
    citations: readonly Citation[],
    turn: Turn | undefined,
  ) => void;
}

export function Thread(props: ThreadProps) {
  const { conversation, live, liveKey, shown, onAsk, onAskAll, onOpen } = props;
  const turns = keptTurns(conversation?.turns ?? [], live);
  const busy = live !== undefined && live.error === undefined;
  const last = useRef<HTMLDivElement>(null);
  useReadingPlace(conversation?.id ?? liveKey, turns.length + (live ? 1 : 0), last);
  const views = turns.map((turn, at) => (
    <TurnView
      key={turn.id}
      turn={turn}
      later={turns.length - 1 - at + (live ? 1 : 0)}
      busy={busy}
      shown={shown}
      onAsk={onAsk}
      onAskAll={onAskAll}
      onOpen={(citation) => onOpen(citation, turn.result?.answer.citations ?? [], turn)}
    />
  ));
  const latest = live ? (
    <LiveTurnView
      live={live}
      onStop={() => stopAsking(liveKey)}
      onAgain={() => onAsk(live.question, live.replaceFrom)}
      onOpen={(citation) => onOpen(citation, live.citations, undefined)}
    />
  ) : (
    views.at(-1)
  );
  const earlier = live ? views : views.slice(0, -1);
  return (
    <div className="mx-auto w-full max-w-[44rem] pt-6">
      <h1 className="sr-only">{conversation?.title ?? live?.question ?? 'Conversation'}</h1>
      {earlier.map((view) => (
        <Fragment key={view.key}>
          <Offscreen id={view.key ?? ''}>{view}</Offscreen>
          <hr className="mb-5 border-line" />
        </Fragment>
      ))}
      {/* As high as the view, so that it can stand at its top while it grows. */}
      <div
        ref={last}
        tabIndex={-1}
        data-box={live ? '' : turns.at(-1)?.id}
        className="min-h-[calc(100cqh-2rem)] outline-none"
      >
        {latest}
      </div>
      <Announcer live={live} latest={turns.at(-1)} />
    </div>
  );
}

function keptTurns(turns: readonly Turn[], live: LiveTurn | undefined): readonly Turn[] {
  if (live === undefined) return turns;
  const cutAt = turns.findIndex(({ id }) => id === live.replaceFrom);
  if (cutAt !== -1) return turns.slice(0, cutAt);
  // Being answered: the store has the question already.
  const stored = turns.at(-1);
  const same = stored?.question === live.question && stored.state !== 'answered';
  return same ? turns.slice(0, -1) : turns;
}
