/**
 * British and American spellings of one word to one form, so that a question finds notes written in
 * the other. Endings are folded toward the form that few unrelated words share: `-ize` to `-ise`
 * (only `size` and its like end so by nature, and they fold alike), the rest by list.
 */
const endings: readonly (readonly [RegExp, string])[] = [
  [/iz(e[ds]?|ers?|ing|ations?)$/, 'is$1'],
  [/yz(e[ds]?|ers?|ing)$/, 'ys$1'],
  [/^((?:mis)?behavi|col|fav|flav|hon|hum|lab|neighb|harb|rum|vap|endeav|rig|vig)our/, '$1or'],
  [/^((?:bi|re|de|multi)?(?:cent|met|lit|fib|theat|calib|spect))re([ds]?)$/, '$1er$2'],
  [
    /(model|label|travel|cancel|signal|channel|level|tunnel|panel|total|dial|fuel)l(ed|ing|ers?)$/,
    '$1$2',
  ],
  [/^(lic|def|off|pret)enc(e[ds]?|ing)$/, '$1ens$2'],
  [/^(catal|dial|anal|monol|epil)ogue(s?)$/, '$1og$2'],
  [/^(judg|acknowledg)ement(s?)$/, '$1ment$2'],
  [/^program+e(s?)$/, 'program$1'],
  [/^artefact(s?)$/, 'artifact$1'],
  [/^grey(s?)$/, 'gray$1'],
];

/** `'tokenization'` and `'tokenisation'` -> `'tokenisation'`. Lower-case words only. */
export function foldSpelling(word: string): string {
  for (const [ending, folded] of endings) {
    if (ending.test(word)) return word.replace(ending, folded);
  }
  return word;
}
