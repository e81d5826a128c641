import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

export function Question({ text, onEdit }: { text: string; onEdit?: (() => void) | undefined }) {
  return (
    <div className="group mb-3 flex items-start gap-2">
      <h2 className="min-w-0 flex-1 whitespace-pre-wrap font-semibold text-lg tracking-[-0.01em]">
        {text}
      </h2>
      {onEdit !== undefined && (
        <Button
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
