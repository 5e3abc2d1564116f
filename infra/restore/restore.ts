import { addNamed, type NamedObjects } from "../backup/named-objects.ts";
import { readItems } from "../backup/read-export.ts";
import { demandEmpty, putItems } from "./put-items.ts";
import { putObjects } from "./put-objects.ts";
import { restoreObjects } from "./restore-objects.ts";
import type { Target } from "./target.ts";
import type { WholeBackup } from "./verify-backup.ts";

export type RestoreOptions = {
  /** Goes on with a restore that was cut off. */
  resume: boolean;
  /** The folder holds an export of the table and nothing else. */
  tableOnly: boolean;
  /** The table is whole, and only objects are put back that its records lack. */
  objectsOnly: boolean;
};

/** Throws where a restore could not be done as it is asked for, before anything is paused or written. */
export async function demandPossible(target: Target, { resume, objectsOnly }: RestoreOptions): Promise<void> {
  if (!resume && !objectsOnly) await demandEmpty(target);
}

/**
 * Restores a verified backup: first the bucket, since items say which version of an object is theirs, then the table. Nothing
 * may run on either meanwhile. What was cut off is taken up by doing it again with `resume`.
 * @throws Error where the table holds anything, or on `resume` anything else
 */
export async function restore(
  target: Target,
  backup: WholeBackup,
  options: RestoreOptions,
  report: (line: string) => void,
): Promise<void> {
  await demandPossible(target, options);
  if (options.objectsOnly) return restoreObjects(target, backup, report);
  const versions = await putObjects(target, backup);
  const items = await putItems(target, backup, versions);
  const { table, objects, erasures } = backup;
  const erased = Object.keys(erasures).length;
  report(`Restored as of ${table.exportTime}: ${items} items, ${objects.length} objects, ${erased} erasures known`);
  if (objects.length === 0) return;
  const named: NamedObjects = new Map();
  for await (const item of readItems(table)) addNamed(named, item);
  for (const [key, { needed }] of named)
    if (needed && !versions.has(key)) report(`${key} is not in the backup, and its photo needs it`);
}
