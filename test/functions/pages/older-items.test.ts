import { routes } from "../../../lib/contract/routes.ts";
import { keys } from "../../../lib/table/keys.ts";
import { deleteItem, update } from "../../../lib/table/write.ts";
import { captureLog } from "../../support/console.ts";
import { useWorld } from "../../support/world.ts";
import { createPagesFixture, type PagesFixture } from "./fixture.ts";

const world = useWorld();
let press: PagesFixture;
const log = captureLog();
beforeAll(async () => {
  press = createPagesFixture(world);
});
afterAll(() => log.release());

/** Publishes an event, then takes away what items did not contain when they were written before. */
const publishBefore = async (fields: object = {}) => {
  const { tenantId } = await press.committee();
  const meetingId = await press.createPublicMeeting(tenantId, { startsOn: "2023-12-26", ...fields });
  const { slug } = await press.writeArticle(meetingId);
  await press.publishArticle(meetingId);
  await world.dependencies.table.write([
    update(keys.article(meetingId), { update: "REMOVE occasion" }),
    update(keys.slug(slug), { update: "REMOVE inTenant, sort" }),
  ]);
  return { meetingId, slug };
};

test("An article that was stored without the fields of its meeting is on its page and in the list, with its day", async () => {
  const { meetingId, slug } = await publishBefore({ status: "cancelled", startsOn: "2024-01-10" });
  expect((await press.page(slug)).body).toContain("<b>Đã huỷ.</b>");
  expect((await press.index()).body).toContain(">Thứ Tư, ngày 10 tháng 1 năm 2024</time>");
  await press.patchMeeting(meetingId, 1, { venue: "Hội trường B" });
  expect((await press.index()).body).toContain('<b class="status">Đã huỷ</b>');
  await press.deleteMeeting(meetingId, 2);
  expect((await press.page(slug)).statusCode).toBe(410);
});

test("A planned meeting that was stored without an entry enters the calendar with its next change", async () => {
  const { tenantId } = await press.committee();
  const { id } = await press.createMeeting(tenantId, { visibility: "public", startsOn: "2024-03-03" });
  await world.dependencies.table.write([deleteItem(keys.calendarEntry(id))]);
  const calendar = async () => (await press.ask(routes.getEventsCalendar)).body;
  expect(await calendar()).not.toContain(`UID:${id}`);
  await press.patchMeeting(id, 1, { title: "Họp" });
  expect(await calendar()).toContain(`UID:${id}`);
  await world.dependencies.table.write([deleteItem(keys.calendarEntry(id))]);
  await press.deleteMeeting(id, 2);
  expect(await press.storedSortKeys(id)).toEqual([]);
});

test("Characters that XML cannot contain, in an older article, break neither feed nor page nor list", async () => {
  const { meetingId, slug } = await publishBefore();
  await press.patchArticle(meetingId, 2, { lead: "x" });
  const text = "Mở\uFFFF đầu\u0001\u{1F600}";
  await world.dependencies.table.write([
    update(keys.article(meetingId), {
      update: "SET headline = :text, #lead = :text, author = :text, #section = :text, body = :text",
      names: { "#lead": "lead", "#section": "section" },
      values: { ":text": text },
    }),
    update(keys.meeting(meetingId), { update: "SET title = :text, venue = :text", values: { ":text": text } }),
    // The slug was stored without its place in the feed.
    update(keys.slug(slug), {
      update: "SET inTenant = :feed, sort = :sort",
      values: { ":feed": "events-by-publication", ":sort": "2024" },
    }),
  ]);
  const bodies = [
    (await press.page(slug)).body,
    (await press.index()).body,
    (await press.ask(routes.getEventsFeed)).body,
  ];
  for (const body of bodies) {
    expect(body).toContain("Mở đầu\u{1F600}");
    expect(body).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u);
  }
});
