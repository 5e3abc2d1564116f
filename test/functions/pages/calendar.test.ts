import { routes } from "../../../lib/contract/routes.ts";
import { captureLog } from "../../support/console.ts";
import { useWorld } from "../../support/world.ts";
import { createPagesFixture, type PagesFixture } from "./fixture.ts";

const world = useWorld();
let press: PagesFixture;
let institution: string;
let cell: string;
const log = captureLog();
beforeAll(async () => {
  press = createPagesFixture(world);
  const open = { visibility: "public" };
  institution = await press.organisation({ ...open, kind: "grassroots-committee", name: "Đảng bộ Thư viện" });
  cell = await press.organisation({ ...open, kind: "cell", name: "Chi bộ 1", parentId: institution });
});
afterAll(() => log.release());

const plan = (title: string, fields: object = {}) =>
  press.createMeeting(institution, {
    title,
    visibility: "public",
    status: "planned",
    startsOn: "2024-03-03",
    ...fields,
  });
const calendar = (headers = {}) => press.ask(routes.getEventsCalendar, { headers });
const summaries = async () => {
  const text = (await calendar()).body.replaceAll("\r\n ", "");
  return [...text.matchAll(/^SUMMARY:(.*)\r$/gm)].map(([, summary]) => summary);
};

test("The calendar contains the public meetings that are planned, with or without an article", async () => {
  const { id } = await plan("Họp công khai", { organisationId: cell });
  await plan("Họp nội bộ", { visibility: "internal" });
  await plan("Họp hạn chế", { visibility: "restricted" });
  await plan("Họp đã huỷ", { status: "cancelled" });
  await plan("Họp đã diễn ra", { status: "held", startsOn: "2024-01-02" });
  const { statusCode, headers, body } = await calendar();
  expect([statusCode, headers["content-type"]]).toEqual([200, "text/calendar; charset=utf-8"]);
  expect(await summaries()).toEqual(["Họp công khai – Chi bộ 1"]);
  expect(body).toContain(`UID:${id}@dangbo\r\n`);
  expect(body).toContain("X-WR-CALNAME:Đảng bộ Thư viện – Lịch họp\r\n");
  expect((await calendar({ "if-none-match": headers.etag ?? "" })).statusCode).toBe(304);
  await press.deleteMeeting(id);
});

test("The calendar follows every change of a meeting", async () => {
  const { id } = await plan("Họp");
  const line = async (name: string) =>
    new RegExp(`^${name}[:;].*`, "m").exec((await calendar()).body.split("BEGIN:VEVENT")[1] ?? "")?.[0].trim();
  expect(await line("SEQUENCE")).toBe("SEQUENCE:0");
  world.setNow("2024-01-16T03:00:00Z");
  await press.patchMeeting(id, 1, { title: "Họp lại", startsOn: null, startsAt: "2024-04-04T01:00:00Z" });
  expect(await summaries()).toEqual(["Họp lại"]);
  expect([await line("SEQUENCE"), await line("DTSTART"), await line("DTSTAMP")]).toEqual([
    "SEQUENCE:1",
    "DTSTART:20240404T010000Z",
    "DTSTAMP:20240116T030000Z",
  ]);
  for (const [version, change, expected] of [
    [2, { visibility: "internal" }, []],
    [3, { visibility: "public" }, ["Họp lại"]],
    [4, { status: "cancelled" }, []],
    [5, { status: "planned", organisationId: cell }, ["Họp lại – Chi bộ 1"]],
    [6, { status: "held", startsAt: "2024-01-15T01:00:00Z" }, []],
    [7, { status: "planned" }, ["Họp lại – Chi bộ 1"]],
  ] as const) {
    await press.patchMeeting(id, version, change);
    expect([version, ...(await summaries())]).toEqual([version, ...expected]);
  }
  await press.deleteMeeting(id, 8);
  expect([await summaries(), await press.storedSortKeys(id)]).toEqual([[], []]);
  world.setNow("2024-01-15T03:00:00Z");
});

test("A meeting that is too large to delete at once leaves the calendar at once", async () => {
  const { id } = await plan("Họp lớn");
  for (let n = 0; n < 3; n++)
    await press.addAttendees(id, ...Array.from({ length: 45 }, () => ({ group: { name: "Khách mời" } })));
  await press.deleteMeeting(id);
  expect([await summaries(), await press.storedSortKeys(id)]).toEqual([[], []]);
});

test("Meetings are in order of their days; one of a past day stays until it is recorded as held or cancelled", async () => {
  const ids: string[] = [];
  for (const [title, startsOn] of [
    ["Hôm nay", "2024-01-15"],
    ["Năm sau", "2025-01-01"],
    ["Năm ngoái", "2023-06-01"],
    ["Hôm qua", "2024-01-14"],
  ] as const)
    ids.push((await plan(title, { startsOn })).id);
  expect(await summaries()).toEqual(["Năm ngoái", "Hôm qua", "Hôm nay", "Năm sau"]);
  for (const id of ids) await press.deleteMeeting(id);
});

test("The organisation is named only while it is public", async () => {
  const { id } = await plan("Họp kín", { organisationId: cell });
  await press.patchOrganisation(cell, 1, { visibility: "internal" });
  expect(await summaries()).toEqual(["Họp kín"]);
  expect((await calendar()).body).not.toContain("Chi bộ 1");
  await press.deleteMeeting(id);
});
