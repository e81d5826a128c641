// Groundwork's passages in a LangChain program: npm run build:lib, then node examples/langchain-retriever.mjs
import { openRetriever } from 'groundwork/retriever';

const { retriever, close } = await openRetriever({ corpus: 'corpus', data: 'data', k: 3 });
for (const { metadata } of await retriever.invoke('How does LoRA save memory?')) {
  const { uri, start, end, headingPath } = metadata;
  console.log(`${uri} ${start}-${end}: ${headingPath.join(' › ')}`);
}
await close();
