/** One file that is being added: how far it is, or why it is not taken. */
import { Link } from 'wouter';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { type AddedFile, stopAdding } from './adding.ts';

export interface AddedRowProps {
  readonly file: AddedFile;
  /** Of the document that was made of it, once it is in the library. */
  readonly documentId: string | undefined;
  /** Why no document could be made of it. */
  readonly reason: string | undefined;
  /** Documents are being prepared. */
  readonly isPreparing: boolean;
}

export function AddedRow({ file, documentId, reason, isPreparing }: AddedRowProps) {
  const { id, name, state, share, refusal } = file;
  const problem = refusal ?? reason;
  const isGoing = state === 'waiting' || state === 'sending';
  return (
    <li className="flex min-h-10 flex-wrap content-center items-center gap-x-3 gap-y-0.5 py-1 text-sm">
      <span className="min-w-0 flex-1 basis-40 truncate" title={name}>
        {name}
      </span>
      {state === 'sending' && (
        <progress
          aria-label={`Upload of ${name}`}
          value={share}
          max={1}
          className="h-1.5 w-16 sm:w-40"
        />
      )}
      {problem === undefined && (
        <span className="flex w-40 items-center gap-1.5 text-quiet tabular-nums">
          {state === 'waiting' && 'Waiting'}
          {state === 'sending' && `${Math.round(share * 100)} %`}
          {state === 'kept' && documentId === undefined && (isPreparing ? 'Being read …' : 'Sent')}
          {state === 'kept' && documentId !== undefined && (
            <>
              <span className="text-good">
                <Icon name="check" size={14} />
              </span>
              In the library
              <Link
                href={`/read/${documentId}`}
                aria-label={`Read ${name}`}
                className="text-accent underline-offset-3 hover:underline"
              >
                Read
              </Link>
            </>
          )}
        </span>
      )}
      {isGoing && (
        <Button
          look="bare"
          size="small"
          aria-label={`Do not add ${name}`}
          onClick={() => stopAdding(id)}
        >
          <Icon name="close" />
        </Button>
      )}
      {problem !== undefined && <Problem>{problem}</Problem>}
    </li>
  );
}

/** A sentence of the server about a file. */
export function Problem({ children }: { children: string }) {
  return (
    <p className="flex basis-full gap-1.5 text-bad text-sm">
      <span className="mt-0.5">
        <Icon name="warn" size={14} />
      </span>
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}
