/** What is written and not yet asked, for each conversation: it outlives the view it is written in. */
const drafts = new Map<string, string>();

export function draftOf(conversation: string): string {
  return drafts.get(conversation) ?? '';
}

export function keepDraft(conversation: string, text: string): void {
  if (text === '') drafts.delete(conversation);
  else drafts.set(conversation, text);
}

/** A conversation has got its id: what was begun in it goes along. */
export function moveDraft(from: string, to: string): void {
  keepDraft(to, draftOf(from));
  drafts.delete(from);
}
