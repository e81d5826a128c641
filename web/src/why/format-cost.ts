/** In US dollars: `0 -> 'nothing'`, `0.00123 -> 'about $0.0012'`, `0.0000004 -> 'less than $0.0001'`, `2.5 -> 'about $2.50'` */
export function formatCost(dollars: number): string {
  if (dollars === 0) return 'nothing';
  if (dollars < 0.0001) return 'less than $0.0001';
  return `about $${dollars.toFixed(dollars < 0.1 ? 4 : 2)}`;
}
