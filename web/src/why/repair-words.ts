/** What came of a second call, in a sentence or two. */
import { counted } from './counted.ts';
import type { Repair } from './read-writing.ts';

export function repairWords({ asked, mended, dropped, failed }: Repair): string {
  if (asked === 0) return 'No: there was no quotation to mend.';
  const about = `Yes, for ${counted(asked, 'sentence')} whose quotations were not found`;
  if (failed) return `${about}; the second call gave no reply, so they stay flagged.`;
  const left = asked - mended - dropped;
  const outcomes = [
    mended > 0 ? `${mended} mended` : '',
    dropped > 0 ? `${dropped} dropped` : '',
    left > 0 ? `${left} left flagged` : '',
  ].filter((outcome) => outcome !== '');
  return `${about}: ${outcomes.join(', ')}.`;
}
