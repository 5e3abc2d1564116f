import { pathTo, readTree } from "../organisations/tree.ts";
import { ownLength } from "../shared/ids.ts";
import { keys, root } from "../table/keys.ts";
import { readMany } from "../table/read-many.ts";
import type { Table } from "../table/table.ts";
import type { Item, Key } from "../table/write.ts";

/** Items by key, read together; what is asked for twice is read once. */
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

/** An organisation and the home it is in. */
export type Place = { organisationId: string; tenantId: string };

/** What says where an organisation stands: its home's tree, or once it, or its home, is deleted the note of that. */
export const pathKeys = ({ organisationId, tenantId }: Place): Key[] => [
  keys.tree(tenantId),
  keys.deletion(keys.organisation(organisationId)),
  keys.deletion(keys.organisation(tenantId)),
];

/**
 * Ids from the top down to an organisation; of a unit that has left for another home since, down to the home that it was
 * in then. Throws where neither tree nor note knows it: the change is told later.
 */
export const loadPath = async (reader: ItemCache, place: Place): Promise<string[]> => {
  const { organisationId } = place;
  if (organisationId === root) return [];
  const [item, ...notes] = await reader.read(pathKeys(place));
  const tree = item && readTree(item);
  const path = tree ? pathTo(tree, organisationId) : [];
  if (path.at(-1) === organisationId) return path;
  const [own, tenantIds] = notes.map((note) => (typeof note?.path === "string" ? note.path.split("/") : undefined));
  // A unit that was deleted in another home had left this one before.
  const left = own?.includes(place.tenantId) || !tree ? (own ?? tenantIds) : [...tree.path, tree.tenantId];
  if (!left) throw new Error(`Nothing tells where ${organisationId} stands`);
  return left;
};

/** The place below which an organisation hangs, by its own record; undefined at the top. */
export const parentOf = ({ parentId, tenantId }: Item): Place | undefined => {
  if (typeof parentId !== "string") return undefined;
  // A superior or grassroots committee is its own home; a unit stands in the home of its parent.
  return { organisationId: parentId, tenantId: parentId.length === ownLength ? parentId : String(tenantId) };
};
