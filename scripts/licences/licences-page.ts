/** Shipped packages -> docs/licences.md. */
import type { ShippedPackage } from './shipped-packages.ts';

export function licencesPage(packages: readonly ShippedPackage[]): string {
  const counts = new Map<string, number>();
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const summary = [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([licence, count]) => `${licence} ${count}`);
  const rows = packages.map(
    ({ name, version, licence, inServer, inPage }) =>
      `| ${name} | ${version} | ${licence} | ${[...(inServer ? ['server'] : []), ...(inPage ? ['page'] : [])].join(', ')} |`,
  );
  return `# Licences

Made by \`npm run licences\` from package-lock.json, whatever the platform. Groundwork itself: MIT; the notes: CC BY 4.0; the encoder: Apache-2.0.
${packages.length} packages are installed with the server or are dependencies of the page: ${summary.join(', ')}.
The full texts lie in the folders of the packages in \`node_modules\`. Of those with a choice, the permissive licence is taken.

| package | version | licence | part of |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
