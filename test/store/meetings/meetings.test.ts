import { dependents } from "../../../functions/meetings/dependents.ts";
import { type MeetingsQuery, meetingInput } from "../../../lib/meetings/schema.ts";
import { putMeetingByExternalId } from "../../../lib/meetings/writes.ts";
import { deleteOrganisation } from "../../../lib/organisations/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { absentId } from "../../support/absent-id.ts";
import { callerAt, expectRejection, rejectionOf, useWorld } from "../../support/world.ts";
import { createMeetingFixtures } from "./meeting-fixtures.ts";

const world = useWorld();
const meetings = createMeetingFixtures(world);
const titlesIn = (organisationId: string, query: MeetingsQuery = {}, caller?: Caller) =>
  meetings.listTitles({ organisationId, ...query }, caller);

test("A meeting is planned and internal by default, its day is the day in Vietnam, and its references are parsed", async () => {
  const { tenantId } = await meetings.committee();
  const meeting = await meetings.createMeeting(tenantId, {
    startsOn: undefined,
    startsAt: "2023-12-26T00:30:00+07:00",
    references: ["Nghị quyết số 21-NQ/TW", { text: "Kết luận số 01-KL/TW", issuer: "Bộ Chính trị" }],
  });
  expect(meeting).toMatchObject({
    status: "planned",
    visibility: "internal",
    startsAt: "2023-12-25T17:30:00.000Z",
    date: "2023-12-26",
    references: [
      { text: "Nghị quyết số 21-NQ/TW", kind: "resolution", number: "21-NQ/TW" },
      { text: "Kết luận số 01-KL/TW", kind: "conclusion", number: "01-KL/TW", issuer: "Bộ Chính trị" },
    ],
  });
  expect(await meetings.getMeeting(meeting.id)).toEqual({ record: meeting, version: 1 });
});

test("A meeting can belong to any organisation in the caller's subtree, and to no other", async () => {
  const { top, ministry, tenantId, department, first, second } = await meetings.committee();
  for (const organisationId of [top, ministry, tenantId, department, first])
    await meetings.createMeeting(organisationId);
  const here = callerAt([top, ministry, tenantId, first]);
  await meetings.createMeeting(first, {}, here);
  for (const organisationId of [tenantId, second, "nobody"])
    await expectRejection(meetings.createMeeting(organisationId, {}, here), "/organisationId unknown-reference");
});

test("All errors of schema, rules and references are reported together", async () => {
  const { tenantId } = await meetings.committee();
  const input = { organisationId: absentId(tenantId), kind: "party", title: "A\u0007", status: "held", x: 1 };
  expect(await rejectionOf(meetings.createRaw({ ...input, startsOn: "2030-01-01" }))).toEqual(
    expect.arrayContaining([
      "/kind not-allowed",
      "/title control-character",
      "/x unknown-field",
      "/startsOn in-the-future",
      "/organisationId unknown-reference",
    ]),
  );
  const starts = (fields: object) =>
    rejectionOf(meetings.createRaw({ organisationId: tenantId, kind: "regular", title: "A", ...fields }));
  expect(await starts({})).toEqual(["/startsAt exactly-one"]);
  expect(await starts({ startsOn: "2023-02-30" })).toEqual(["/startsOn not-a-date"]);
  expect(await starts({ startsAt: "9999-12-31T20:00:00Z" })).toEqual(["/startsAt invalid-format"]);
  expect(await starts({ startsAt: "2023-12-26T01:00:00Z" })).toBe("accepted");
});

test("Statistics count a held meeting on its day, in its organisation and its ancestors", async () => {
  const { tenantId, department, inner, first } = await meetings.committee();
  const held = (organisation: string) => meetings.countHeld(organisation);
  const { id } = await meetings.createMeeting(inner);
  expect(await held(tenantId)).toBe(0);
  await meetings.patchMeeting(id, 1, { status: "held" });
  expect([await held(inner), await held(department), await held(tenantId), await held(first)]).toEqual([1, 1, 1, 0]);
  expect(await meetings.countHeld(tenantId, "2023-12-25")).toBe(0);
  await meetings.patchMeeting(id, 2, { startsOn: "2023-11-30" });
  expect(await meetings.countHeld(tenantId, "2023-12-01")).toBe(1);
  await meetings.patchMeeting(id, 3, { organisationId: first });
  expect([await held(inner), await held(first), await held(tenantId)]).toEqual([0, 1, 1]);
  await meetings.deleteMeeting(id, 4);
  expect([await held(first), await held(tenantId)]).toEqual([0, 0]);
});

test("An update requires the current version, and an update without changes keeps it", async () => {
  const { tenantId } = await meetings.committee();
  const { id } = await meetings.createMeeting(tenantId, { venue: "Hội trường", summary: "Tóm tắt" });
  expect(await meetings.patchMeeting(id, 1, { venue: "Hội trường" })).toMatchObject({ version: 1 });
  const changed = await meetings.patchMeeting(id, 1, {
    venue: null,
    startsOn: null,
    startsAt: "2023-12-27T08:00:00+07:00",
  });
  expect(changed).toMatchObject({ version: 2, record: { date: "2023-12-27", summary: "Tóm tắt" } });
  expect(changed.record).not.toHaveProperty("venue");
  await expectRejection(meetings.patchMeeting(id, 1, { venue: "B" }), "stale");
  const both = await Promise.all(["B", "C"].map((venue) => rejectionOf(meetings.patchMeeting(id, 2, { venue }))));
  expect(both.sort()).toEqual(["accepted", "stale"]);
});

test("A meeting can move to another organisation of its tenant, and to no other", async () => {
  const { tenantId, first } = await meetings.committee();
  const other = await meetings.committee();
  const { id } = await meetings.createMeeting(first);
  await meetings.patchMeeting(id, 1, { organisationId: tenantId });
  await expectRejection(
    meetings.patchMeeting(id, 2, { organisationId: other.tenantId }),
    "/organisationId misplaced-organisation",
  );
  const remove = (organisation: string) => deleteOrganisation(world.contextAs(), organisation, { any: true });
  await remove(first);
  await expectRejection(meetings.patchMeeting(id, 2, { organisationId: first }), "/organisationId unknown-reference");
});

test("An organisation with meetings cannot be deleted", async () => {
  const { first } = await meetings.committee();
  const { id } = await meetings.createMeeting(first);
  const remove = () => deleteOrganisation(world.contextAs(), first, { any: true });
  await expectRejection(remove(), "in-use");
  await meetings.deleteMeeting(id);
  await remove();
});

test("A meeting of another subtree and a restricted meeting are not found without access", async () => {
  const { top, ministry, tenantId, first, second } = await meetings.committee();
  const { id } = await meetings.createMeeting(first, { visibility: "restricted" });
  const clerk = callerAt([top, ministry, tenantId], ["dangbo/read", "dangbo/write"]);
  await expectRejection(meetings.getMeeting(id, callerAt([top, ministry, tenantId, second])), "not-found");
  await meetings.getMeeting(id, callerAt([top, ministry]));
  await expectRejection(meetings.getMeeting(id, clerk), "not-found");
  await expectRejection(meetings.deleteMeeting(id, 1, world.contextAs(clerk)), "not-found");
  expect(await titlesIn(tenantId, {}, clerk)).toEqual([]);
  expect(await titlesIn(tenantId, {}, callerAt([top, ministry, tenantId]))).toHaveLength(1);
});

describe("By an external id", () => {
  const put = (organisationId: string, fields: object, externalId = "M-1") =>
    putMeetingByExternalId(
      world.contextAs(),
      {
        external: { source: "rooms", externalId },
        precondition: undefined,
        body: validateInput(meetingInput, {
          organisationId,
          kind: "review",
          title: "Tổng kết",
          startsOn: "2023-12-26",
          ...fields,
        }),
      },
      dependents,
    );

  test("an external id identifies a meeting within its tenant", async () => {
    const { tenantId, first, second } = await meetings.committee();
    const other = await meetings.committee();
    await put(first, { title: "Ở đây" });
    await put(other.tenantId, { title: "Ở kia" });
    expect(await titlesIn(tenantId, { externalId: "rooms:M-1" })).toEqual(["Ở đây"]);
    expect(await titlesIn(first, { externalId: "rooms:M-1", kind: "review" })).toEqual(["Ở đây"]);
    expect(await titlesIn(first, { externalId: "rooms:M-1", kind: "congress" })).toEqual([]);
    expect(await titlesIn(second, { externalId: "rooms:M-1" })).toEqual([]);
    expect(await titlesIn(tenantId, { externalId: "rooms:M-2" })).toEqual([]);
  });
});

describe("A list of meetings", () => {
  test("a list covers a subtree, newest first, by day, hour and entry", async () => {
    const { top, tenantId, department, first, inner } = await meetings.committee();
    await meetings.createMeeting(first, { title: "sáng", partOfDay: "morning" });
    await meetings.createMeeting(tenantId, { title: "hôm qua", startsOn: "2023-12-25", partOfDay: "evening" });
    await meetings.createMeeting(inner, {
      title: "chín giờ",
      startsOn: undefined,
      startsAt: "2023-12-26T09:00:00+07:00",
    });
    await meetings.createMeeting(department, { title: "chiều", partOfDay: "afternoon" });
    await meetings.createMeeting(department, { title: "chiều nữa", partOfDay: "afternoon" });
    await meetings.createMeeting(top, { title: "cấp trên" });
    const all = ["chiều nữa", "chiều", "chín giờ", "sáng", "hôm qua"];
    expect(await titlesIn(tenantId)).toEqual(all);
    expect(await meetings.listTitles({}, callerAt([tenantId]))).toEqual(all);
    expect(await titlesIn(department)).toEqual(["chiều nữa", "chiều", "chín giờ"]);
    expect(await titlesIn(first)).toEqual(["sáng"]);
    expect(await titlesIn(top)).toEqual(["cấp trên"]);
    expect(await meetings.listTitles({})).toEqual([]);
  });

  test("a list is filtered by kind and by a range of days, both ends included", async () => {
    const { tenantId, department, first, inner } = await meetings.committee();
    for (const day of ["2023-12-24", "2023-12-25", "2023-12-26"]) {
      await meetings.createMeeting(first, { title: `${day} một`, startsOn: day });
      await meetings.createMeeting(inner, { title: `${day} ba`, startsOn: day, kind: "review" });
    }
    const range = { from: "2023-12-25", to: "2023-12-25" };
    expect(await titlesIn(tenantId, { ...range })).toEqual(["2023-12-25 ba", "2023-12-25 một"]);
    expect(await titlesIn(tenantId, { kind: "review", from: "2023-12-25" })).toEqual([
      "2023-12-26 ba",
      "2023-12-25 ba",
    ]);
    for (const organisationId of [department, inner])
      expect(await titlesIn(organisationId, { kind: "review", to: "2023-12-24" })).toEqual(["2023-12-24 ba"]);
    expect(await titlesIn(first, { kind: "review" })).toEqual([]);
    await expectRejection(meetings.listTitles({ organisationId: absentId(first) }), "not-found");
  });
});

describe("The day of a meeting", () => {
  test("lies between the establishment and the dissolution of its organisation, both days included", async () => {
    const { tenantId } = await meetings.committee();
    const span = { establishedOn: "2010-05-19", dissolvedOn: "2020-06-30" };
    const cell = await meetings.organisation({ kind: "cell", name: "Chi bộ cũ", parentId: tenantId, ...span });
    const meetOn = (startsOn: string, fields: object = {}) => meetings.createMeeting(cell, { startsOn, ...fields });
    for (const day of ["2010-05-18", "2020-07-01"]) await expectRejection(meetOn(day), "/startsOn outside-life-span");
    const startsAt = "2020-06-30T17:00:00Z";
    await expectRejection(
      meetings.createMeeting(cell, { startsOn: undefined, startsAt }),
      "/startsAt outside-life-span",
    );
    const [first, cancelled] = [await meetOn("2010-05-19"), await meetOn("2021-01-01", { status: "cancelled" })];
    await expectRejection(
      meetings.patchMeeting(first.id, 1, { startsOn: "2010-05-18" }),
      "/startsOn outside-life-span",
    );
    await expectRejection(meetings.patchMeeting(cancelled.id, 1, { status: null }), "/startsOn outside-life-span");
    await meetings.patchMeeting(first.id, 1, { startsOn: "2020-06-30" });
    await meetings.patchMeeting(cancelled.id, 1, { title: "Họp đã huỷ" });
    const elsewhere = await meetings.createMeeting(tenantId, { startsOn: "2021-01-01" });
    await expectRejection(
      meetings.patchMeeting(elsewhere.id, 1, { organisationId: cell }),
      "/startsOn outside-life-span",
    );
  });

  test("lies within the life of a committee and of a superior as well", async () => {
    const superior = await meetings.organisation({
      kind: "superior-committee",
      name: "Đảng bộ Khối",
      establishedOn: "2007-01-01",
    });
    await expectRejection(meetings.createMeeting(superior, { startsOn: "2006-12-31" }), "/startsOn outside-life-span");
    await meetings.patchOrganisation(superior, 1, { establishedOn: "2006-12-31" });
    await meetings.createMeeting(superior, { startsOn: "2006-12-31" });
  });
});
