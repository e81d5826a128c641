import { type RefObject, useEffect, useRef } from 'react';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

export interface QuestionProps {
  readonly text: string;
  readonly onEdit?: (() => void) | undefined;
  /** Set before it is shown: the edit button takes the focus then. */
  readonly focusEdit?: RefObject<boolean>;
}

export function Question({ text, onEdit, focusEdit }: QuestionProps) {
  const edit = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (focusEdit?.current !== true) return;
    focusEdit.current = false;
    edit.current?.focus();
  }, [focusEdit]);
  return (
    <div className="group mb-3 flex items-start gap-2">
      <h2 className="min-w-0 flex-1 whitespace-pre-wrap font-semibold text-lg tracking-[-0.01em]">
        {text}
      </h2>
      {onEdit !== undefined && (
        <Button
          ref={edit}
          look="bare"
          size="small"
          onClick={onEdit}
          aria-label="Edit the question"
          title="Edit the question"
          className="opacity-60 focus-visible:opacity-100 group-hover:opacity-100"
        >
          <Icon name="edit" />
        </Button>
      )}
    </div>
  );
}
