/** Checks the study notes and prints what they hold; ends with 1 when a rule is broken. */
import { fileURLToPath } from 'node:url';
import { checkNotes, nearDuplicates } from './corpus-check/check-notes.ts';
import { readNotes } from './corpus-check/note.ts';
import { coverageOf, statisticsTable } from './corpus-check/statistics.ts';

const folder = fileURLToPath(new URL('../corpus/', import.meta.url));
const { notes, findings } = readNotes(folder);
const coverage = coverageOf(notes);
const all = [...findings, ...checkNotes(notes, folder), ...nearDuplicates(notes), ...coverage.gaps];
console.log(`${statisticsTable(notes)}\n\n${coverage.table}\n`);
for (const finding of all) console.error(`✗ ${finding}`);
console.log(all.length === 0 ? 'Nothing to mend.' : `${all.length} findings.`);
process.exitCode = all.length === 0 ? 0 : 1;
