import type { RecordOwner } from "../organisations/access.ts";
import { pathTo, readTree } from "../organisations/tree.ts";
import { ownLength } from "../shared/ids.ts";
import { keys, root } from "../table/keys.ts";
import { readMany } from "../table/read-all.ts";
import type { Table } from "../table/table.ts";
import type { Item, Key } from "../table/write.ts";

/** Reads items by key in batches, each item once. */
export const createItemCache = (table: Pick<Table, "getMany">) => {
  const known = new Map<string, Item | undefined>();
  const nameOf = ({ pk, sk }: Key) => `${pk}\n${sk}`;
  return {
    read: async (wanted: readonly Key[]) => {
      const missing = [...new Map(wanted.map((key) => [nameOf(key), key])).values()].filter(
        (key) => !known.has(nameOf(key)),
      );
      const items = await readMany(table, missing);
      missing.forEach((key, at) => {
        known.set(nameOf(key), items[at]);
      });
      return wanted.map((key) => known.get(nameOf(key)));
    },
  };
};

export type ItemCache = ReturnType<typeof createItemCache>;

/** Items from which the path of an organisation is read: its tenant's tree, or the tombstones of itself and its tenant. */
export const pathKeys = ({ organisationId, tenantId }: RecordOwner): Key[] => [
  keys.tree(tenantId),
  keys.tombstone(keys.organisation(organisationId)),
  keys.tombstone(keys.organisation(tenantId)),
];

/**
 * Ids from the top down to an organisation; for a unit that has moved to another tenant since, down to the tenant it was in.
 * Throws if neither tree nor tombstone knows it: the change is retried later.
 */
export const loadPath = async (cache: ItemCache, owner: RecordOwner): Promise<string[]> => {
  const { organisationId } = owner;
  if (organisationId === root) return [];
  const [item, ...tombstones] = await cache.read(pathKeys(owner));
  const tree = item && readTree(item);
  const path = tree ? pathTo(tree, organisationId) : [];
  if (path.at(-1) === organisationId) return path;
  const [own, tenantPath] = tombstones.map((one) => (typeof one?.path === "string" ? one.path.split("/") : undefined));
  // A unit that was deleted in another tenant had left this one before.
  const lastPath = own?.includes(owner.tenantId) || !tree ? (own ?? tenantPath) : [...tree.path, tree.tenantId];
  if (!lastPath) throw new Error(`No tree or tombstone contains the organisation ${organisationId}`);
  return lastPath;
};

/** The parent that the record of an organisation names, and the parent's tenant; undefined at the top. */
export const parentOf = ({ parentId, tenantId }: Item): RecordOwner | undefined => {
  if (typeof parentId !== "string") return undefined;
  // A superior or grassroots committee is its own tenant; a unit is in the tenant of its parent.
  return { organisationId: parentId, tenantId: parentId.length === ownLength ? parentId : String(tenantId) };
};
