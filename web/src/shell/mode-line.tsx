/** Who answers and what searches, always in sight. */
import { useDocuments } from '../api/queries.ts';
import { describeMode } from '../ui/mode.ts';

export function ModeLine() {
  const { data, failureReason } = useDocuments();
  if (data === undefined) {
    return <span data-mode>{failureReason?.message ?? 'Reading the library …'}</span>;
  }
  const { short, detail } = describeMode(data.mode);
  return (
    <span data-mode title={detail}>
      {short}
      {data.mode.notices.map((notice) => (
        <span key={notice} className="block text-warn">
          {notice}
        </span>
      ))}
    </span>
  );
}
