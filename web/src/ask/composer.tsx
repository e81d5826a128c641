/** Where questions are written. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { ModeLine } from '../shell/mode-line.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import type { SourceNames } from './chosen-sources.ts';
import { draftOf, keepDraft } from './drafts.ts';
import { SourceChoice } from './source-choice.tsx';
import { WriterChoice } from './writer-choice.tsx';

export interface ComposerProps {
  /** Key of the conversation that its draft belongs to. */
  readonly conversation: string;
  /** A beginning to write on, in place of the draft; empty leaves it. */
  readonly initial: string;
  readonly busy: boolean;
  /** What the next question is asked of; no name stands for all. */
  readonly sources: SourceNames;
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
}

/** The server refuses longer ones. */
const maxChars = 4_000;

export function Composer({ conversation, initial, busy, sources, onAsk, onStop }: ComposerProps) {
  const [text, setText] = useState(initial === '' ? draftOf(conversation) : initial);
  const write = (next: string) => {
    setText(next);
    keepDraft(conversation, next);
  };
  const field = useRef<HTMLTextAreaElement>(null);
  useFocusAtEnd(field, initial);
  const ready = text.trim() !== '' && !busy;
  const submit = () => {
    if (!ready) return;
    write('');
    onAsk(text.trim());
  };
  return (
    <div className="border-line border-t bg-paper px-4 pt-3 pb-[max(0.6rem,env(safe-area-inset-bottom))] md:px-8">
      <form
        className="mx-auto flex max-w-[44rem] items-end gap-2 rounded-lg border border-line-strong bg-panel py-1.5 pr-1.5 pl-4 focus-within:border-accent focus-within:outline-1 focus-within:outline-accent"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <label className="sr-only" htmlFor="question">
          Question
        </label>
        <textarea
          ref={field}
          id="question"
          rows={1}
          maxLength={maxChars}
          placeholder="Ask in your own words"
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
              event.preventDefault();
              submit();
            }
          }}
          className="field-sizing-content max-h-40 min-h-9 min-w-0 flex-1 resize-none bg-transparent py-1.5 text-base outline-none!"
        />
        {busy ? (
          <Button onClick={onStop} aria-label="Stop the answer" title="Stop (Esc)">
            <Icon name="stop" />
          </Button>
        ) : (
          <Button
            look="primary"
            type="submit"
            disabled={!ready}
            aria-label="Ask"
            title="Ask (Enter)"
          >
            <Icon name="send" />
          </Button>
        )}
      </form>
      {/* As high as it will be once the library is read: one line, two on a phone. */}
      <div className="mx-auto mt-1.5 flex min-h-10 max-w-[44rem] flex-wrap content-start items-center justify-between gap-x-4 text-quiet text-xs sm:min-h-5">
        <WriterChoice />
        <SourceChoice conversation={conversation} sources={sources} />
        <ModeLine />
        {text.length > maxChars * 0.9 && (
          <span className="tabular-nums">{maxChars - text.length} characters left</span>
        )}
      </div>
    </div>
  );
}

/** A prepared beginning is written on; on a wide screen the field is ready at once. */
function useFocusAtEnd(field: RefObject<HTMLTextAreaElement | null>, initial: string): void {
  useEffect(() => {
    const element = field.current!;
    if (initial === '' && !matchMedia('(hover: hover)').matches) return;
    element.focus({ preventScroll: true });
    element.setSelectionRange(initial.length, initial.length);
  }, [field, initial]);
}
