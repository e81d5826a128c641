/** The source beside the answer; on a narrow screen over it. */
import { lazy, Suspense } from 'react';
import type { Citation } from '../../../src/serve/contract.ts';
import { Modal } from '../ui/modal.tsx';
import { Waiting } from '../ui/notices.tsx';
import { useMedia } from '../ui/use-media.ts';
import { ViewBoundary } from '../ui/view-boundary.tsx';

const Reader = lazy(async () => ({ default: (await import('../read/reader.tsx')).Reader }));

export interface SourcePanelProps {
  /** All citations of the answer. */
  readonly citations: readonly Citation[];
  readonly active: Citation;
  readonly onActive: (citation: Citation) => void;
  readonly onClose: () => void;
}

export function SourcePanel(props: SourcePanelProps) {
  const beside = useMedia('(min-width: 64rem)');
  return beside ? <Beside {...props} /> : <Above {...props} />;
}

function Beside(props: SourcePanelProps) {
  return (
    <aside
      aria-label="Source"
      className="flex h-full w-[48%] min-w-[24rem] max-w-[52rem] shrink-0 flex-col border-line border-l bg-panel"
    >
      <Source {...props} />
    </aside>
  );
}

function Above(props: SourcePanelProps) {
  return (
    <Modal
      aria-label="Source"
      onClose={props.onClose}
      className="m-0 h-dvh max-h-none w-screen max-w-none bg-panel"
    >
      <div className="flex h-full flex-col">
        <Source {...props} />
      </div>
    </Modal>
  );
}

function Source({ citations, active, onActive, onClose }: SourcePanelProps) {
  const choose = (marker: number) => {
    const citation = citations.find((one) => one.marker === marker);
    if (citation !== undefined) onActive(citation);
  };
  return (
    <ViewBoundary>
      <Suspense
        fallback={
          <div className="p-6">
            <Waiting lines={8} />
          </div>
        }
      >
        <Reader
          key={active.documentId}
          documentId={active.documentId}
          citations={citations.filter(({ documentId }) => documentId === active.documentId)}
          active={active.marker}
          onActive={choose}
          onClose={onClose}
        />
      </Suspense>
    </ViewBoundary>
  );
}
