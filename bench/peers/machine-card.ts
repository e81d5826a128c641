import { cpus, totalmem } from 'node:os';

/** -> `2 x AMD EPYC, 25 GB, linux x64, Node 20.19.0` */
export function machineCard(): string {
  const processors = cpus();
  const model = processors[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown processor';
  const memory = `${(totalmem() / 1e9).toFixed(0)} GB`;
  const system = `${process.platform} ${process.arch}`;
  return `${processors.length} x ${model}, ${memory}, ${system}, Node ${process.versions.node}`;
}
