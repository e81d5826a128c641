/** Numbers as the view writes them. */

/** `0.416 -> '0.42 ms'`, `12.34 -> '12.3 ms'`, `1234.5 -> '1,235 ms'` */
export function inMilliseconds(ms: number): string {
  const digits = ms < 1 ? 2 : ms < 100 ? 1 : 0;
  return `${ms.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ms`;
}

/** `0.123 -> '12 %'`, `0.004 -> '0.4 %'`, `0.0001 -> '< 0.1 %'` */
export function inPercent(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent > 0 && percent < 1 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** With its sign, the minus as wide as the plus: `-0.5 -> '−0.50'` */
export function signed(value: number, digits = 2): string {
  const size = Math.abs(value).toFixed(digits);
  if (Number(size) === 0) return size;
  return `${value < 0 ? '−' : '+'}${size}`;
}
