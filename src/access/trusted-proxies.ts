/** Proxies whose word on a caller's address is taken: a list of addresses and ranges. */
import { BlockList, isIP } from 'node:net';

/**
 * @param list comma-separated addresses and ranges in CIDR notation
 * @returns its entries, or undefined when one of them is neither, or a range of all addresses
 */
export function readProxies(list: string): readonly string[] | undefined {
  const entries = list.split(',').map((entry) => entry.trim());
  return entries.every(isEntry) ? entries : undefined;
}

/** @param entries as {@link readProxies} gives them */
export function createProxyCheck(entries: readonly string[]): (address: string) => boolean {
  const proxies = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) proxies.addAddress(address, family);
    else proxies.addSubnet(address, Number(prefix), family);
  }
  return (address) => {
    const bare = plainAddress(address);
    const family = isIP(bare);
    return family !== 0 && proxies.check(bare, family === 6 ? 'ipv6' : 'ipv4');
  };
}

/** An IPv4 address also where the socket tells it as an IPv6 one. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+(?:\.\d+){3}$)/i, '');
}

function isEntry(entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  const bits = Number(prefix);
  return /^\d{1,3}$/.test(prefix) && bits >= 1 && bits <= (family === 6 ? 128 : 32);
}
