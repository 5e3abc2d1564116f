import { addNamed, type NamedObjects } from "../backup/named-objects.ts";
import { readItems } from "../backup/read-export.ts";
import { demandEmpty, putItems } from "./put-items.ts";
import { putObjects } from "./put-objects.ts";
import type { Target } from "./target.ts";
import type { WholeBackup } from "./verify-backup.ts";

/**
 * Restores a verified backup: first the bucket, since items say which version of an object is theirs, then the table. Nothing
 * may run on either meanwhile. What was cut off is taken up by doing it again with `resume`.
 * @throws Error where the table is not empty, or on `resume` holds anything else
 */
export async function restore(
  target: Target,
  backup: WholeBackup,
  resume: boolean,
  report: (line: string) => void,
): Promise<void> {
  if (!resume) await demandEmpty(target);
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
