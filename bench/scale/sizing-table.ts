/** What a library of 1, 10 and 100 million chunks needs, by arithmetic over one measured size. */
import type { LoadFigures } from './load-figures.ts';

const sizes = [1_000_000, 10_000_000, 100_000_000];
const replicas = 3;
/** A machine that clouds rent in this shape; GB. */
const machine = { cores: 4, memoryGb: 32, dollarsAMonth: 150, dollarsADiskGb: 0.08 };
/** The rest of its memory is for files, for the heap to grow, and for a node that takes another's share. */
const usedShare = 0.6;
/** Disk that merging files and backups take besides. */
const diskFactor = 1.5;
/** Of Groundwork's encoder on one core of the machine of the measurement: docs/benchmarks.md. */
const encodedASecond = 32;

export function sizingTable(measured: LoadFigures): string {
  const held = Math.max(measured.afterFilling.ownBytes, measured.afterAsking.ownBytes);
  const memory = Math.max(0, held - measured.empty.ownBytes) / measured.size;
  const disk = measured.afterAsking.diskBytes / measured.size;
  const rate = measured.size / measured.filled.seconds;
  const rows = sizes.map((size) => {
    const memoryGb = (size * memory * replicas) / 1e9;
    const nodes = Math.max(replicas, Math.ceil(memoryGb / (machine.memoryGb * usedShare)));
    const diskGb = (size * disk * replicas * diskFactor) / 1e9;
    const cost = nodes * machine.dollarsAMonth + diskGb * machine.dollarsADiskGb;
    return [
      size.toLocaleString('en'),
      `${memoryGb.toFixed(0)} GB`,
      String(nodes),
      `${diskGb.toFixed(0)} GB`,
      `${(Math.round(cost / 10) * 10).toLocaleString('en')} USD`,
      `${(size / rate / 3_600).toFixed(1)} h`,
      `${(size / encodedASecond / 3_600).toFixed(0)} h`,
    ];
  });
  return `Arithmetic over the ${measured.size.toLocaleString('en')} chunks above, not a measurement: own memory is ${memory.toFixed(0)} bytes a chunk (the
greater of the two, less that of the empty node), disk ${disk.toFixed(0)} bytes a chunk, both
in proportion; what the system keeps of files in memory comes on top where there is room, and makes searches by words faster. Everything is held ${replicas} times. A node has ${machine.cores} cores and ${machine.memoryGb} GB, of which ${usedShare * 100} % are planned for; disk is taken ${diskFactor} times, for
the merging of files. Cost: ${machine.dollarsAMonth} USD a month for such a machine and ${machine.dollarsADiskGb} USD for a GB of disk, round figures to be replaced by your own.
"Written" is one node of this machine's speed; nodes write side by side, but each chunk ${replicas} times, so ${replicas} nodes are as fast as one and
30 some ten times as fast. "Encoded" is one core of Groundwork's encoder (${encodedASecond} chunks a second); it divides by the number of cores and of \`--shard\`s.

| chunks | memory, all nodes | nodes | disk, all nodes | a month | written | encoded |
| --- | --- | --- | --- | --- | --- | --- |
${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`;
}
