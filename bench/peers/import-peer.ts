/**
 * A package of `bench/peers/node_modules`, which the product does not depend on: what is used of it is
 * typed by whoever imports it.
 */
export async function importPeer<Module>(name: string): Promise<Module> {
  return import(name);
}
