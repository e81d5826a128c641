import { createMemoryConversations } from '../fakes/memory-conversations.ts';
import { describeConversationStore } from './conversation-store.ts';

describeConversationStore('conversations in memory', createMemoryConversations);
