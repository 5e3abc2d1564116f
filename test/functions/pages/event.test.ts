import { captureLog } from "../../support/console.ts";
import { useWorld } from "../../support/world.ts";
import { createPagesFixture, type PagesFixture } from "./fixture.ts";

const world = useWorld();
let press: PagesFixture;
let units: Awaited<ReturnType<PagesFixture["committee"]>>;
const log = captureLog();
beforeAll(async () => {
  press = createPagesFixture(world);
  units = await press.committee();
});
afterAll(() => log.release());

let events = 0;
/** Publishes an event. Returns the id of its meeting and its slug. */
const publish = async (article: object = {}, meeting: object = {}) => {
  const id = await press.createPublicMeeting(units.tenantId, { startsOn: "2023-12-26", ...meeting });
  const { slug } = await press.writeArticle(id, { headline: `Sự kiện số ${++events}`, ...article });
  await press.publishArticle(id);
  return { id, slug };
};
/** The text of a page without markup. */
const textOf = (body: string) =>
  body
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");

test("The page shows headline, lead, body, day, place, author and photographer", async () => {
  const article = {
    headline: "Hội nghị tổng kết",
    lead: "Tóm tắt",
    photographer: "Trần Thị Ảnh",
    body: "## Kết quả\n\n**Tốt**",
  };
  const { slug } = await publish(article, { partOfDay: "morning", venue: "Hội trường A" });
  const { statusCode, headers, body } = await press.page(slug);
  expect([statusCode, headers["content-type"], headers["content-language"]]).toEqual([
    200,
    "text/html; charset=utf-8",
    "vi",
  ]);
  expect(body).toContain("<h1>Hội nghị tổng kết</h1>");
  expect(body).toContain("<h2>Kết quả</h2>\n<p><strong>Tốt</strong></p>");
  const text = textOf(body);
  for (const part of [
    "Tóm tắt",
    "Sáng thứ Ba, ngày 26 tháng 12 năm 2023",
    "Hội trường A",
    "Tin: Nguyễn Thị An",
    "Ảnh: Trần Thị Ảnh",
  ])
    expect(text).toContain(part);
});

test("Figures are those of the day of the meeting and include records that are not public", async () => {
  const { id, slug } = await publish({}, { startsOn: "2023-12-20" });
  const members = await press.createOfficials(units.second, 3);
  await press.createProbationary(units.second);
  await press.addVote(id, { for: 3, base: { count: 3 } });
  for (const number of [1, 2, 3, 4]) await press.addGuidance(id, number);
  await press.honour(units.tenantId, id, [{ organisationId: units.second }], { visibility: "restricted" });
  await press.honour(
    units.tenantId,
    id,
    members.map(({ id: memberId }) => ({ memberId })),
  );
  const panel = /<aside[\s\S]*<\/aside>/.exec((await press.page(slug)).body)?.[0] ?? "";
  const tiles = [...panel.matchAll(/<dt>([^<]*)<\/dt><dd>([^<]*)<\/dd>/g)].map(
    ([, label, value]) => `${value} ${label}`,
  );
  expect(tiles).toEqual([
    "4 đảng viên",
    "3 đảng viên chính thức",
    "1 đảng viên dự bị",
    "3 chi bộ",
    "3/3 phiếu tán thành, thông qua",
    "4 nội dung phát biểu chỉ đạo",
    "1 tập thể được khen thưởng",
    "3 cá nhân được khen thưởng",
  ]);
});

test("The page shows only public, ready photos, in their order with caption, credit and size", async () => {
  const { id, slug } = await publish();
  const [first, second] = await press.ready(
    id,
    { number: 1, caption: "Toàn cảnh", credit: "Trần Thị Ảnh", visibility: "public" },
    { number: 2, caption: "Đoàn chủ tịch", visibility: "public" },
    { number: 3, caption: "Ảnh nội bộ" },
  );
  const { body } = await press.page(slug);
  const figures = body.match(/<figure>[\s\S]*?<\/figure>/g) ?? [];
  expect(figures).toHaveLength(2);
  expect(figures[0]).toContain(`src="/events/${slug}/photos/${first}/screen"`);
  expect(figures[0]).toMatch(/width="1600" height="1200" alt="Toàn cảnh" decoding="async" fetchpriority="high"/);
  expect(textOf(figures[0] ?? "")).toBe(" Toàn cảnh Ảnh: Trần Thị Ảnh ");
  expect(figures[1]).toContain(`${second}/thumb 320w`);
  expect(figures[1]).toContain('loading="lazy"');
  expect(body).not.toContain("Ảnh nội bộ");
});

test("Only public organisations are named", async () => {
  const { slug } = await publish();
  expect((await press.page(slug)).body).not.toContain("Đảng bộ Viện");
  const open = await press.organisation({
    kind: "grassroots-committee",
    name: "Đảng bộ Công khai",
    parentId: units.ministry,
    visibility: "public",
  });
  const id = await press.createPublicMeeting(open);
  const other = await press.writeArticle(id, { headline: "Của đảng bộ công khai" });
  await press.publishArticle(id);
  expect(textOf((await press.page(other.slug)).body)).toContain("Đơn vị tổ chức Đảng bộ Công khai");
});

test("Drafts, events that are not public and unknown ones return 404 with a page in both languages", async () => {
  const [one, two] = [await publish(), await publish()];
  await press.unpublishArticle(one.id);
  await press.patchMeeting(two.id, 1, { visibility: "internal" });
  for (const slug of [one.slug, two.slug, "khong-co", "../x", "Đ", ""]) {
    const { statusCode, headers, body } = await press.page(slug);
    expect([slug, statusCode, headers["content-type"]]).toEqual([slug, 404, "text/html; charset=utf-8"]);
    expect(headers["cache-control"]).toBe("no-store");
    expect(body).toContain("Không tìm thấy trang");
    expect(body).toContain("This page does not exist");
  }
});

test("An update of a published article changes its page at once", async () => {
  const { id, slug } = await publish();
  const before = await press.page(slug);
  await press.patchArticle(id, 2, { headline: "Tên mới" });
  const after = await press.page(slug);
  expect(after.body).toContain("<h1>Tên mới</h1>");
  expect(after.headers.etag).not.toBe(before.headers.etag);
});

test("The page shows the current day, organisation and section, even if they changed after the article was written", async () => {
  const { id, slug } = await publish({ section: "Mục cũ" });
  await press.patchMeeting(id, 1, { startsOn: "2023-11-30", organisationId: units.first });
  const { body } = await press.page(slug);
  expect(textOf(body)).toContain("ngày 30 tháng 11 năm 2023");
  expect(body).toContain("<dt>chi bộ</dt><dd>1</dd>");
});

test("Related events of the section are listed newest first, without the event itself", async () => {
  const slugs: string[] = [];
  for (const month of ["01", "02", "03", "04", "05", "06"])
    slugs.push((await publish({ section: "Đoàn thể" }, { startsOn: `2023-${month}-01` })).slug);
  const { body } = await press.page(slugs[5] ?? "");
  const more = /class="part related-part"[\s\S]*<\/section>/.exec(body)?.[0] ?? "";
  expect([...more.matchAll(/href="\/events\/([^"]+)"/g)].map(([, slug]) => slug)).toEqual(slugs.slice(1, 5).reverse());
});

test("An unchanged page returns 304 and may be cached for seconds", async () => {
  const { slug } = await publish();
  const { headers } = await press.page(slug);
  expect(headers["cache-control"]).toBe("public, max-age=15, stale-while-revalidate=30");
  const again = await press.page(slug, { headers: { "If-None-Match": headers.etag ?? "" } });
  expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, "", headers.etag]);
});

test("Unknown parameters are ignored, and view=print returns the print version", async () => {
  const { slug } = await publish();
  const [plain, followed, paper] = [
    await press.page(slug),
    await press.page(slug, { query: "fbclid=x&utm_source=zalo" }),
    await press.page(slug, { query: "view=print" }),
  ];
  expect(followed.body).toBe(plain.body);
  expect(paper.statusCode).toBe(200);
  expect(paper.body).not.toContain("@media print");
});

test("An English article has an English page", async () => {
  const { slug } = await publish(
    { headline: "Annual conference", language: "en" },
    { startsOn: "2023-12-26", partOfDay: "morning" },
  );
  const { body } = await press.page(slug);
  expect(body).toContain('<html lang="en">');
  expect(textOf(body)).toContain("Tuesday, 26 December 2023, morning");
});

test("The page has structured data and Open Graph tags of article and event", async () => {
  const { id, slug } = await publish({ lead: "Tóm </script><b> tắt" }, { venue: "Hội trường A" });
  await press.ready(id, { caption: "Toàn cảnh", visibility: "public" });
  const { body } = await press.page(slug);
  const [, json = ""] = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(body) ?? [];
  const [news, event] = JSON.parse(json)["@graph"];
  expect(news).toMatchObject({ "@type": "NewsArticle", description: "Tóm </script><b> tắt", inLanguage: "vi" });
  expect(event).toMatchObject({ "@type": "Event", startDate: "2023-12-26", location: { name: "Hội trường A" } });
  expect(body).toContain(`<link rel="canonical" href="https://pages.example/events/${slug}">`);
  expect(body).toMatch(/property="og:image" content="https:\/\/pages\.example\/events\//);
  expect(Buffer.byteLength(body)).toBeLessThan(60_000);
});
