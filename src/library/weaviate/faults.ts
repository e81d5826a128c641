/** What went wrong between this program and Weaviate: whether to try again, and what to say. */
import { ConfigError, GroundworkError, LibraryUnavailableError } from '../../errors.ts';

/**
 * `down`: the node does not answer; another may. `later`: it answers and cannot do it now. The others
 * stay as they are until somebody acts.
 */
export type FaultKind = 'down' | 'later' | 'full' | 'readOnly' | 'denied' | 'refused';

/** Of the words that Weaviate 1.32 to 1.35 and its client use. */
const kinds: readonly (readonly [FaultKind, RegExp])[] = [
  ['full', /disk usage|disk space|no space left|disk.{0,20}full/i],
  ['readOnly', /read-?only/i],
  [
    'denied',
    /UNAUTHENTICATED|PERMISSION_DENIED|unauthori[sz]ed|forbidden|status(?: code)?:? ?40[13]\b/i,
  ],
  [
    'down',
    /UNAVAILABLE|ECONN\w+|EPIPE|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|fetch failed|socket hang up|timed? ?out|DEADLINE|CANCELLED|No connection established|channel (?:has been|was|is|closed)|does not answer/i,
  ],
  [
    'later',
    /replica|broadcast|quorum|consistency|leader|raft|context canceled|RESOURCE_EXHAUSTED|not enough memory|connection refused|dial tcp|EOF|of \d+ were kept|status(?: code)?:? ?50[0234]\b|not ready|starting|shutdown|shutting down|could not find (?:class|index)|non-existing index|class .{1,80} not found|shard .{1,80} not found|status code: 422.*schema/i,
  ],
];

export function kindOf(error: unknown): FaultKind {
  const text = wordsOf(error);
  return kinds.find(([, words]) => words.test(text))?.[0] ?? 'refused';
}

/** Whether the same request may succeed if it is sent again, to this node or to another. */
export function isPassing(kind: FaultKind): boolean {
  return kind === 'down' || kind === 'later';
}

/**
 * @param what was tried, as it follows "could not": `'read the state of the library'`
 * @param server the address that was asked, without any key
 */
export function explainFault(error: unknown, what: string, server: string): GroundworkError {
  if (error instanceof GroundworkError) return error;
  const cause = { cause: error };
  const at = `Weaviate at "${server}"`;
  switch (kindOf(error)) {
    case 'down':
      return new LibraryUnavailableError(
        `${at} does not answer: could not ${what}. Start it, or correct WEAVIATE_URL and WEAVIATE_GRPC_URL.`,
        cause,
      );
    case 'later':
      return new LibraryUnavailableError(
        `${at} could not ${what} because too few of its nodes answer; start the others. What was written stays.`,
        cause,
      );
    case 'full':
      return new LibraryUnavailableError(
        `${at} could not ${what}: its disk is nearly full, and it takes no more. Free space or add a node, set its shards to READY, and ingest again. What was written stays.`,
        cause,
      );
    case 'readOnly':
      return new LibraryUnavailableError(
        `${at} could not ${what}: it is read-only. Set its shards to READY (its log says why they are not), and ingest again. What was written stays.`,
        cause,
      );
    case 'denied':
      return new ConfigError(
        `${at} refuses the key: could not ${what}. Set WEAVIATE_API_KEY to one that may read and write collections.`,
        cause,
      );
    default:
      return new LibraryUnavailableError(
        `${at} refused to ${what}; its log says why. It must be of version ${oldestVersion.join('.')} or newer.`,
        cause,
      );
  }
}

/** Of the features that are used, rotational quantisation came last. */
export const oldestVersion = [1, 32] as const;

/** `'1.35.2'` -> true. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldestVersion[0] || (major === oldestVersion[0] && minor >= oldestVersion[1]);
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error.cause === undefined ? '' : wordsOf(error.cause);
  const code = 'code' in error ? String(error.code) : '';
  return `${error.name} ${code} ${error.message} ${inner}`;
}
