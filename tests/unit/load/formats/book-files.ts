/** Electronic books and notebooks, and what must be read of them. */
import type { Expectation } from './expectation.ts';

export const epubFiles: readonly Expectation[] = [
  {
    file: 'epub/pandoc-epub2.epub',
    title: 'Gradient descent in practice',
    metadata: { author: 'Ada Marsh', language: 'en' },
    has: [
      'Gradient descent moves the parameters against the gradient.',
      'for step in range(10):\n    w -= 0.1 * grad(w)',
      'See the original paper and',
    ],
    once: ['Cauchy described the method in 1847.'],
    rows: [['Adam', 'two vectors', '2014']],
    lacks: ['↩'],
  },
  {
    file: 'epub/pandoc-epub3.epub',
    title: 'Gradient descent in practice',
    has: ['The step size is called the *learning rate*.', '\\theta_{t+1} = \\theta_t'],
    once: ['Cauchy described the method in 1847.'],
    rows: [['Adam', 'two vectors', '2014']],
    lacks: ['↩'],
  },
  {
    file: 'epub/ebooklib.epub',
    title: 'Kurze Geschichte der Zahlen',
    metadata: { author: 'Eva Klein', language: 'de' },
    has: [
      'Die Null kam aus Indien.',
      'Sie ist *keine* natürliche Zahl, sagen manche.',
      'Die Eins ist das neutrale Element.',
    ],
    lacks: ['alttextword', 'alert'],
  },
  {
    file: 'epub/libreoffice.epub',
    title: 'Gradient descent in practice',
    has: [
      'Gradient descent moves the parameters against the gradient.',
      'Keep a running mean of the gradients.',
    ],
  },
  {
    file: 'epub/prefixed-names.epub',
    title: 'Odd & old',
    metadata: { author: 'Nobody', language: 'en' },
    headings: ['## Chapter One', '## Second'],
    has: ['Tom’s words & more words.', 'Café au lait.'],
    once: ['A note below.', 'Café au lait.', 'Tom’s words'],
    lacks: ['headtitleword', 'color'],
    pages: 2,
  },
  {
    file: 'epub/one-long-chapter.epub',
    title: 'Alice, first lines',
    headings: ['# Down the Rabbit-Hole'],
    has: [
      'Alice was beginning to get very tired of sitting by her sister on the bank,',
      'So she was considering in her own mind.',
    ],
    pages: 1,
  },
  {
    file: 'epub/sphinx.epub',
    title: 'Graph notes',
    has: [
      'A graph has nodes and edges.',
      'queue = [start]',
      'Mark nodes when they enter the queue.',
      'Euler began with bridges.',
      'A tree has no cycle.',
    ],
    rows: [['Depth first', 'stack']],
    lacks: ['¶'],
  },
  {
    file: 'epub/epub-gen.epub',
    title: 'Weather',
    has: ['Warm air holds more water.', '- It rises.', 'Wind flows from high to low pressure.'],
    rows: [['8', 'gale']],
  },
  { file: 'epub/drm.epub', refused: 'copy protection' },
  { file: 'epub/no-chapters.epub', refused: 'without a chapter' },
];

export const notebookFiles: readonly Expectation[] = [
  {
    file: 'ipynb/nbformat-4.5.ipynb',
    title: 'Linear regression',
    metadata: { language: 'python' },
    headings: ['# Linear regression', '## Closed form'],
    has: [
      'The line of *best fit* has the least squared error.',
      'w = (X^T X)^{-1} X^T y',
      'Inline $a_b$ stays. See the book and',
      'Boxed **hint** words.',
      '```python\nimport numpy as np\nw = np.linalg.lstsq(X, y)[0]\n```',
      '- one\n  - two',
      'Auto',
      'click',
      'anchor words',
      'ref link',
    ],
    rows: [['c1', 'c2']],
    lacks: ['alttextword', 'outputword', 'alert'],
  },
  {
    file: 'ipynb/nbformat-4.0.ipynb',
    headings: ['# Old four', '## Stray heading'],
    has: ['Lines come as a list.\nEach keeps its end.', 'print("a")\nprint("b")'],
  },
  {
    file: 'ipynb/nbformat-3.ipynb',
    headings: ['# Version three', '## A second part'],
    has: ['Worksheets held the cells.', '```python\nx = [1, 2]\n```', 'It ends here.'],
    lacks: ['outputword'],
  },
  {
    file: 'ipynb/r-kernel.ipynb',
    headings: ['# Statistik in R'],
    has: ['Der Mittelwert der Größe ist hoch.', '```R\nx <- c(1, 2, 3)\nmean(x)\n```'],
    metadata: { language: 'R' },
  },
  { file: 'ipynb/julia-kernel.ipynb', has: ['```julia\nf(x) = x^2'], headings: ['# Julia'] },
  { file: 'ipynb/jupytext.ipynb', headings: ['# Jupytext'], has: ['Scripts become notebooks.'] },
  {
    file: 'ipynb/pandoc.ipynb',
    headings: ['# From pandoc', '## Later'],
    has: ['A sentence that pandoc wrote.', 'y = 3', 'More words.'],
  },
  {
    file: 'ipynb/colab.ipynb',
    headings: ['# Colab'],
    has: ['fence with ``` inside?', '````python\n!pip install x\ns = """\n```\n"""\n````'],
    lacks: ['outputword'],
  },
  { file: 'ipynb/empty.ipynb', refused: 'holds no text' },
  { file: 'ipynb/damaged.ipynb', refused: 'no notebook' },
];
