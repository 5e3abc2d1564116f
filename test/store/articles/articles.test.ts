import type { Article } from "../../../lib/articles/schema.ts";
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
