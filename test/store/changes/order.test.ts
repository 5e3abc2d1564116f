import { imagesOf } from "../../../functions/stream-processor/stream-handler.ts";
import { readEntry } from "../../../lib/changes/items.ts";
import { changeIdOf, recordChange } from "../../../lib/changes/record-change.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import { organisationInput } from "../../../lib/organisations/schema.ts";
import { updateOrganisation } from "../../../lib/organisations/writes.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { keys, root } from "../../../lib/table/keys.ts";
import { readAll } from "../../../lib/table/read-all.ts";
import type { Table } from "../../../lib/table/table.ts";
import { acting } from "../members/committee.ts";
import { type Newsroom, startNewsroom } from "./newsroom.ts";

let room: Newsroom;
let act: ReturnType<typeof acting>;
beforeEach(async () => {
  room = await startNewsroom();
  act = acting(room.world);
});
afterEach(() => room.close());

const entriesOf = async (feed: string) => {
  const { pk } = keys.feedEntry(feed, 0);
  return (await readAll(room.world.dependencies.table, { partition: pk, prefix: "ENTRY#" })).map(readEntry);
};

/** A table whose first write of anything fails. */
const failingOnce = (table: Table): Table => {
  let hasFailed = false;
  return {
    ...table,
    write: async (writes) => {
      if (hasFailed) return table.write(writes);
      hasFailed = true;
      throw new Error("throttled");
    },
  };
};

test("A change that could not be told keeps later changes of the same record waiting", async () => {
  const { first } = await act.committee();
  await room.tellAll();
  const member = await act.create({ organisationId: first, fullName: "Lê Văn Bình" });
  // More changes than one transaction tells: the second run must not overtake the first.
  for (let version = 1; version <= 30; version++) await act.patch(member.id, version, { jobTitle: `Việc ${version}` });
  const records = await room.stream.read();
  const failed = await room.tell(records, { table: failingOnce(room.world.dependencies.table) });
  const again = records.filter(({ dynamodb }) => failed.includes(dynamodb?.SequenceNumber ?? ""));
  expect(await room.tell(again)).toEqual([]);
  const told = (await entriesOf(root)).filter(({ resourceId }) => resourceId === member.id);
  const happened = records.flatMap((record) => recordChange(imagesOf(record)) ?? []);
  expect(told.map(({ id }) => id)).toEqual(
    happened.map((change) => changeIdOf(change, String(change.after?.updatedAt))),
  );
});

test("What happened in a cell is told in the home it was in then, though the cell has moved to another since", async () => {
  const { ministry, tenantId, second } = await act.committee();
  const other = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ Viện", parentId: ministry });
  const member = await act.create({ organisationId: second, fullName: "Lê Văn Bình" });
  await deleteMember(room.world.workAs(), member.id, { versions: [1] });
  await updateOrganisation(room.world.workAs(), second, {
    precondition: { versions: [1] },
    change: (current) => validateInput(organisationInput, mergePatch(current, { parentId: other })),
  });
  await room.tellAll();
  const told = async (feed: string) =>
    (await entriesOf(feed)).filter(({ resourceId }) => resourceId === member.id).map(({ kind }) => kind);
  expect(await told(tenantId)).toEqual(["member", "member"]);
  expect(await told(other)).toEqual([]);
});
