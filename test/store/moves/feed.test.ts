import { moveOrganisation } from "../../../lib/organisations/moves.ts";
import { moveInput } from "../../../lib/organisations/schema.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { callerAt } from "../../support/world.ts";
import { summaries, useFeed } from "../changes/feed-fixtures.ts";

const feed = useFeed();

const move = (id: string, parentId: string, on: string) =>
  moveOrganisation(feed.world.workAs(), id, validateInput(moveInput, { parentId, on }));

/** A committee, and another superior below the same top. */
const committees = async () => {
  const committee = await feed.act.committee();
  const input = { kind: "superior-committee", name: "Đảng bộ khác", parentId: committee.top };
  return { ...committee, other: await feed.act.organisation(input) };
};

test("A move is one change of the feed: an update, a creation or a deletion, depending on the reader", async () => {
  const { top, ministry, tenantId, first, other } = await committees();
  await feed.processAll();
  const readers = [[top], [top, ministry], [top, other], [top, ministry, tenantId], [top, ministry, tenantId, first]];
  const feeds = () => Promise.all(readers.map((path) => feed.read(callerAt(path))));
  const before = await feeds();
  await move(tenantId, other, "2023-06-01");
  await feed.processAll();
  const after = await feeds();
  const news = after.map((changes, i) => summaries(changes.slice(before[i]?.length ?? 0)));
  const [updated, deleted, created] = ["updated", "deleted", "created"].map((verb) => [
    `organisation.${verb} ${tenantId}`,
  ]);
  expect(news).toEqual([updated, deleted, created, updated, []]);
});

test("Changes below a moved organisation are published to its new superiors only", async () => {
  const { top, ministry, tenantId, first, other } = await committees();
  await move(tenantId, other, "2023-06-01");
  await feed.processAll();
  const member = await feed.act.create({ organisationId: first, fullName: "Lê Văn Bình" });
  await feed.processAll();
  const change = `member.created ${member.id}`;
  expect(summaries(await feed.read(callerAt([top, other])))).toContain(change);
  expect(summaries(await feed.read(callerAt([top, ministry])))).not.toContain(change);
});

test("A move of a past period is published as an update to current superiors only", async () => {
  const { top, ministry, tenantId, other } = await committees();
  await move(tenantId, other, "2020-01-01");
  await move(tenantId, ministry, "2021-01-01");
  await feed.processAll();
  const before = await feed.read(callerAt([top, other]));
  await move(tenantId, top, "2019-01-01");
  await feed.processAll();
  expect(await feed.read(callerAt([top, other]))).toEqual(before);
  expect(summaries(await feed.read(callerAt([top, ministry]))).at(-1)).toBe(`organisation.updated ${tenantId}`);
});
