import { imagesOf } from "../../../functions/stream-processor/stream-handler.ts";
import { changeIdOf, recordChange } from "../../../lib/changes/record-change.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import { root } from "../../../lib/table/keys.ts";
import type { Table } from "../../../lib/table/table.ts";
import { useFeed } from "./feed-fixtures.ts";

const feed = useFeed({ perTest: true });

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

test("Later changes of a record are not published before one that failed", async () => {
  const { first } = await feed.act.committee();
  await feed.processAll();
  const member = await feed.act.create({ organisationId: first, fullName: "Lê Văn Bình" });
  // More changes than one transaction holds: the second batch must not overtake the first.
  for (let version = 1; version <= 30; version++)
    await feed.act.patch(member.id, version, { jobTitle: `Việc ${version}` });
  const records = await feed.stream.read();
  const failed = await feed.process(records, { table: failingOnce(feed.world.dependencies.table) });
  const again = records.filter(({ dynamodb }) => failed.includes(dynamodb?.SequenceNumber ?? ""));
  expect(await feed.process(again)).toEqual([]);
  const published = (await feed.entriesOf(root)).filter(({ resourceId }) => resourceId === member.id);
  const happened = records.flatMap((record) => recordChange(imagesOf(record)) ?? []);
  expect(published.map(({ id }) => id)).toEqual(
    happened.map((change) => changeIdOf(change, String(change.after?.updatedAt))),
  );
});

test("A change in a cell that has moved since is in the feed of the tenant that the cell was in", async () => {
  const { ministry, tenantId, second } = await feed.act.committee();
  const other = await feed.act.organisation({ kind: "grassroots-committee", name: "Đảng bộ Viện", parentId: ministry });
  const member = await feed.act.create({ organisationId: second, fullName: "Lê Văn Bình" });
  await deleteMember(feed.world.contextAs(), member.id, { versions: [1] });
  await feed.reparent(second, other);
  await feed.processAll();
  const kindsIn = async (name: string) =>
    (await feed.entriesOf(name)).filter(({ resourceId }) => resourceId === member.id).map(({ kind }) => kind);
  expect(await kindsIn(tenantId)).toEqual(["member", "member"]);
  expect(await kindsIn(other)).toEqual([]);
});
