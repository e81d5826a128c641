/** Above the text: which document this is, how it is shown, and the way from citation to citation. */
import { Link } from 'wouter';
import type { Citation, DocumentText } from '../../../src/serve/contract.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { PageJump } from './page-jump.tsx';

export type ReadingMode = 'reading' | 'file';

interface ReaderHeadProps {
  readonly document: DocumentText;
  readonly citations: readonly Citation[];
  readonly active: number | undefined;
  readonly onActive: (marker: number) => void;
  readonly mode: ReadingMode;
  readonly onMode: (mode: ReadingMode) => void;
  readonly heading: 'h1' | 'h2';
  readonly onClose?: (() => void) | undefined;
  readonly onPage: (page: number) => void;
}

/** What the view of the text itself is called: of a converted file it is not the file. */
export function exactNameOf({ isConverted }: DocumentText): string {
  return isConverted ? 'As extracted' : 'As in the file';
}

export function ReaderHead(props: ReaderHeadProps) {
  const { document, citations, mode, onMode, heading: Heading, onClose, onPage } = props;
  const exactName = exactNameOf(document);
  const hasOriginal = document.isConverted || document.uri.startsWith('uploads/');
  return (
    <header className="shrink-0 border-line border-b px-4 py-3 md:px-6">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <Heading className="font-medium font-serif text-lg">{document.title}</Heading>
          <p className="truncate font-mono text-quiet text-xs" title={document.uri}>
            {document.uri}
          </p>
        </div>
        {onClose !== undefined && (
          <Button look="bare" size="small" aria-label="Close the source" onClick={onClose}>
            <Icon name="close" />
          </Button>
        )}
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        <fieldset className="inline-flex rounded-md border border-line p-0.5 text-sm">
          <legend className="sr-only">How the text is shown</legend>
          <ModeButton name="Read" isOn={mode === 'reading'} onClick={() => onMode('reading')} />
          <ModeButton name={exactName} isOn={mode === 'file'} onClick={() => onMode('file')} />
        </fieldset>
        <PageJump document={document} onPage={onPage} />
        {hasOriginal && (
          <a
            href={`/api/documents/${document.id}/original`}
            download
            className="inline-flex min-h-7 items-center gap-1.5 text-accent text-sm underline-offset-3 hover:underline"
          >
            <Icon name="download" /> Download the original
          </a>
        )}
        {onClose === undefined && (
          <Link
            href={`/?source=${encodeURIComponent(document.uri)}`}
            className="inline-flex min-h-7 items-center gap-1.5 text-accent text-sm underline-offset-3 hover:underline"
          >
            <Icon name="ask" /> Ask this source
          </Link>
        )}
        {citations.length > 0 && <Steps {...props} />}
      </div>
      {mode === 'reading' && document.text.length > 20_000 && (
        <p className="mt-1.5 text-quiet text-xs">
          The browser's own search finds what is near the view; “{exactName}” holds all text.
        </p>
      )}
    </header>
  );
}

interface ModeButtonProps {
  readonly name: string;
  readonly isOn: boolean;
  readonly onClick: () => void;
}

function ModeButton({ name, isOn, onClick }: ModeButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onClick}
      className={`rounded-sm px-2 py-0.5 ${
        isOn ? 'bg-accent-soft font-medium text-accent' : 'text-quiet hover:text-ink'
      }`}
    >
      {name}
    </button>
  );
}

function Steps({ citations, active, onActive, onClose }: ReaderHeadProps) {
  const at = citations.findIndex(({ marker }) => marker === active);
  const step = (by: 1 | -1) => {
    const next = citations[at + by];
    if (next !== undefined) onActive(next.marker);
  };
  // Beside an answer the keys go through all of its citations, in every source.
  useShortcuts(onClose === undefined ? { ']': () => step(1), '[': () => step(-1) } : {});
  return (
    <div className="ml-auto flex items-center gap-1 text-sm tabular-nums">
      <Button
        look="bare"
        size="small"
        aria-label="Previous citation"
        aria-disabled={at <= 0}
        onClick={() => step(-1)}
      >
        <Icon name="up" />
      </Button>
      <span>{at === -1 ? citations.length : `${at + 1} of ${citations.length}`}</span>
      <Button
        look="bare"
        size="small"
        aria-label="Next citation"
        aria-disabled={at >= citations.length - 1}
        onClick={() => step(1)}
      >
        <Icon name="down" />
      </Button>
    </div>
  );
}
