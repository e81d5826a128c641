/** Writes docs/licences.md; refuses when a licence is not allowed. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isAllowed } from './licences/allowed-licences.ts';
import { licencesPage } from './licences/licences-page.ts';
import { readLock } from './licences/lock-file.ts';
import { shippedPackages } from './licences/shipped-packages.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const packages = shippedPackages(readLock(new URL('../package-lock.json', import.meta.url)), root);
writeFileSync(new URL('../docs/licences.md', import.meta.url), licencesPage(packages));
for (const { name, version, licence } of packages.filter(({ licence }) => !isAllowed(licence))) {
  console.error(
    `Licence "${licence}" of ${name} ${version} is not in scripts/licences/allowed-licences.ts.`,
  );
  process.exitCode = 1;
}
