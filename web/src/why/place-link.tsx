import { Link } from 'wouter';
import { placeName } from '../ui/place-name.ts';

export interface PlaceLinkProps {
  readonly documentId: string;
  readonly title: string;
  readonly headingPath: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** Where a piece of a note stands, as a link that opens the note at it. */
export function PlaceLink({ documentId, title, headingPath, start, end }: PlaceLinkProps) {
  return (
    <Link
      href={`/read/${encodeURIComponent(documentId)}?at=${start}-${end}`}
      className="decoration-line-strong underline-offset-3 hover:text-accent hover:underline"
    >
      {placeName(title, headingPath)}
    </Link>
  );
}
