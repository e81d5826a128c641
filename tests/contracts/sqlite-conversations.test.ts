import { join } from 'node:path';
import { openSqliteConversations } from '../../src/conversations/sqlite-conversations.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { describeConversationStore } from './conversation-store.ts';

describeConversationStore('SQLite conversations', (options) =>
  openSqliteConversations(join(temporaryFolder(), 'conversations.db'), options),
);
