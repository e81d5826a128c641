/** `1, 'sentence' -> '1 sentence'`, `1234, 'token' -> '1,234 tokens'` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
