/** What somebody who prepares for an interview asks. */
export const conceptQuestions = [
  'What is the difference between a GAN and a VAE?',
  'How does retrieval-augmented generation reduce hallucination?',
  'Why is attention scaled by the square root of the key dimension?',
  'When should I fine-tune a model instead of prompting it?',
  'How much memory does the key-value cache of a language model take?',
];
