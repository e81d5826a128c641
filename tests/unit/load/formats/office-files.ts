/** Word documents and presentations, and what must be read of them. */
import type { Expectation } from './expectation.ts';

export const docxFiles: readonly Expectation[] = [
  {
    file: 'docx/python-docx.docx',
    title: 'Sorting algorithms',
    metadata: { author: 'Ben Ott' },
    headings: ['# Sorting algorithms', '# Quicksort', '# Merge sort'],
    has: [
      'Quicksort picks a **pivot** and splits the list in two parts.',
      '- It is fast on average.',
      '  - Sorted input is the classic worst case.',
      '1. First split.',
      '2. Then merge.',
    ],
    rows: [
      ['Algorithm', 'Average', 'Worst'],
      ['Quicksort', 'n log n', 'n squared'],
    ],
    lacks: ['header line', 'footer line'],
  },
  {
    file: 'docx/merged-cells.docx',
    headings: ['# Merged cells'],
    once: ['Results of both years', 'Biology', 'retaken: 80 points', 'nested left', 'nested right'],
    has: ['After the table stands a sentence.'],
    rows: [['Subject', '2023', '2024']],
  },
  {
    file: 'docx/tracked-changes.docx',
    has: [
      'The cell has exactly one nucleus.',
      'Mitochondria make ATP.',
      'Ribosomes build proteins.',
    ],
    lacks: ['deletedword', 'commentword', 'movedfromword'],
  },
  {
    file: 'docx/no-styles.docx',
    has: [
      'Photosynthesis',
      'Plants turn light into sugar.',
      'The light reactions',
      'Water is split and oxygen leaves the leaf.',
    ],
  },
  {
    file: 'docx/text-box.docx',
    once: [
      'Text before the box.',
      'The boxed remark says that entropy never falls.',
      'Text after the box.',
    ],
    lacks: ['alttextword'],
  },
  {
    file: 'docx/fields-and-controls.docx',
    has: [
      'Follow the linked words to the end.',
      'Words in a content control stay.',
      'The field shows this result.',
      'Visible words.',
    ],
    headings: ['# Fields and controls'],
    lacks: ['instructionword'],
  },
  {
    file: 'docx/libreoffice-right-to-left.docx',
    title: 'מבוא לאלגברה',
    headings: ['# מבוא לאלגברה', '## دليل'],
    has: [
      'מטריצה היא טבלה של מספרים.',
      'المصفوفة جدول من الأعداد.',
      '- ראשון',
      '  - פנימי',
      '- שני',
    ],
  },
  {
    file: 'docx/libreoffice-footnotes.docx',
    title: 'Gradient descent in practice',
    headings: [
      '# Gradient descent in practice',
      '# The update rule',
      '## Momentum',
      '## A table of optimisers',
    ],
    has: [
      'Gradient descent moves the parameters against the gradient.',
      'The step size is called the *learning rate*.',
      'A quotation that somebody made about valleys.',
      'See the original paper and',
    ],
    once: ['Cauchy described the method in 1847.'],
    rows: [['Adam', 'two vectors', '2014']],
    lacks: ['↑'],
  },
  {
    file: 'docx/pandoc.docx',
    title: 'Gradient descent in practice',
    headings: [
      '# Gradient descent in practice',
      '# The update rule',
      '## Momentum',
      '## A table of optimisers',
    ],
    has: [
      'for step in range(10):',
      '  w -= 0.1 * grad(w)',
      'for every step.',
      '1. Keep a running mean of the gradients.',
      '2. Add it to the parameters.',
    ],
    once: ['Cauchy described the method in 1847.', 'Even in long valleys.'],
    rows: [['Adam', 'two vectors', '2014']],
    lacks: ['↑'],
  },
  {
    file: 'docx/pandoc-equations.docx',
    headings: ['# Equations'],
    has: [
      'The mean is $\\frac{a+b}{2}$ of both.',
      '\\sqrt{b^{2}-4ac}',
      '\\int_{0}^{1}',
      '\\sum_{k=0}^{\\infty}',
      'Then the text goes on.',
    ],
  },
  {
    file: 'docx/docx-js.docx',
    title: 'Cell biology',
    headings: ['# Cell biology', '# Membranes', '## Organelles'],
    has: ['A membrane is *selectively* permeable.', '- Water passes.', '  - Ions do not.'],
    once: ['Hooke named the cell in 1665.'],
    rows: [
      ['Part', 'Task'],
      ['Ribosome', 'builds proteins'],
    ],
  },
  { file: 'docx/empty.docx', refused: 'holds no text' },
  { file: 'docx/password.docx', refused: 'without a password' },
  { file: 'docx/word-97.doc', refused: 'old Office format' },
  { file: 'docx/xlwt-excel-97.xls', refused: 'old Office format' },
];

export const pptxFiles: readonly Expectation[] = [
  {
    file: 'pptx/python-pptx.pptx',
    title: 'Neural networks',
    metadata: { author: 'Cleo Day' },
    pages: 3,
    headings: ['## Neural networks', '## Layers', '## Activations'],
    has: [
      'A short course',
      '- A layer has weights.\n  - They are learned.\n    - By gradient descent.\n- A layer has a bias.',
      'Say that the bias is often forgotten.',
    ],
    rows: [
      ['Name', 'Range'],
      ['ReLU', 'zero and up'],
    ],
  },
  {
    file: 'pptx/groups-and-merges.pptx',
    headings: ['## Slide 1', '## Merged', '## A chart', '## Hidden slide'],
    once: ['Grouped words one.', 'Grouped words two.', 'A slide without a title.', 'Wide head'],
    rows: [['x \\| bar', 'y \\| bar', 'z \\| bar']],
  },
  {
    file: 'pptx/links-and-markup.pptx',
    has: ['Linked words', 'First line second line', 'not bold'],
    lacks: ['example.org'],
  },
  { file: 'pptx/right-to-left.pptx', headings: ['## מבוא'], has: ['הרשת לומדת מדוגמאות.'] },
  {
    file: 'pptx/pandoc.pptx',
    title: 'Sorting',
    headings: ['## Sorting', '## Basics', '## Bubble sort', '## A table', '## A formula'],
    has: [
      '- It swaps neighbours.',
      '  - For long lists.',
      'Remind them of the name.',
      'The cost is $n^{2}$ here.',
      '\\frac{b}{c}',
    ],
    rows: [['Heap', 'n log n']],
  },
  {
    file: 'pptx/libreoffice.pptx',
    headings: ['## Neural networks', '## Layers', '## Activations'],
    has: [
      '- A layer has weights.',
      'By gradient descent.',
      'Say that the bias is often forgotten.',
    ],
    rows: [['ReLU', 'zero and up']],
  },
  {
    file: 'pptx/pptxgenjs.pptx',
    title: 'Genetics',
    has: ['Genes are made of DNA.', 'Alleles are variants.', 'Mention Mendel.'],
    rows: [['Aa x Aa', '3 to 1']],
    pages: 2,
  },
  { file: 'pptx/empty.pptx', refused: 'without a slide' },
  { file: 'pptx/powerpoint-97.ppt', refused: 'old Office format' },
];
