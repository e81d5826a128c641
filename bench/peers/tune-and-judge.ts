/** How much of the true best a contender finds, after its approximate search was set to find enough. */
import type { Opened } from './child-protocol.ts';
import type { Arm, OpenContender } from './contender.ts';
import type { Question } from './dataset.ts';
import { type ExactTruth, shareFound } from './exact-truth.ts';

/** Shares so near to each other count as equal. */
const tolerance = 0.003;
/** For one arm; slow contenders are judged by fewer questions. */
const budgetMs = 30_000;

/** @param target share of the true best that is enough */
export async function tuneAndJudge(
  arms: readonly Arm[],
  opened: OpenContender,
  questions: readonly Question[],
  truth: ExactTruth,
  target: number,
): Promise<Pick<Opened, 'quality' | 'setting'>> {
  const shareOf = async (arm: Exclude<Arm, 'hybrid'>): Promise<number> => {
    const begun = performance.now();
    const shares: number[] = [];
    for (const [at, question] of questions.entries()) {
      if (performance.now() - begun > budgetMs) break;
      shares.push(shareFound(await opened.search(arm, question), truth[arm][at]!));
    }
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  };
  const tuned = await tune(opened, () => shareOf('dense'), target);
  const setting = tuned?.setting;
  const dense = tuned?.share ?? (arms.includes('dense') ? await shareOf('dense') : undefined);
  return {
    quality: {
      ...(arms.includes('lexical') && { lexical: await shareOf('lexical') }),
      ...(dense !== undefined && { dense }),
      // Of a fused list there is no truth; its dense half is what can be missing something.
      ...(arms.includes('hybrid') && dense !== undefined && { hybrid: dense }),
    },
    ...(setting !== undefined && { setting }),
  };
}

/** Takes the cheapest setting that finds enough, or where none does, the one that finds most. */
async function tune(
  { settings = [] }: OpenContender,
  shareOf: () => Promise<number>,
  target: number,
): Promise<{ readonly setting: string; readonly share: number } | undefined> {
  let best:
    | { readonly setting: string; readonly share: number; readonly use: () => void }
    | undefined;
  for (const { name, use } of settings) {
    use();
    const share = await shareOf();
    if (best === undefined || share > best.share + tolerance) best = { setting: name, share, use };
    if (share >= target - tolerance) break;
  }
  best?.use();
  return best;
}
