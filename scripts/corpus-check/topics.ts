/**
 * What the notes must hold: for each topic how often interviewers ask about it (questions in a count
 * of 2026: all, and those on core matters) and the matters that a reader will look for.
 */
export interface Topic {
  /** `topic` of the front matter. */
  readonly topic: string;
  readonly asked: number;
  readonly core: number;
  /** A matter is covered where a heading or a retrieval key of a note of any topic matches. */
  readonly matters: readonly RegExp[];
}

const words = (text: string): RegExp[] =>
  text.split(',').map((matter) => new RegExp(matter.trim(), 'i'));

export const topics: readonly Topic[] = [
  {
    topic: 'basics',
    asked: 14,
    core: 14,
    matters: words(
      'generative, discriminative, foundation model, history|timeline|milestone, industr|use case',
    ),
  },
  {
    topic: 'safety',
    asked: 56,
    core: 29,
    matters: words(
      'indirect, jailbreak, poison, privacy, AI Act, NIST, differential privacy, copyright, bias, audit, red.team, guardrail, watermark|provenance, deepfake, memori[sz]',
    ),
  },
  {
    topic: 'prompting',
    asked: 46,
    core: 37,
    matters: words(
      'few.shot, chain.of.thought, self.consistency, tree, template, structured output|JSON, role|system prompt, context engineering, compact, lost in the middle|middle of, multilingual|languages',
    ),
  },
  {
    topic: 'rag',
    asked: 54,
    core: 44,
    matters: words(
      'chunk, hybrid, rerank, rewrit, agentic, graph, fresh|stale|up to date, access|permission, multi.hop, conflict|contradict, table, citation|cite, faithful|triad, fine.tun',
    ),
  },
  {
    topic: 'agents',
    asked: 37,
    core: 28,
    matters: words(
      'loop, ReAct, plan, tool, MCP|Model Context Protocol, A2A, memory, multi.agent|several agents, autonom, cost, trajector',
    ),
  },
  {
    topic: 'inference',
    asked: 32,
    core: 21,
    matters: words(
      'prefill, KV.cache, paged, batching, quanti[sz], parallel, speculative, first token|TTFT',
    ),
  },
  {
    topic: 'operations',
    asked: 30,
    core: 17,
    matters: words(
      'routing|router, caching|cache, observab|trac, cost, monitor, rollback|version, system design|design a, chatbot|assistant',
    ),
  },
  {
    topic: 'evaluation',
    asked: 44,
    core: 32,
    matters: words(
      'BLEU|ROUGE, perplexity, judge, bias, golden|test set, offline, A/B, pass\\^k|pass@k, drift, contaminat, FID|inception, hallucinat',
    ),
  },
  {
    topic: 'fine-tuning',
    asked: 37,
    core: 28,
    matters: words(
      'LoRA, QLoRA, prefix|prompt tuning, data, forget, RLHF, DPO, RLAIF|AI feedback|constitutional, reward hack|reward model, distil',
    ),
  },
  {
    topic: 'training',
    asked: 17,
    core: 11,
    matters: words(
      'scaling law|Chinchilla, optimi[sz]er|Adam, learning rate, mixed precision|bf16, expert, loss spike|diverg|instab, checkpoint',
    ),
  },
  {
    topic: 'transformers',
    asked: 43,
    core: 40,
    matters: words(
      'square root|scal, mask, heads, position, normali[sz]ation|layer norm, residual, grouped|GQA, encoder, flash',
    ),
  },
  {
    topic: 'language-models',
    asked: 27,
    core: 20,
    matters: words(
      'byte.pair|BPE, temperature, top.p|nucleus, beam, reasoning, emergent|strength, context window|long context, summari',
    ),
  },
  {
    topic: 'embeddings',
    asked: 39,
    core: 24,
    matters: words(
      'cosine, dimension, drift, triplet|contrastive, HNSW, IVF|inverted file, product quanti[sz]ation|PQ, LSH|hashing, filter, tenan, re.?embed|migrat',
    ),
  },
  {
    topic: 'multimodal',
    asked: 26,
    core: 15,
    matters: words('CLIP, fusion, vision|image, audio|speech, video, document|page'),
  },
  {
    topic: 'image-generation',
    asked: 25,
    core: 16,
    matters: words(
      'ELBO|evidence lower bound, KL, reparam, mode collapse, Wasserstein|WGAN, sampler|DDIM, guidance, latent, flow, text.to.image, video',
    ),
  },
  {
    topic: 'industry',
    asked: 6,
    core: 6,
    matters: words(
      'health|clinic, financ|bank, marketing, education|student, software|code, entertain|film|game',
    ),
  },
  {
    topic: 'careers',
    asked: 25,
    core: 25,
    matters: words(
      'project, portfolio, role, little data, stakeholder|non.technical, week|month|day, responsib, prepare',
    ),
  },
  {
    topic: 'tools',
    asked: 12,
    core: 8,
    matters: words('PyTorch, TensorFlow, Hugging Face|transformers library, LangChain, OpenAI'),
  },
  { topic: 'reference', asked: 0, core: 0, matters: [] },
];
