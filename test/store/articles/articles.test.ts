import { listEvents } from "../../../lib/articles/event-lists.ts";
import { articleOfMeeting } from "../../../lib/articles/follower.ts";
import { saveArticleWrites } from "../../../lib/articles/items.ts";
import type { Article } from "../../../lib/articles/schema.ts";
import { requireMeeting } from "../../../lib/meetings/reads.ts";
import { keys, lists } from "../../../lib/table/keys.ts";
import { callerAt, expectRejection, useWorld } from "../../support/world.ts";
import { createArticleFixtures } from "./article-fixtures.ts";

const world = useWorld();
const articles = createArticleFixtures(world);
let tenantId: string;
beforeAll(async () => {
  tenantId = (await articles.committee()).tenantId;
});

test("An article is created as a draft, with a slug from its headline, and in Vietnamese by default", async () => {
  const id = await articles.createPublicMeeting(tenantId);
  const { record, version, created } = await articles.putArticle(id, { headline: "Đảng uỷ Ấp 3: gặp mặt" });
  expect({ version, created }).toEqual({ version: 1, created: true });
  expect(record).toMatchObject({
    meetingId: id,
    slug: "dang-uy-ap-3-gap-mat",
    status: "draft",
    language: "vi",
  });
  expect(await articles.readArticle(id)).toEqual(record);
});

test("A PUT with the same input writes nothing; another replaces the article, and checks If-Match", async () => {
  const id = await articles.createPublicMeeting(tenantId);
  await articles.putArticle(id, { lead: "Tóm tắt" });
  expect(await articles.putArticle(id, { lead: "Tóm tắt" })).toMatchObject({ version: 1 });
  const { record, version, created } = await articles.putArticle(id, {}, 1);
  expect({ version, created }).toEqual({ version: 2, created: false });
  expect(record).not.toHaveProperty("lead");
  await expectRejection(articles.putArticle(id, { lead: "x" }, 1), "stale");
});

test("An update requires an article, its version and a valid body", async () => {
  const id = await articles.createPublicMeeting(tenantId);
  await expectRejection(articles.patchArticle(id, 1, { lead: "x" }), "not-found");
  await articles.writeArticle(id);
  expect(await articles.patchArticle(id, 1, { lead: "x" })).toMatchObject({ version: 2, record: { lead: "x" } });
  await expectRejection(articles.patchArticle(id, 1, { lead: "y" }), "stale");
  await expectRejection(
    articles.patchArticle(id, 2, { author: null, language: "fr" }),
    "/author required",
    "/language not-allowed",
  );
});

test("Articles with one headline have numbered slugs, also when they are created concurrently", async () => {
  const ids = await Promise.all([1, 2, 3].map(() => articles.createPublicMeeting(tenantId)));
  const headline = "Lễ kỷ niệm";
  const slugs = (await Promise.all(ids.map((id) => articles.writeArticle(id, { headline })))).map(({ slug }) => slug);
  expect(slugs.sort()).toEqual(["le-ky-niem", "le-ky-niem-2", "le-ky-niem-3"]);
});

test("The slug follows the headline of a draft, frees the previous one, and is fixed once published", async () => {
  const id = await articles.createPublicMeeting(tenantId);
  await articles.writeArticle(id, { headline: "Bản một" });
  await articles.patchArticle(id, 1, { headline: "Bản hai" });
  expect([await articles.meetingOfSlug("ban-mot"), await articles.meetingOfSlug("ban-hai")]).toEqual([undefined, id]);
  await articles.publishArticle(id);
  expect((await articles.patchArticle(id, 3, { headline: "Bản ba" })).record).toMatchObject({ slug: "ban-hai" });
  await articles.unpublishArticle(id);
  expect(await articles.writeArticle(id, { headline: "Bản bốn" })).toMatchObject({ slug: "ban-hai", status: "draft" });
});

test("Publication requires a public meeting with an article", async () => {
  const { id } = await articles.createMeeting(tenantId);
  await expectRejection(articles.publishArticle(id), "not-found");
  await articles.writeArticle(id);
  await expectRejection(articles.publishArticle(id), "meeting-not-public");
  await articles.patchMeeting(id, 1, { visibility: "public" });
  expect(await articles.publishArticle(id)).toMatchObject({
    status: "published",
    publishedAt: "2024-01-15T03:00:00.000Z",
  });
});

test("Publishing and unpublishing are idempotent, and the first time of publication is kept", async () => {
  const id = await articles.createPublicMeeting(tenantId);
  await articles.writeArticle(id);
  expect(await articles.unpublishArticle(id)).toMatchObject({ status: "draft" });
  const first = await articles.publishArticle(id);
  world.setNow("2024-01-16T03:00:00Z");
  expect(await articles.publishArticle(id)).toEqual(first);
  expect(await articles.unpublishArticle(id)).toMatchObject({ status: "draft", publishedAt: first.publishedAt });
  expect(await articles.publishArticle(id)).toMatchObject({ status: "published", publishedAt: first.publishedAt });
  world.setNow("2024-01-15T03:00:00Z");
});

test("An article is visible exactly where its meeting is", async () => {
  const id = await articles.createPublicMeeting(tenantId);
  await articles.writeArticle(id);
  await expectRejection(articles.readArticle(id, callerAt(["01HJK7Q5M0A1B2C3D4"])), "not-found");
  const [, patched] = [
    await articles.readArticle(id),
    await articles.patchMeeting(id, 1, { visibility: "restricted" }),
  ];
  expect(patched.version).toBe(2);
  await expectRejection(articles.readArticle(id, callerAt([tenantId], ["dangbo/read"])), "not-found");
});

test("A meeting includes its article, or null", async () => {
  const id = await articles.createPublicMeeting(tenantId);
  expect((await articles.getWithParts(id, ["article"])).article).toBeNull();
  const article: Article = await articles.writeArticle(id);
  expect((await articles.getWithParts(id, ["article", "agenda"])).article).toEqual(article);
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
  const meeting = await requireMeeting(world.contextAs(), id);
  const followMeetingWrites = articleOfMeeting.follower?.updateWrites ?? (() => []);
  const before = { record: await articles.readArticle(id), version: 1 };
  const after = { record: { ...before.record, status: "published" as const, publishedAt: "x" }, version: 2 };
  const item = await table.get(keys.article(id));
  await articles.patchMeeting(id, 1, { visibility: "internal" });
  await expectRejection(table.write(saveArticleWrites(before, after, meeting)), "write-conflict");
  await articles.patchMeeting(id, 2, { visibility: "public" });
  await articles.publishArticle(id);
  const hidden = { ...meeting.record, visibility: "internal" as const };
  await expectRejection(table.write(followMeetingWrites(item, meeting.record, hidden)), "write-conflict");
  await expectRejection(table.write(followMeetingWrites(undefined, meeting.record, hidden)), "write-conflict");
});

/** Ids of the meetings of slugs that are in the feed, newest publication first. */
const inFeed = async () => {
  const { items } = await world.dependencies.table.query({
    index: "byTenant",
    partition: lists.eventsByPublication,
    descending: true,
  });
  return items.map(({ meetingId }) => meetingId);
};

test("A deleted meeting deletes its article; a slug that was never published is free again", async () => {
  const id = await articles.createPublicMeeting(tenantId);
  const { slug } = await articles.writeArticle(id, { headline: "Chưa từng đăng" });
  await articles.deleteMeeting(id);
  await expectRejection(articles.readArticle(id), "not-found");
  expect([await articles.meetingOfSlug(slug), await articles.storedSortKeys(id)]).toEqual([undefined, []]);
});

const attendees = Array.from({ length: 45 }, () => ({ group: { name: "Khách mời" } }));

test.each([
  ["", 0],
  [" that is too large for one transaction", 3],
])("A published slug is never given to another event, also after its meeting%s is deleted", async (_, times) => {
  for (const isUnpublished of [false, true]) {
    const { id, slug, section } = await published();
    const headline = `Sự kiện ${sections}`;
    if (isUnpublished) await articles.unpublishArticle(id);
    for (let n = 0; n < times; n++) await articles.addAttendees(id, ...attendees);
    await articles.deleteMeeting(id);
    await expectRejection(articles.readArticle(id), "not-found");
    expect([await articles.listedSlugs(section), await articles.storedSortKeys(id)]).toEqual([[], []]);
    expect(await inFeed()).not.toContain(id);
    const other = await articles.createPublicMeeting(tenantId);
    expect(await articles.writeArticle(other, { headline })).toMatchObject({ slug: `${slug}-2` });
  }
});

test("The feed lists published events by first publication, whatever the day of their meetings", async () => {
  world.setNow("2024-02-01T03:00:00Z");
  const young = await published({ startsOn: "2023-12-31" });
  world.setNow("2024-02-02T03:00:00Z");
  const old = await published({ startsOn: "2010-06-01" });
  expect((await inFeed()).slice(0, 2)).toEqual([old.id, young.id]);
  await articles.unpublishArticle(young.id);
  expect(await inFeed()).not.toContain(young.id);
  world.setNow("2024-02-03T03:00:00Z");
  await articles.publishArticle(young.id);
  await articles.patchMeeting(old.id, 1, { visibility: "internal" });
  expect((await inFeed())[0]).toBe(young.id);
  await articles.patchMeeting(old.id, 2, { visibility: "public", startsOn: "2010-06-02" });
  expect((await inFeed()).slice(0, 2)).toEqual([old.id, young.id]);
  world.setNow("2024-01-15T03:00:00Z");
});

test("The lists show the status, time and organisation that the meeting has now", async () => {
  const { id, slug } = await published({ startsOn: "2023-12-20" });
  const change = { status: "cancelled", startsOn: null, startsAt: "2023-12-21T01:30:00Z" };
  await articles.patchMeeting(id, 1, change);
  const { items } = await listEvents(world.dependencies.table, undefined, { limit: 100 });
  expect(items.find(({ article }) => article.slug === slug)?.occasion).toMatchObject({
    organisationId: tenantId,
    status: "cancelled",
    date: "2023-12-21",
    startsAt: "2023-12-21T01:30:00.000Z",
  });
});

test("A change of the meeting moves the time of the last change of its event, not that of the article", async () => {
  const { id, slug } = await published();
  world.setNow("2024-01-20T03:00:00Z");
  await articles.patchMeeting(id, 1, { venue: "Hội trường B" });
  const { items } = await listEvents(world.dependencies.table, undefined, { limit: 100 });
  const listed = items.find((event) => event.article.slug === slug);
  expect(listed?.updatedAt).toBe("2024-01-20T03:00:00.000Z");
  expect(listed?.article.updatedAt).toBe("2024-01-15T03:00:00.000Z");
  world.setNow("2024-01-21T03:00:00Z");
  await articles.patchArticle(id, 2, { lead: "Mới" });
  expect((await listEvents(world.dependencies.table, undefined, { limit: 100 })).items[0]?.updatedAt).toBeDefined();
  world.setNow("2024-01-15T03:00:00Z");
});
