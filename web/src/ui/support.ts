/** How support and check results are named on the page, the same everywhere. */
import type { Citation, Statement } from '../../../src/serve/contract.ts';

export const supportNames: Record<Statement['support'], string> = {
  supported: 'Supported',
  partial: 'Partly supported',
  unsupported: 'Not supported',
};

export const statusNames: Record<Citation['status'], { name: string; meaning: string }> = {
  verified: { name: 'Verified', meaning: 'stands in the source letter for letter' },
  repaired: {
    name: 'Verified after normalising',
    meaning: "found once case, spaces and marks were evened out; the source's own words are shown",
  },
  unverified: { name: 'Not verified', meaning: 'was not found in the source' },
};
