import { routes } from "../../../lib/contract/routes.ts";
import { captureLog } from "../../support/console.ts";
import { useWorld } from "../../support/world.ts";
import { createPagesFixture, type PagesFixture } from "./fixture.ts";

const world = useWorld();
let press: PagesFixture;
let institution: string;
const cells: string[] = [];
const log = captureLog();
beforeAll(async () => {
  press = createPagesFixture(world);
  const open = { visibility: "public" };
  institution = await press.organisation({ ...open, kind: "grassroots-committee", name: "Đảng bộ Thư viện" });
  for (const name of ["Chi bộ Phòng Đọc", "Chi bộ Phòng Tin học", "Chi bộ Phòng Lưu trữ"])
    cells.push(await press.organisation({ ...open, kind: "cell", name, parentId: institution }));
});
afterAll(() => log.release());

let days = 0;
/** Publishes an event on a day of its own. */
const publish = async (meeting: object = {}, article: object = {}) => {
  const startsOn = `2022-01-${String(++days).padStart(2, "0")}`;
  const id = await press.createPublicMeeting(institution, { startsOn, ...meeting });
  const { slug } = await press.writeArticle(id, { headline: "Đại hội Chi bộ", ...article });
  await press.publishArticle(id);
  return { id, slug };
};
const entryOf = (feed: string, slug: string) =>
  feed.match(/<entry[\s\S]*?<\/entry>/g)?.find((entry) => entry.includes(`/events/${slug}"`)) ?? "";
const itemOf = (list: string, slug: string) =>
  list.match(/<li lang[\s\S]*?<\/li>/g)?.find((item) => item.includes(`href="/events/${slug}"`)) ?? "";
const feed = async () => (await press.ask(routes.getEventsFeed)).body;

test("Masthead, titles, feed and structured data name the institution: the only grassroots committee", async () => {
  const { slug } = await publish();
  const [list, page, atom] = [(await press.index()).body, (await press.page(slug)).body, await feed()];
  for (const body of [list, page]) {
    expect(body).toContain('<a class="brand" href="/events">Đảng bộ Thư viện</a>');
    expect(body).toContain('<meta property="og:site_name" content="Đảng bộ Thư viện">');
    expect(body).toMatch(/<title>[^<]* – Đảng bộ Thư viện<\/title>/);
  }
  expect(page).toContain('"publisher":{"@type":"Organization","name":"Đảng bộ Thư viện"}');
  expect(atom).toContain("<title>Đảng bộ Thư viện – Sự kiện</title>");
});

test("Events of one headline and day are told apart by their organisations in list, page and feed", async () => {
  const slugs: string[] = [];
  for (const organisationId of cells)
    slugs.push((await publish({ organisationId, startsOn: "2023-05-05" }, { section: "Đại hội" })).slug);
  const [list, atom] = [(await press.index("section=dai-hoi")).body, await feed()];
  const names = ["Chi bộ Phòng Đọc", "Chi bộ Phòng Tin học", "Chi bộ Phòng Lưu trữ"];
  for (const [i, slug] of slugs.entries()) {
    const name = names[i] ?? "";
    expect(itemOf(list, slug)).toContain(`</time> · ${name} · `);
    expect(entryOf(atom, slug)).toContain(`<title>Đại hội Chi bộ – ${name}</title>`);
    expect((await press.page(slug)).body).toContain(`<dt>Đơn vị tổ chức</dt><dd>${name}</dd>`);
  }
  const related = (await press.page(slugs[0] ?? "")).body.split("related-part")[2] ?? "";
  for (const name of names.slice(1)) expect(related).toContain(name);
});

test.each([
  ["planned", "Dự kiến", "Sự kiện dự kiến tổ chức; thông tin có thể thay đổi.", "EventScheduled"],
  ["cancelled", "Đã huỷ", "Sự kiện này đã bị huỷ và không diễn ra.", "EventCancelled"],
] as const)(
  "A %s meeting says so in words on page, list and feed, without figures",
  async (status, word, note, event) => {
    const { id, slug } = await publish({ startsOn: "2025-06-06", status });
    await press.addGuidance(id, 1);
    const [list, page, atom] = [(await press.index()).body, (await press.page(slug)).body, await feed()];
    expect(page).toContain(`<p class="status"><b>${word}.</b> ${note}</p>`);
    expect(page).toContain(`<title>${word}: Đại hội Chi bộ – Đảng bộ Thư viện</title>`);
    expect(page).toContain(`<meta property="og:title" content="${word}: Đại hội Chi bộ">`);
    expect(page).toContain(`"eventStatus":"https://schema.org/${event}"`);
    for (const held of ["Hội nghị qua con số", "tính đến ngày"]) expect(page).not.toContain(held);
    expect(itemOf(list, slug)).toContain(`<b class="status">${word}</b> · <time`);
    expect(entryOf(atom, slug)).toContain(`<title>${word}: Đại hội Chi bộ`);
    expect(entryOf(atom, slug)).toContain(`<summary>${word} · `);
  },
);

test("A status in English follows the language of the article", async () => {
  const { slug } = await publish({ startsOn: "2025-06-07", status: "cancelled" }, { language: "en" });
  expect((await press.page(slug)).body).toContain("<b>Cancelled.</b> This event has been cancelled");
  expect(itemOf((await press.index()).body, slug)).toContain('<b class="status">Cancelled</b>');
});

test("A meeting that is held again later loses its status, and `updated` moves with it", async () => {
  const { id, slug } = await publish({ status: "planned" });
  world.setNow("2024-01-16T03:00:00Z");
  await press.patchMeeting(id, 1, { status: "held" });
  const [list, page, atom] = [(await press.index()).body, (await press.page(slug)).body, await feed()];
  expect(itemOf(list, slug)).not.toContain("status");
  expect(page).not.toContain('<p class="status">');
  for (const body of [page.replace(/<style>[^<]*/, ""), entryOf(atom, slug)])
    expect(body).toContain("2024-01-16T03:00:00.000Z");
  expect(page).toContain('"dateModified":"2024-01-16T03:00:00.000Z"');
  expect(page).toContain('Cập nhật ngày <time datetime="2024-01-16T03:00:00.000Z">16 tháng 1 năm 2024</time>');
  expect(entryOf(atom, slug)).toContain("<updated>2024-01-16T03:00:00.000Z</updated>");
  expect(entryOf(atom, slug)).toContain("<published>2024-01-15T03:00:00.000Z</published>");
  expect(atom).toContain("</title><updated>2024-01-16T03:00:00.000Z</updated>");
  world.setNow("2024-01-15T03:00:00Z");
});

test("The end of a meeting is shown on page and list", async () => {
  const times = { startsOn: undefined, startsAt: "2023-06-06T01:00:00Z", endsAt: "2023-06-06T04:30:00Z" };
  const { slug } = await publish(times);
  const text = "Từ 8 giờ đến 11 giờ 30, thứ Ba, ngày 6 tháng 6 năm 2023";
  expect((await press.page(slug)).body).toContain(text);
  expect(itemOf((await press.index()).body, slug)).toContain(text);
});

test("The feed goes by first publication; ids neither change nor repeat", async () => {
  const idOf = async (slug: string) => /<id>([^<]*)<\/id>/.exec(entryOf(await feed(), slug))?.[1];
  world.setNow("2024-02-01T03:00:00Z");
  const old = await publish({ startsOn: "2010-01-01" }, { headline: "Chuyện năm 2010" });
  const first = (await feed()).match(/<entry[\s\S]*?<\/entry>/)?.[0] ?? "";
  expect(first).toContain(`/events/${old.slug}"`);
  const id = await idOf(old.slug);
  expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  world.setNow("2024-02-02T03:00:00Z");
  const young = await publish({ startsOn: "2023-12-31" });
  await press.unpublishArticle(old.id);
  expect(await idOf(old.slug)).toBeUndefined();
  world.setNow("2024-02-03T03:00:00Z");
  await press.publishArticle(old.id);
  expect(await idOf(old.slug)).toBe(id);
  const entry = entryOf(await feed(), old.slug);
  expect(entry).toContain("<published>2024-02-01T03:00:00.000Z</published><updated>2024-02-03T03:00:00.000Z</updated>");
  const atom = await feed();
  expect(atom.indexOf(young.slug)).toBeLessThan(atom.indexOf(old.slug));
  await press.deleteMeeting(old.id);
  const other = await publish({ startsOn: "2010-01-01" }, { headline: "Chuyện năm 2010" });
  expect(other.slug).toBe(`${old.slug}-2`);
  expect(await idOf(other.slug)).not.toBe(id);
  world.setNow("2024-01-15T03:00:00Z");
});

test("Pages of the list lead to newer events and back to the same events", async () => {
  const section = "Dài";
  const slugs: (string | undefined)[] = [];
  for (let i = 1; i <= 7; i++) slugs.unshift((await publish({ startsOn: `2021-03-0${i}` }, { section })).slug);
  const listed = (body: string) => [...body.matchAll(/<h2><a href="\/events\/([^"]+)"/g)].map(([, slug]) => slug);
  const follow = (body: string, rel: string) => {
    const [, query] = new RegExp(`href="/events\\?([^"]+)" rel="${rel}"`).exec(body) ?? [];
    return query === undefined ? undefined : press.index(query.replaceAll("&amp;", "&"));
  };
  const first = await press.index("section=dai&limit=3");
  const second = await follow(first.body, "next");
  const third = await follow(second?.body ?? "", "next");
  expect([first, second, third].map((page) => listed(page?.body ?? ""))).toEqual([
    slugs.slice(0, 3),
    slugs.slice(3, 6),
    slugs.slice(6),
  ]);
  expect(follow(first.body, "prev")).toBeUndefined();
  expect(follow(third?.body ?? "", "next")).toBeUndefined();
  const back = await follow(third?.body ?? "", "prev");
  const top = await follow(back?.body ?? "", "prev");
  expect(listed(back?.body ?? "")).toEqual(slugs.slice(3, 6));
  expect(listed(top?.body ?? "")).toEqual(slugs.slice(0, 3));
  expect(follow(top?.body ?? "", "prev")).toBeUndefined();
  expect(listed((await follow(top?.body ?? "", "next"))?.body ?? "")).toEqual(slugs.slice(3, 6));
  for (const page of [second, third, back]) expect(page?.body).toContain(">Sự kiện mới hơn</a>");
});
