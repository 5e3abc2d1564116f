import { chmodSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What the service stores in its state folder. */
const ownEntries =
  /^(?:lock|table\.db|objects|queues|events|keys|secrets|pollers|logs|cdk\.out|verify-audit)(?:[-.][\w.-]+)?$/;
const accessOfOthers = 0o077;

/**
 * Makes a state folder, with everything in it, accessible to its owner only. A folder that also contains other files than those of a
 * service (for example a mount point) stays as it is; of its entries only those of the service become private.
 */
export const makePrivate = (folder: string): void => {
  const entries = readdirSync(folder);
  const own = entries.filter((name) => ownEntries.test(name));
  if (own.length === entries.length) {
    // Nobody else can reach anything in a private folder.
    if (!isOpen(folder)) return;
    restrict(folder);
  }
  for (const name of own) restrictAll(join(folder, name));
};

const isOpen = (path: string) => (lstatSync(path).mode & accessOfOthers) !== 0;

const restrict = (path: string): void => {
  if (isOpen(path)) chmodSync(path, lstatSync(path).mode & 0o7700);
};

/** Links are not followed. */
const restrictAll = (path: string): void => {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return;
  restrict(path);
  if (stats.isDirectory()) for (const name of readdirSync(path)) restrictAll(join(path, name));
};
