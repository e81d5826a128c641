/** Lies over the library while files are dragged above it. */
import { addedKinds } from './kinds.ts';

export function DropZone() {
  return (
    <div className="pointer-events-none absolute inset-0 z-30 bg-paper/85 p-3">
      <div className="flex h-full flex-col items-center justify-center rounded-lg border-2 border-accent border-dashed px-6 text-center">
        <p className="font-medium text-accent text-lg">Drop the files to add them</p>
        <p className="mt-1 max-w-md text-quiet text-sm">{addedKinds}.</p>
      </div>
    </div>
  );
}
