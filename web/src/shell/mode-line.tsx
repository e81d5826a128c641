/** Who answers and what searches, always in sight. */
import { useDocuments, useIngest, useSession } from '../api/queries.ts';
import { describeMode } from '../ui/mode.ts';

export function ModeLine() {
  const { data, failureReason } = useDocuments();
  // While vectors are being made a notice says so: it goes when they are there.
  useIngest(false, (data?.mode.notices.length ?? 0) > 0);
  const demo = useSession()?.demo ?? false;
  if (data === undefined) {
    return (
      <span key="reading" data-mode>
        {failureReason?.message ?? 'Reading the library …'}
      </span>
    );
  }
  const { short, detail } = describeMode(data.mode);
  return (
    <span key="mode" data-mode title={detail}>
      {short}
      {demo && <span className="block">A demo: nothing you ask is kept.</span>}
      {data.mode.notices.map((notice) => (
        <span key={notice} className="block text-warn">
          {notice}
        </span>
      ))}
    </span>
  );
}
