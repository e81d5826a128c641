import rehypeHighlight from 'rehype-highlight';
import type { PluggableList } from 'unified';

export function codePlugins(): PluggableList {
  return [[rehypeHighlight, { detect: false, plainText: ['text', 'txt', 'math'] }]];
}
