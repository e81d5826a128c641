/** Chooses sources: folder by folder, with a field that narrows the list. */
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { DocumentSummary } from '../../../src/serve/contract.ts';
import { selectDocuments } from '../library/select-documents.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { SourceNames } from './chosen-sources.ts';
import {
  type Coverage,
  coverageOf,
  type Folder,
  firstFolders,
  groupByFolder,
  isChosen,
  keptNames,
  toggleName,
} from './source-names.ts';

export interface SourceDialogProps {
  readonly documents: readonly DocumentSummary[];
  readonly sources: SourceNames;
  readonly onClose: () => void;
  /** No name: all sources. */
  readonly onUse: (sources: SourceNames) => void;
}

/** Folders, and sources. */
const shownAtOnce = 200;
/** The server refuses more. */
const mostNames = 1_000;

export function SourceDialog({ documents, sources, onClose, onUse }: SourceDialogProps) {
  const uris = useMemo(() => documents.map(({ uri }) => uri), [documents]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(keptNames(sources, uris)),
  );
  const [text, setText] = useState('');
  const deferred = useDeferredValue(text);
  const found = useMemo(
    () =>
      selectDocuments(
        documents,
        { text: deferred, topic: '' },
        { column: 'title', direction: 'ascending' },
      ),
    [documents, deferred],
  );
  const shown = useMemo(() => firstFolders(groupByFolder(found), shownAtOnce), [found]);
  const more = found.length - shown.reduce((sum, { sources: inside }) => sum + inside.length, 0);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const toggle = (name: string) => setChosen(toggleName(name, chosen, uris));
  const tooMany = chosen.size > mostNames;
  return (
    <Dialog title="Which sources to ask" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!tooMany) onUse([...chosen]);
        }}
      >
        <input
          ref={field}
          type="search"
          aria-label="Narrow the list by title or file name"
          placeholder="Narrow the list"
          value={text}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={(event) => {
            // Enter here looks; it does not choose yet.
            if (event.key === 'Enter') event.preventDefault();
          }}
          className="min-h-9 w-full rounded-md border border-line bg-panel px-3"
        />
        <div className="mt-3 max-h-[45vh] overflow-y-auto rounded-md border border-line py-1">
          {shown.map((folder) => (
            <FolderRows
              key={folder.name}
              folder={folder}
              chosen={chosen}
              uris={uris}
              onToggle={toggle}
            />
          ))}
          {found.length === 0 && (
            <p className="px-3 py-2 text-quiet text-sm">No source is called that.</p>
          )}
          {more > 0 && (
            <p className="px-3 py-2 text-quiet text-sm tabular-nums">
              And {more} more: narrow the list to see them.
            </p>
          )}
        </div>
        <p role="status" className="mt-3 text-quiet text-sm tabular-nums">
          {tooMany
            ? `${chosen.size} entries are chosen, at most ${mostNames} can be: choose whole folders.`
            : chosen.size === 0
              ? 'Nothing is chosen: all sources are asked.'
              : `${uris.filter((uri) => isChosen(uri, chosen)).length} of ${uris.length} sources are asked.`}
        </p>
        <div className="mt-3 flex flex-wrap justify-end gap-2">
          <Button onClick={() => onUse([])} className="mr-auto">
            All sources
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={tooMany}>
            Use these
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface FolderRowsProps {
  readonly folder: Folder<DocumentSummary>;
  readonly chosen: ReadonlySet<string>;
  readonly uris: readonly string[];
  readonly onToggle: (name: string) => void;
}

function FolderRows({ folder, chosen, uris, onToggle }: FolderRowsProps) {
  const rows = folder.sources.map(({ id, title, uri }) => (
    <Row
      key={id}
      name={title}
      detail={uri}
      coverage={isChosen(uri, chosen) ? 'all' : 'none'}
      onToggle={() => onToggle(uri)}
    />
  ));
  const isFolder = folder.name !== '';
  return (
    // A fieldset is as wide as its longest name unless told otherwise.
    <fieldset className="min-w-0" style={{ paddingLeft: `${folder.depth * 1.25}rem` }}>
      <legend className="sr-only">{isFolder ? `Folder ${folder.name}` : 'In no folder'}</legend>
      {isFolder && (
        <Row
          name={folder.name}
          detail="The whole folder"
          coverage={coverageOf(folder.name, chosen, uris)}
          onToggle={() => onToggle(folder.name)}
        />
      )}
      <div className={isFolder ? 'pl-5' : ''}>{rows}</div>
    </fieldset>
  );
}

interface RowProps {
  readonly name: string;
  readonly detail: string;
  readonly coverage: Coverage;
  readonly onToggle: () => void;
}

function Row({ name, detail, coverage, onToggle }: RowProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    box.current!.indeterminate = coverage === 'some';
  }, [coverage]);
  return (
    <label className="flex cursor-pointer items-start gap-2.5 px-3 py-1.5 text-sm hover:bg-sunken">
      <input
        ref={box}
        type="checkbox"
        checked={coverage === 'all'}
        onChange={onToggle}
        className="mt-1 size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0">
        <span className="wrap-anywhere block">{name}</span>
        <span className="block truncate text-quiet text-xs" title={detail}>
          {detail}
        </span>
      </span>
    </label>
  );
}
