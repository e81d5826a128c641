import { newConversation } from './asking.ts';
import { forgetChosen } from './chosen-sources.ts';
import { forgetUnkept } from './unkept.ts';

/** Before a new conversation: nothing of the last one that had no id is left. */
export function beginAnew(): void {
  forgetUnkept();
  forgetChosen(newConversation);
}
