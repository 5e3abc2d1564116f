import { routes } from "../../../lib/contract/routes.ts";
import { captureLog } from "../../support/console.ts";
import { useWorld } from "../../support/world.ts";
import { createPagesFixture, type PagesFixture } from "./fixture.ts";

const world = useWorld();
let press: PagesFixture;
const slugs: string[] = [];
let first: string;
const log = captureLog();
beforeAll(async () => {
  press = createPagesFixture(world);
  const { tenantId } = await press.committee();
  for (let day = 1; day <= 5; day++) {
    const id = await press.createPublicMeeting(tenantId, { startsOn: `2023-12-0${day}` });
    const section = day % 2 === 0 ? "Đoàn thể" : "Tin tức";
    const { slug } = await press.writeArticle(id, { headline: `Sự kiện ${day}`, section, lead: `Tóm tắt ${day}` });
    await press.publishArticle(id);
    if (day === 5) await press.ready(id, { caption: "Nội bộ" }, { visibility: "public", number: 9 });
    slugs.unshift(slug);
    first = id;
  }
});
afterAll(() => log.release());

const listed = (body: string) => [...body.matchAll(/<h2><a href="\/events\/([^"]+)"/g)].map(([, slug]) => slug);
const olderOf = (body: string) => /href="\/events\?([^"]+)" rel="next"/.exec(body)?.[1]?.replaceAll("&amp;", "&");

test("Events are listed newest first, with day, section, lead and a public photo", async () => {
  const { statusCode, headers, body } = await press.index();
  expect([statusCode, headers["content-type"], headers.vary]).toEqual([
    200,
    "text/html; charset=utf-8",
    "accept-language",
  ]);
  expect(listed(body)).toEqual(slugs);
  for (const part of ["Thứ Ba, ngày 5 tháng 12 năm 2023", "/events?section=doan-the", "Tóm tắt 3"])
    expect(body).toContain(part);
  expect(body.match(/<img /g)).toHaveLength(1);
  expect(body).toContain(`src="/events/${slugs[0]}/photos/`);
});

test("Pages of any size contain every event of the section once", async () => {
  for (const [query, wanted] of [
    ["limit=2", slugs],
    ["limit=1&section=Đoàn thể", [slugs[1], slugs[3]]],
    ["limit=3&fbclid=x", slugs],
  ] as const) {
    const seen: unknown[] = [];
    let next: string | undefined = new URLSearchParams(query).toString();
    while (next !== undefined) {
      const { statusCode, body } = await press.index(next);
      expect(statusCode).toBe(200);
      seen.push(...listed(body));
      next = olderOf(body);
    }
    expect(seen).toEqual(wanted);
  }
});

test("A section is selected by name or slug, and an unknown section is empty", async () => {
  const bySlug = await press.index("section=doan-the");
  expect(listed(bySlug.body)).toEqual([slugs[1], slugs[3]]);
  expect(bySlug.body).toContain("<h1>Đoàn thể</h1>");
  const none = await press.index("section=%3Cscript%3E");
  expect(none.body).toContain("<h1>&lt;script&gt;</h1>");
  expect(none.body).toContain("Chưa có sự kiện nào được đăng.");
});

test("The texts of the list are Vietnamese unless the reader prefers English", async () => {
  for (const [accept, heading] of [
    [undefined, "Sự kiện"],
    ["*", "Sự kiện"],
    ["fr", "Sự kiện"],
    ["vi,en;q=0.9", "Sự kiện"],
    ["en-US,en;q=0.9,vi;q=0.8", "Events"],
  ] as const) {
    const { body } = await press.index("", accept ? { "accept-language": accept } : {});
    expect(body).toContain(`<h1>${heading}</h1>`);
  }
});

test("A page with a next page keeps its ETag", async () => {
  const [one, two] = [await press.index("limit=2"), await press.index("limit=2")];
  expect(one.body).toBe(two.body);
  expect(one.headers.etag).toBe(two.headers.etag);
  expect((await press.index("limit=2", { "if-none-match": one.headers.etag ?? "" })).statusCode).toBe(304);
  expect((await press.index("limit=3")).headers.etag).not.toBe(one.headers.etag);
});

test("A cursor of another section and a forged one are rejected", async () => {
  const { body } = await press.index("limit=1&section=doan-the");
  const cursor = new URLSearchParams(olderOf(body)).get("cursor") ?? "";
  expect((await press.index(`cursor=${cursor}`)).statusCode).toBe(400);
  expect((await press.index("cursor=x")).statusCode).toBe(400);
  expect((await press.index("limit=0")).statusCode).toBe(400);
  expect((await press.index("fbclid=x")).statusCode).toBe(200);
});

test("The feed contains the newest events with URL, times and author", async () => {
  const { statusCode, headers, body } = await press.ask(routes.getEventsFeed);
  expect([statusCode, headers["content-type"]]).toEqual([200, "application/atom+xml; charset=utf-8"]);
  const entries = body.match(/<entry[\s\S]*?<\/entry>/g) ?? [];
  expect(entries).toHaveLength(5);
  for (const part of [
    `<link rel="alternate" type="text/html" href="https://pages.example/events/${slugs[0]}"/>`,
    "<title>Sự kiện 5</title>",
    "<published>2024-01-15T03:00:00.000Z</published>",
    "<author><name>Nguyễn Thị An</name></author>",
    "<summary>Thứ Ba, ngày 5 tháng 12 năm 2023. Tóm tắt 5</summary>",
  ])
    expect(entries[0]).toContain(part);
  expect(body).toContain("<updated>2024-01-15T03:00:00.000Z</updated>");
  const again = await press.ask(routes.getEventsFeed, { headers: { "if-none-match": headers.etag ?? "" } });
  expect(again.statusCode).toBe(304);
});

test("A photo of the page redirects to storage; other photos return 404", async () => {
  const [hidden, shown] = await press.ready(first);
  const ask = (slug: string | undefined, photoId: string | undefined, rendition = "thumb") =>
    press.ask(routes.getEventPhoto, { params: { slug: slug ?? "", photoId: photoId ?? "", rendition } });
  const publicId = (await press.index()).body.match(/photos\/(\w+)\/thumb/)?.[1];
  const otherId = [hidden, shown].find((id) => id !== publicId);
  expect(await ask(slugs[0], publicId)).toMatchObject({
    statusCode: 302,
    headers: {
      location: `https://storage.example/renditions/${publicId}/A/320.webp?signed`,
      "cache-control": "public, max-age=60",
    },
  });
  for (const answer of [
    await ask(slugs[0], otherId),
    await ask(slugs[1], publicId),
    await ask(slugs[0], publicId, "original"),
    await ask(slugs[0], "x"),
    await ask(slugs[0], first),
  ])
    expect(answer.statusCode).toBe(404);
  await press.unpublishArticle(first);
  expect((await ask(slugs[0], publicId)).statusCode).toBe(404);
  await press.publishArticle(first);
});

test("The icon of the pages may be cached for a day", async () => {
  const { statusCode, headers, body } = await press.ask(routes.getEventsIcon);
  expect([statusCode, headers["content-type"], headers["cache-control"]]).toEqual([
    200,
    "image/svg+xml",
    "public, max-age=86400",
  ]);
  expect(body).toMatch(/^<svg /);
  expect((await press.index()).body).toContain('href="/events/icon.svg"');
});
