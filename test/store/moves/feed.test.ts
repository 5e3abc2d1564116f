import { moveOrganisation } from "../../../lib/organisations/moves.ts";
import { moveInput } from "../../../lib/organisations/schema.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { callerAt } from "../../support/world.ts";
import { type Newsroom, said, startNewsroom } from "../changes/newsroom.ts";
import { acting } from "../members/committee.ts";

let room: Newsroom;
let act: ReturnType<typeof acting>;
beforeAll(async () => {
  room = await startNewsroom();
  act = acting(room.world);
});
afterAll(() => room.close());

const move = (id: string, parentId: string, on: string) =>
  moveOrganisation(room.world.workAs(), id, validateInput(moveInput, { parentId, on }));

test("A move is one entry: of what changed, what came and what went, by who reads", async () => {
  const { top, ministry, tenantId, first } = await act.committee();
  const other = await act.organisation({ kind: "superior-committee", name: "Đảng bộ khác", parentId: top });
  await room.tellAll();
  const readers = [[top], [top, ministry], [top, other], [top, ministry, tenantId], [top, ministry, tenantId, first]];
  const feeds = () => Promise.all(readers.map((path) => room.feed(callerAt(path))));
  const before = await feeds();
  await move(tenantId, other, "2023-06-01");
  await room.tellAll();
  const after = await feeds();
  const news = after.map((feed, i) => said(feed.slice(before[i]?.length ?? 0)));
  const [updated, deleted, created] = ["updated", "deleted", "created"].map((verb) => [
    `organisation.${verb} ${tenantId}`,
  ]);
  expect(news).toEqual([updated, deleted, created, updated, []]);
});

test("What happens below afterwards is told where it has come, and no more where it was", async () => {
  const { top, ministry, tenantId, first } = await act.committee();
  const other = await act.organisation({ kind: "superior-committee", name: "Đảng bộ khác", parentId: top });
  await move(tenantId, other, "2023-06-01");
  await room.tellAll();
  const member = await act.create({ organisationId: first, fullName: "Lê Văn Bình" });
  await room.tellAll();
  const told = `member.created ${member.id}`;
  expect(said(await room.feed(callerAt([top, other])))).toContain(told);
  expect(said(await room.feed(callerAt([top, ministry])))).not.toContain(told);
});

test("A move of the past alone changes the organisation for those who see it, and moves nobody's sight", async () => {
  const { top, ministry, tenantId } = await act.committee();
  const other = await act.organisation({ kind: "superior-committee", name: "Đảng bộ khác", parentId: top });
  await move(tenantId, other, "2020-01-01");
  await move(tenantId, ministry, "2021-01-01");
  await room.tellAll();
  const before = await room.feed(callerAt([top, other]));
  await move(tenantId, top, "2019-01-01");
  await room.tellAll();
  expect(await room.feed(callerAt([top, other]))).toEqual(before);
  expect(said(await room.feed(callerAt([top, ministry]))).at(-1)).toBe(`organisation.updated ${tenantId}`);
});
