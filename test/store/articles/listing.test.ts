import { saveArticleWrites } from "../../../lib/articles/items.ts";
import { followMeetingWrites } from "../../../lib/articles/writes.ts";
import { requireMeeting } from "../../../lib/meetings/reads.ts";
import { keys } from "../../../lib/table/keys.ts";
import { expectRejection, useWorld } from "../../support/world.ts";
import { createArticleFixtures } from "./article-fixtures.ts";

const world = useWorld();
const articles = createArticleFixtures(world);
let tenantId: string;
beforeAll(async () => {
  tenantId = (await articles.committee()).tenantId;
});

/** A published event with a section of its own. */
let sections = 0;
const published = async (fields: object = {}) => {
  const id = await articles.createPublicMeeting(tenantId, fields);
  const section = `Mục ${++sections}`;
  const { slug } = await articles.writeArticle(id, { headline: `Sự kiện ${sections}`, section });
  await articles.publishArticle(id);
  return { id, slug, section: `muc-${sections}` };
};

test("Only published articles are listed, also in their section, newest event first", async () => {
  const old = await published({ startsOn: "2022-01-01" });
  const young = await published({ startsOn: "2023-12-31" });
  const validation = await articles.createPublicMeeting(tenantId);
  await articles.writeArticle(validation, { headline: "Chưa đăng" });
  const all = await articles.listedSlugs();
  expect(all.indexOf(young.slug)).toBeLessThan(all.indexOf(old.slug));
  expect(all).not.toContain("chua-dang");
  expect(await articles.listedSlugs(old.section)).toEqual([old.slug]);
  await articles.unpublishArticle(old.id);
  expect(await articles.listedSlugs(old.section)).toEqual([]);
});

test("An event is listed only while its meeting is public", async () => {
  const { id, slug, section } = await published();
  await articles.patchMeeting(id, 1, { visibility: "internal" });
  expect(await articles.listedSlugs(section)).toEqual([]);
  expect(await articles.readArticle(id)).toMatchObject({ status: "published" });
  await articles.patchArticle(id, 2, { lead: "Đổi khi không công khai" });
  expect(await articles.listedSlugs(section)).toEqual([]);
  await articles.patchMeeting(id, 2, { visibility: "public" });
  expect(await articles.listedSlugs(section)).toEqual([slug]);
});

test("An event is listed by the new day of its meeting", async () => {
  const [a, b] = [await published({ startsOn: "2020-01-01" }), await published({ startsOn: "2020-01-02" })];
  await articles.patchMeeting(a.id, 1, { startsOn: "2020-01-03" });
  const all = await articles.listedSlugs();
  expect(all.indexOf(a.slug)).toBeLessThan(all.indexOf(b.slug));
});

test("Concurrent publication of an article and change of its meeting's visibility are rejected", async () => {
  const id = await articles.createPublicMeeting(tenantId);
  await articles.writeArticle(id);
  const { table } = world.dependencies;
  const meeting = (await requireMeeting(world.workAs(), id)).record;
  const before = { record: await articles.readArticle(id), version: 1 };
  const after = { record: { ...before.record, status: "published" as const, publishedAt: "x" }, version: 2 };
  const item = await table.get(keys.article(id));
  await articles.patchMeeting(id, 1, { visibility: "internal" });
  await expectRejection(table.write(saveArticleWrites(before, after, meeting)), "write-conflict");
  await articles.patchMeeting(id, 2, { visibility: "public" });
  await articles.publishArticle(id);
  const hidden = { ...meeting, visibility: "internal" as const };
  await expectRejection(table.write(followMeetingWrites(item, meeting, hidden)), "write-conflict");
  await expectRejection(table.write(followMeetingWrites(undefined, meeting, hidden)), "write-conflict");
});

test("A deleted meeting deletes its article and frees the slug", async () => {
  const { id, slug, section } = await published();
  await articles.deleteMeeting(id);
  await expectRejection(articles.readArticle(id), "not-found");
  expect([
    await articles.meetingOfSlug(slug),
    await articles.listedSlugs(section),
    await articles.storedSortKeys(id),
  ]).toEqual([undefined, [], []]);
});

test("A deleted meeting that is too large for one transaction deletes its article and frees the slug", async () => {
  const { id, slug, section } = await published();
  for (let n = 0; n < 3; n++)
    await articles.addAttendees(id, ...Array.from({ length: 45 }, () => ({ group: { name: "Khách mời" } })));
  await articles.deleteMeeting(id);
  expect([
    await articles.meetingOfSlug(slug),
    await articles.listedSlugs(section),
    await articles.storedSortKeys(id),
  ]).toEqual([undefined, [], []]);
});
