/** Files dragged over an element from elsewhere. */
import { type DragEvent, useRef, useState } from 'react';

export interface DroppedFiles {
  /** Files are above it. */
  readonly isOver: boolean;
  readonly handlers: {
    readonly onDragEnter: (event: DragEvent) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

/** @param onDrop is given the files, and the names of what are folders */
export function useDroppedFiles(
  enabled: boolean,
  onDrop: (files: readonly File[], folders: readonly string[]) => void,
): DroppedFiles {
  const [isOver, setOver] = useState(false);
  /** Elements inside tell too when they are entered and left. */
  const depth = useRef(0);
  const isTaken = ({ dataTransfer }: DragEvent) => enabled && dataTransfer.types.includes('Files');
  const step = (by: 1 | -1) => {
    depth.current += by;
    setOver(depth.current > 0);
  };
  return {
    isOver,
    handlers: {
      onDragEnter: (event) => {
        if (isTaken(event)) step(1);
      },
      onDragOver: (event) => {
        if (!isTaken(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      onDragLeave: (event) => {
        if (isTaken(event)) step(-1);
      },
      onDrop: (event) => {
        if (!isTaken(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry());
        const folders = entries.flatMap((entry) => (entry?.isDirectory ? [entry.name] : []));
        const files = [...event.dataTransfer.files];
        onDrop(
          files.filter(({ name }) => !folders.includes(name)),
          folders,
        );
      },
    },
  };
}
