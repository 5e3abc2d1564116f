import type { Article } from "../../../lib/articles/schema.ts";
import { callerAt, rejectionOf, startWorld, type World } from "../../support/world.ts";
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

test("An article is made as a draft, with a slug out of its headline and Vietnamese unless said", async () => {
  const id = await desk.event(tenantId);
  const { record, version, created: made } = await desk.put(id, { headline: "Đảng uỷ Ấp 3: gặp mặt" });
  expect({ version, made }).toEqual({ version: 1, made: true });
  expect(record).toMatchObject({
    meetingId: id,
    slug: "dang-uy-ap-3-gap-mat",
    status: "draft",
    language: "vi",
  });
  expect(await desk.read(id)).toEqual(record);
});

test("A PUT of the same writes nothing; another replaces whole, and checks a version if it is given", async () => {
  const id = await desk.event(tenantId);
  await desk.put(id, { lead: "Tóm tắt" });
  expect(await desk.put(id, { lead: "Tóm tắt" })).toMatchObject({ version: 1 });
  const { record, version, created: made } = await desk.put(id, {}, 1);
  expect({ version, made }).toEqual({ version: 2, made: false });
  expect(record).not.toHaveProperty("lead");
  expect(await rejectionOf(desk.put(id, { lead: "x" }, 1))).toBe("stale");
});

test("A change needs an article, a version, and a body that is right", async () => {
  const id = await desk.event(tenantId);
  expect(await rejectionOf(desk.edit(id, 1, { lead: "x" }))).toBe("not-found");
  await desk.write(id);
  expect(await desk.edit(id, 1, { lead: "x" })).toMatchObject({ version: 2, record: { lead: "x" } });
  expect(await rejectionOf(desk.edit(id, 1, { lead: "y" }))).toBe("stale");
  expect(await rejectionOf(desk.edit(id, 2, { author: null, language: "fr" }))).toEqual([
    "/author required",
    "/language not-allowed",
  ]);
});

test("Articles of one headline have numbered slugs, also when they are written at once", async () => {
  const ids = await Promise.all([1, 2, 3].map(() => desk.event(tenantId)));
  const headline = "Lễ kỷ niệm";
  const slugs = (await Promise.all(ids.map((id) => desk.write(id, { headline })))).map(({ slug }) => slug);
  expect(slugs.sort()).toEqual(["le-ky-niem", "le-ky-niem-2", "le-ky-niem-3"]);
});

test("The slug follows the headline of a draft, frees the one before, and stays once published", async () => {
  const id = await desk.event(tenantId);
  await desk.write(id, { headline: "Bản một" });
  await desk.edit(id, 1, { headline: "Bản hai" });
  expect([await desk.behind("ban-mot"), await desk.behind("ban-hai")]).toEqual([undefined, id]);
  await desk.publish(id);
  expect((await desk.edit(id, 3, { headline: "Bản ba" })).record).toMatchObject({ slug: "ban-hai" });
  await desk.unpublish(id);
  expect(await desk.write(id, { headline: "Bản bốn" })).toMatchObject({ slug: "ban-hai", status: "draft" });
});

test("Publishing needs a public meeting with an article", async () => {
  const { id } = await desk.create(tenantId);
  expect(await rejectionOf(desk.publish(id))).toBe("not-found");
  await desk.write(id);
  expect(await rejectionOf(desk.publish(id))).toBe("meeting-not-public");
  await desk.patchMeeting(id, 1, { visibility: "public" });
  expect(await desk.publish(id)).toMatchObject({ status: "published", publishedAt: "2024-01-15T03:00:00.000Z" });
});

test("Publishing and unpublishing twice change nothing, and the first day of publishing stays", async () => {
  const id = await desk.event(tenantId);
  await desk.write(id);
  expect(await desk.unpublish(id)).toMatchObject({ status: "draft" });
  const first = await desk.publish(id);
  world.setNow("2024-01-16T03:00:00Z");
  expect(await desk.publish(id)).toEqual(first);
  expect(await desk.unpublish(id)).toMatchObject({ status: "draft", publishedAt: first.publishedAt });
  expect(await desk.publish(id)).toMatchObject({ status: "published", publishedAt: first.publishedAt });
  world.setNow("2024-01-15T03:00:00Z");
});

test("An article is seen exactly where its meeting is", async () => {
  const id = await desk.event(tenantId);
  await desk.write(id);
  expect(await rejectionOf(desk.read(id, callerAt(["01HJK7Q5M0A1B2C3D4"])))).toBe("not-found");
  const [, patched] = [await desk.read(id), await desk.patchMeeting(id, 1, { visibility: "restricted" })];
  expect(patched.version).toBe(2);
  expect(await rejectionOf(desk.read(id, callerAt([tenantId], ["dangbo/read"])))).toBe("not-found");
});

test("A meeting includes its article, or null", async () => {
  const id = await desk.event(tenantId);
  expect((await desk.include(id, "article")).article).toBeNull();
  const article: Article = await desk.write(id);
  expect((await desk.include(id, "article", "agenda")).article).toEqual(article);
});
