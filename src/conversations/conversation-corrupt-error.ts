/** The error for a stored turn that cannot be read back. It names the turn, never its content. */
import { GroundworkError } from '../errors.ts';

/** A stored turn is damaged; other turns and conversations are not touched by that. */
export class ConversationCorruptError extends GroundworkError {
  readonly code = 'conversation-corrupt';
}
