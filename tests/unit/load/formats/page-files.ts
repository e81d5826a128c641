/** Web pages, tables and texts, and what must be read of them. */
import type { Expectation } from './expectation.ts';

const graphNotes: Omit<Expectation, 'file'> = {
  has: [
    'A graph has nodes and edges.',
    'A queue holds the nodes that wait.',
    'queue = [start]',
    'Mark nodes when they enter the queue.',
    'Footnotes come last.',
  ],
  once: ['Euler began with bridges.'],
  rows: [['Depth first', 'stack']],
  lacks: ['¶', 'Powered by', 'Quick search', 'Navigation'],
};
const gradientNotes: Omit<Expectation, 'file'> = {
  has: [
    'Gradient descent moves the parameters against the gradient.',
    'The step size is called the *learning rate*.',
    'A quotation that somebody made about valleys.',
    'for step in range(10):\n    w -= 0.1 * grad(w)',
    'See the original paper',
  ],
  rows: [['Adam', 'two vectors', '2014']],
  lacks: ['alttextword'],
};

export const htmlFiles: readonly Expectation[] = [
  { file: 'html/sphinx.html', ...graphNotes },
  { file: 'html/docutils.html', ...graphNotes },
  { file: 'html/mkdocs.html', ...gradientNotes, has: gradientNotes.has!.slice(0, 3) },
  {
    file: 'html/pandoc-mathml.html',
    ...gradientNotes,
    title: 'Gradient descent in practice',
    once: ['Cauchy described the method in 1847.'],
    has: [...gradientNotes.has!, '\\theta_{t+1} = \\theta_t - \\eta \\nabla L(\\theta_t)'],
  },
  {
    file: 'html/pandoc-mathjax.html',
    ...gradientNotes,
    has: [...gradientNotes.has!, '\\theta_{t+1} = \\theta_t - \\eta \\nabla L(\\theta_t)'],
  },
  {
    file: 'html/asciidoctor.html',
    title: 'Hash tables',
    has: [
      'A hash table maps keys to slots.',
      'Two keys may share one slot.',
      'let mut m = HashMap::new();',
      '1. First hash.',
      'In the slot.',
      'Load factors matter.',
    ],
    rows: [['Chaining', 'lists']],
  },
  {
    file: 'html/texinfo.html',
    has: [
      'A queue is first in, first out.',
      'A ring buffer wraps around.',
      'tail = (tail + 1) % size',
    ],
  },
  {
    file: 'html/libreoffice.html',
    has: [
      'Gradient descent moves the parameters against the gradient.',
      'Keep a running mean of the gradients.',
    ],
    once: ['Cauchy described the method in 1847.'],
  },
  {
    file: 'html/meta-charset-iso-8859-2.html',
    title: 'Pochodna część',
    headings: ['# Pochodna część'],
    metadata: { language: 'pl' },
    has: ['Pochodna funkcji mówi, jak szybko się ona zmienia. Źródło błędu leży w ćwiczeniu.'],
  },
  {
    file: 'html/http-equiv-windows-1251.html',
    title: 'Производная',
    has: ['Она показывает скорость изменения функции.'],
  },
  { file: 'html/shift-jis.html', title: '微分', has: ['関数の変化の速さを示します。'] },
  {
    file: 'html/undeclared-windows-1252.html',
    title: 'Übungen',
    has: ['Die Größe der Bäume wächst über die Jahre, sagt der Gärtner für Mühlenstraße.'],
  },
  { file: 'html/wrong-charset.html', title: 'Naïve', has: ['In truth this café page is UTF-8.'] },
  { file: 'html/utf-16.html', title: 'Wide', has: ['Two bytes — each.'] },
  {
    file: 'html/xhtml.xhtml',
    title: 'Strict',
    headings: ['# Strict pages'],
    has: ['Even empty ones.'],
    lacks: ['scriptword', 'CDATA'],
  },
  {
    file: 'html/frames.html',
    title: 'Framed',
    has: ['Your browser shows no frames, so read this sentence.'],
  },
  {
    file: 'html/nested-tables.html',
    once: [
      'Old layout',
      'The layout was made of tables.',
      'The right column has words too.',
      '1999',
    ],
    has: ['2000', '30', '31'],
  },
  {
    file: 'html/katex.html',
    has: [
      'The area is $\\pi r^2$ for a circle.',
      'E = mc^2',
      'Bare $\\frac{a}{b}+\\sqrt{c}$ ends.',
    ],
    lacks: ['πr', 'E=mc2'],
  },
  {
    file: 'html/blog-with-menu.html',
    headings: ['# Why caches work', '## Lines'],
    metadata: { language: 'en' },
    has: [
      'Programs touch the same memory again and again, which is called temporal locality.',
      '```c\nfor (int i = 0; i < n; i++) sum += a[i];\n```',
      'Figure 1: a cache line.',
      '1. Hit\n   - fast\n2. Miss',
    ],
    lacks: [
      'menuword',
      'cookiesword',
      'scriptword',
      'styleword',
      'alttextword',
      'Relatedword',
      'Clickbaitword',
      'Copyrightword',
      'noscriptword',
    ],
  },
  {
    file: 'html/no-article.html',
    title: 'Glossary',
    has: ['Heap', 'A tree in an array.', 'Last in, first out.'],
  },
  {
    file: 'html/code-languages.html',
    has: [
      '```rust\nfn main() {\n    let x = 1;\n}\n```',
      'let y = `a`;',
      'def f():\n    return 1\n',
      '`a | b`',
      'Folded words.',
    ],
  },
  {
    file: 'html/hostile.html',
    has: ['Text with a link,', 'Form words stay.', 'md link'],
    lacks: [
      'alttextword',
      'scriptword',
      'svgword',
      'iframeword',
      'inputword',
      'textareaword',
      'templateword',
      'commentword',
      'hiddenword',
      'displayword',
      'objectword',
      'onerror',
    ],
  },
  {
    file: 'html/no-body.html',
    title: 'Loose',
    headings: ['# Loose tags'],
    has: ['A page may leave its body out.', 'The second paragraph closes nothing.'],
  },
  { file: 'html/empty.html', refused: 'holds no text' },
];

export const csvFiles: readonly Expectation[] = [
  {
    file: 'csv/python-csv.csv',
    rows: [
      ['Element', 'Symbol', 'Mass'],
      ['Helium, noble', 'He', '4.0026'],
      ['Lithium "light"', 'Li', '6.94'],
    ],
  },
  {
    file: 'csv/excel-semicolons.csv',
    rows: [
      ['Land', 'Hauptstadt', 'Fläche'],
      ['Österreich', 'Wien', '83.879,4'],
      ['Schweiz; CH', 'Bern', '41.285'],
    ],
  },
  {
    file: 'csv/excel-unicode-tabs.csv',
    rows: [
      ['Planet', 'Moons', 'Note'],
      ['Mars', '2', 'Phobos and Deimos'],
      ['Earth', '1', 'Luna — the moon'],
    ],
  },
  {
    file: 'csv/tabs.tsv',
    rows: [
      ['entropy', 'disorder, roughly'],
      ['pivot', 'a\\|b splits'],
    ],
  },
  {
    file: 'csv/pipes.csv',
    rows: [
      ['Name', 'Role'],
      ['Ada', 'first programmer'],
    ],
  },
  {
    file: 'csv/quoted-newlines.csv',
    rows: [
      ['What is a stack?', 'Last in, first out.'],
      ['Say "hello"', 'greeting'],
    ],
  },
  {
    file: 'csv/ragged.csv',
    rows: [
      ['a', 'b', 'c', '', ''],
      ['1', '', '', '', ''],
      ['1', '2', '3', '4', '5'],
      ['last', 'row', 'here', '', ''],
    ],
  },
  { file: 'csv/sixty-columns.csv', has: ['column 59', 'value 11 of 59'] },
  {
    file: 'csv/windows-1252-semicolons.csv',
    rows: [['Was heißt Übung?', 'Wiederholung für Schüler']],
  },
  { file: 'csv/single-column.csv', rows: [['Term'], ['momentum'], ['inertia, the property']] },
  { file: 'csv/header-only.csv', rows: [['Name', 'Value']] },
  {
    file: 'csv/sep-line.csv',
    rows: [
      ['Name', 'Value'],
      ['x', '1,5'],
    ],
    lacks: ['sep='],
  },
  {
    file: 'csv/libreoffice.csv',
    rows: [
      ['Name', 'Points'],
      ['Ott, Ben', '12'],
    ],
  },
  {
    file: 'csv/stray-quotes.csv',
    has: ['5" wide', 'plank', '"tube" thin'],
  },
  { file: 'csv/markdown-in-cells.csv', has: ['pipe'] },
  { file: 'csv/empty.csv', refused: 'holds no rows' },
];

export const textFiles: readonly Expectation[] = [
  { file: 'text/latin-1.txt', has: ['Die größte Straße heißt Mühlenstraße.'] },
  {
    file: 'text/windows-1252.txt',
    has: ['The student’s “proof” of the café theorem — all naïve — costs 5 €.'],
  },
  { file: 'text/windows-1251.txt', has: ['Если функция возрастает, её производная положительна.'] },
  { file: 'text/koi8-r.txt', has: ['Если функция возрастает, её производная положительна.'] },
  {
    file: 'text/iso-8859-2.txt',
    has: ['Jeśli funkcja rośnie, pochodna jest dodatnia.', 'źródło wiedzy, ćwiczenia, żądło.'],
  },
  {
    file: 'text/windows-1253-greek.txt',
    has: ['Το ολοκλήρωμα είναι το εμβαδόν κάτω από την καμπύλη.'],
  },
  { file: 'text/windows-1255-hebrew.txt', has: ['האינטגרל הוא השטח שמתחת לגרף.'] },
  { file: 'text/windows-1256-arabic.txt', has: ['التكامل هو المساحة تحت المنحنى.'] },
  { file: 'text/shift-jis.txt', has: ['関数が増加するとき、導関数は正です。'] },
  { file: 'text/euc-jp.txt', has: ['関数が増加するとき、導関数は正です。'] },
  { file: 'text/gb18030.txt', has: ['函数递增时，导数为正。'] },
  { file: 'text/big5.txt', has: ['函數遞增時，導數為正。'] },
  { file: 'text/euc-kr.txt', has: ['적분은 그래프 아래의 넓이입니다.'] },
  { file: 'text/utf-8-marked.txt', has: ['Café notes: naïve Bayes.'] },
  { file: 'text/utf-16-marked.txt', has: ['Entropy never falls — 熵.'] },
  { file: 'text/utf-16be-marked.txt', has: ['Entropy never falls — 熵.'] },
  { file: 'text/utf-16-unmarked.txt', has: ['Ice melts in warm water.'] },
  { file: 'text/utf-16be-unmarked.txt', has: ['Ice melts in warm water.'] },
  { file: 'text/utf-32-marked.txt', refused: 'text' },
];
