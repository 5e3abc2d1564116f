import { type ChangeValues, readChangeValues } from "../changes/items.ts";
import { keys } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import type { Table } from "../table/table.ts";
import { type Key, keyOf } from "../table/write.ts";

/** A published change that describes a person, by its key. */
export type DescribedChange = { key: Key; values: ChangeValues };

/** Ids of a person: of the member, and of the member's attendances, former ones too. */
type PersonIds = ReadonlySet<string>;

export type DescribedChanges = {
  changes: DescribedChange[];
  ids: PersonIds;
  /** Ids of photos that never showed anybody else: all of their data is that of the person. */
  alone: ReadonlySet<string>;
};

/** All published changes that describe a member, also of deleted records: the member's own, and parts of meetings. */
export const loadDescribedChanges = async (
  table: Pick<Table, "query">,
  memberId: string,
): Promise<DescribedChanges> => {
  const [own, meetings] = await Promise.all([
    changesIn(table, memberId),
    readAll(table, { partition: keys.describedIn(memberId, { pk: "#", sk: "" }).pk }),
  ]);
  const others = (await Promise.all(meetings.map(({ sk }) => changesIn(table, sk)))).flat();
  const isAbout = ({ values: { people = [] } }: DescribedChange, ids: PersonIds) => people.some((id) => ids.has(id));
  const attended = others.filter((change) => change.values.kind === "attendee" && isAbout(change, new Set([memberId])));
  const ids = new Set([memberId, ...attended.map(({ values }) => values.resourceId)]);
  const photos = Map.groupBy(
    others.filter(({ values }) => values.kind === "photo"),
    ({ values }) => values.resourceId,
  );
  const isAlone = (photo: readonly DescribedChange[]) =>
    photo.some((change) => isAbout(change, ids)) &&
    photo.every(({ values: { people = [] } }) => people.every((id) => ids.has(id)));
  const alone = new Set([...photos].flatMap(([id, photo]) => (isAlone(photo) ? [id] : [])));
  const described = others.filter((change) => isAbout(change, ids) || alone.has(change.values.resourceId));
  return { changes: [...own, ...described], ids, alone };
};

const changesIn = async (table: Pick<Table, "query">, id: string): Promise<DescribedChange[]> => {
  const items = await readAll(table, { partition: keys.change({ pk: `#${id}`, sk: "" }, "").pk });
  return items.map((item) => ({ key: keyOf(item), values: readChangeValues(item) }));
};
