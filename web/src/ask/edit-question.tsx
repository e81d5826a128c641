import { useId, useState } from 'react';
import { Button } from '../ui/button.tsx';

export interface EditQuestionProps {
  readonly question: string;
  /** Turns that go when the edited question is asked. */
  readonly later: number;
  readonly onCancel: () => void;
  readonly onAsk: (question: string) => void;
}

export function EditQuestion({ question, later, onCancel, onAsk }: EditQuestionProps) {
  const [text, setText] = useState(question);
  const name = useId();
  const ready = text.trim() !== '';
  return (
    <form
      className="mb-4 rounded-lg border border-line bg-panel p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onAsk(text.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onCancel();
        }
        if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
          event.preventDefault();
          if (ready) onAsk(text.trim());
        }
      }}
    >
      <label className="sr-only" htmlFor={name}>
        Question
      </label>
      <textarea
        id={name}
        // biome-ignore lint/a11y/noAutofocus: the reader has just asked to edit
        autoFocus
        rows={2}
        maxLength={4_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="field-sizing-content max-h-60 w-full resize-none bg-transparent text-lg outline-none"
      />
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <Button look="primary" size="small" type="submit" disabled={!ready}>
          Ask
        </Button>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
        {later > 0 && (
          <p className="text-sm text-warn">
            {later === 1 ? 'The question' : `The ${later} questions`} after this one will be
            removed.
          </p>
        )}
      </div>
    </form>
  );
}
