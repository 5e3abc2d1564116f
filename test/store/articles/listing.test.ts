import { followMeetingWrites, saveArticleWrites } from "../../../lib/articles/items.ts";
import { requireMeeting } from "../../../lib/meetings/reads.ts";
import { keys } from "../../../lib/table/keys.ts";
import { rejectionOf, startWorld, type World } from "../../support/world.ts";
import { type NewsDesk, newsDesk } from "./desk.ts";

let world: World;
let desk: NewsDesk;
let tenantId: string;
beforeAll(async () => {
  world = await startWorld();
  desk = newsDesk(world);
  tenantId = (await desk.committee()).tenantId;
});
afterAll(() => world.close());

/** A published event with a section of its own. */
let sections = 0;
const published = async (fields: object = {}) => {
  const id = await desk.event(tenantId, fields);
  const section = `Mục ${++sections}`;
  const { slug } = await desk.write(id, { headline: `Sự kiện ${sections}`, section });
  await desk.publish(id);
  return { id, slug, section: `muc-${sections}` };
};

test("Only what is published is listed, in its section too, newest event first", async () => {
  const old = await published({ startsOn: "2022-01-01" });
  const young = await published({ startsOn: "2023-12-31" });
  const validation = await desk.event(tenantId);
  await desk.write(validation, { headline: "Chưa đăng" });
  const all = await desk.listed();
  expect(all.indexOf(young.slug)).toBeLessThan(all.indexOf(old.slug));
  expect(all).not.toContain("chua-dang");
  expect(await desk.listed(old.section)).toEqual([old.slug]);
  await desk.unpublish(old.id);
  expect(await desk.listed(old.section)).toEqual([]);
});

test("An event leaves the lists when its meeting is no longer public, and comes back with it", async () => {
  const { id, slug, section } = await published();
  await desk.patchMeeting(id, 1, { visibility: "internal" });
  expect(await desk.listed(section)).toEqual([]);
  expect(await desk.read(id)).toMatchObject({ status: "published" });
  await desk.edit(id, 2, { lead: "Đổi khi không công khai" });
  expect(await desk.listed(section)).toEqual([]);
  await desk.patchMeeting(id, 2, { visibility: "public" });
  expect(await desk.listed(section)).toEqual([slug]);
});

test("An event moves to the day its meeting moves to", async () => {
  const [a, b] = [await published({ startsOn: "2020-01-01" }), await published({ startsOn: "2020-01-02" })];
  await desk.patchMeeting(a.id, 1, { startsOn: "2020-01-03" });
  const all = await desk.listed();
  expect(all.indexOf(a.slug)).toBeLessThan(all.indexOf(b.slug));
});

test("Publishing at the moment the meeting stops being public is refused, and so is the reverse", async () => {
  const id = await desk.event(tenantId);
  await desk.write(id);
  const { table } = world.dependencies;
  const meeting = (await requireMeeting(world.workAs(), id)).record;
  const before = { record: await desk.read(id), version: 1 };
  const after = { record: { ...before.record, status: "published" as const, publishedAt: "x" }, version: 2 };
  const item = await table.get(keys.article(id));
  await desk.patchMeeting(id, 1, { visibility: "internal" });
  expect(await rejectionOf(table.write(saveArticleWrites(before, after, meeting)))).toBe("write-conflict");
  await desk.patchMeeting(id, 2, { visibility: "public" });
  await desk.publish(id);
  const hidden = { ...meeting, visibility: "internal" as const };
  expect(await rejectionOf(table.write(followMeetingWrites(id, item, meeting, hidden)))).toBe("write-conflict");
  expect(await rejectionOf(table.write(followMeetingWrites(id, undefined, meeting, hidden)))).toBe("write-conflict");
});

test("A deleted meeting takes its article along, and the slug is free again", async () => {
  const { id, slug, section } = await published();
  await desk.remove(id);
  expect(await rejectionOf(desk.read(id))).toBe("not-found");
  expect([await desk.behind(slug), await desk.listed(section), await desk.left(id)]).toEqual([undefined, [], []]);
});

test("So does a meeting that is too large for one transaction", async () => {
  const { id, slug, section } = await published();
  for (let n = 0; n < 3; n++)
    await desk.attend(id, ...Array.from({ length: 45 }, () => ({ group: { name: "Khách mời" } })));
  await desk.remove(id);
  expect([await desk.behind(slug), await desk.listed(section), await desk.left(id)]).toEqual([undefined, [], []]);
});
