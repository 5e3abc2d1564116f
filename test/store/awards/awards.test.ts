import { dependents } from "../../../functions/meetings/dependents.ts";
import { deleteAttendee } from "../../../lib/meetings/attendees.ts";
import { deleteMeeting } from "../../../lib/meetings/deletion.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import { deleteOrganisation } from "../../../lib/organisations/writes.ts";
import type { Problem } from "../../../lib/shared/problem.ts";
import { callerAt, startWorld, type World } from "../../support/world.ts";
import { office, refusalOf } from "./award-fixtures.ts";

let world: World;
let act: ReturnType<typeof office>;
beforeAll(async () => {
  world = await startWorld();
  act = office(world);
});
afterAll(() => world.close());

const any = { any: true } as const;
const absent = "0".repeat(36);

test("An award is told whole, counts its recipients and is counted in its year, up to its home", async () => {
  const { tenantId, department, inner, an } = await act.committee();
  const award = await act.award({ organisationId: inner, recipients: [{ memberId: an }, { organisationId: inner }] });
  expect(award).toMatchObject({
    organisationId: inner,
    conferredBy: inner,
    counts: { collective: 1, individual: 1 },
    warnings: [{ code: "award-authority" }],
    visibility: "internal",
  });
  expect((await act.get(award.id)).record).toEqual(award);
  for (const id of [inner, department, tenantId])
    expect(await act.figures(id)).toEqual([{ year: 2023, collective: 1, individual: 1 }]);
  expect(await act.figures(tenantId, "2022-12-31")).toEqual([]);
});

test("It is conferred by itself, or by one above; by nobody beside or below", async () => {
  const { top, tenantId, department, inner, cell, an } = await act.committee();
  const by = (conferredBy: string, title: string) =>
    act.award({ organisationId: inner, conferredBy, title, recipients: [{ memberId: an }] });
  for (const id of [top, tenantId, department, inner]) expect((await by(id, `by ${id}`)).conferredBy).toBe(id);
  for (const id of [cell, absent]) expect(await refusalOf(by(id, "x"))).toEqual(["/conferredBy unknown-reference"]);
  const below = act.award({ organisationId: tenantId, conferredBy: inner, recipients: [{ memberId: an }] });
  expect(await refusalOf(below)).toEqual(["/conferredBy unknown-reference"]);
});

test("What it names must exist, be seen and belong there: every fault is told at once", async () => {
  const { tenantId, cell, an } = await act.committee();
  const other = await act.committee();
  const { meetingId } = await act.meeting(tenantId);
  const recipients = [
    { memberId: an, presentedBy: absent.slice(18) },
    { memberId: absent },
    { organisationId: other.cell },
    { memberId: "not an id" },
  ];
  const sent = { organisationId: tenantId, meetingId, recipients: recipients.slice(0, 3) };
  expect(await refusalOf(act.award(sent))).toEqual([
    "/recipients/0/presentedBy unknown-reference",
    "/recipients/1/memberId unknown-reference",
    "/recipients/2/organisationId contradiction",
  ]);
  expect(await refusalOf(act.award({ ...sent, meetingId: absent, recipients, organisationId: absent }))).toEqual([
    "/recipients/3/memberId unknown-reference",
    "/organisationId unknown-reference",
    "/meetingId unknown-reference",
  ]);
  const foreign = act.award({ organisationId: cell, recipients: [{ memberId: an }] }, callerAt([other.top]));
  expect(await refusalOf(foreign)).toEqual([
    "/organisationId unknown-reference",
    "/recipients/0/memberId unknown-reference",
  ]);
});

test("A superior's own award goes to anybody below, a committee's only to its own", async () => {
  const { top, tenantId, an } = await act.committee();
  const recipients = [{ memberId: an }, { organisationId: tenantId }];
  const award = await act.award({ organisationId: top, form: "diploma-of-merit", recipients });
  expect(award.warnings).toEqual([]);
  expect(await act.figures(top)).toEqual([{ year: 2023, collective: 1, individual: 1 }]);
  const upward = act.award({ organisationId: tenantId, recipients: [{ organisationId: top }] });
  expect(await refusalOf(upward)).toEqual(["/recipients/0/organisationId contradiction"]);
});

test("The same award to the same recipient twice is refused with the first; another year or title is another award", async () => {
  const { top, tenantId, cell, an, binh } = await act.committee();
  const first = await act.award({ organisationId: tenantId, recipients: [{ memberId: an }, { organisationId: cell }] });
  const again = { organisationId: tenantId, recipients: [{ memberId: binh }, { memberId: an }] };
  const refused = await act.award(again).catch((error: Problem) => error);
  expect(refused).toMatchObject({
    code: "duplicate-award",
    details: { existing: { kind: "award", id: first.id, href: `/v1/awards/${first.id}` } },
  });
  expect(await refusalOf(act.award({ organisationId: tenantId, recipients: [{ organisationId: cell }] }))).toBe(
    "duplicate-award",
  );
  for (const other of [{ year: 2022 }, { title: "Khác" }, { form: "commendation" }, { conferredBy: top }] as const)
    await act.award({ ...again, ...other });
  expect(await act.listed({ memberId: binh })).toHaveLength(4);
});

test("Two at once of the same award: one is made", async () => {
  const { tenantId, an } = await act.committee();
  const make = () => refusalOf(act.award({ organisationId: tenantId, recipients: [{ memberId: an }] }));
  const ended = await Promise.all([make(), make(), make()]);
  expect(ended.sort()).toEqual(["accepted", "duplicate-award", "duplicate-award"]);
  expect(await act.figures(tenantId)).toEqual([{ year: 2023, collective: 0, individual: 1 }]);
});

test("What an award names stays until the award goes", async () => {
  const { tenantId, cell, an } = await act.committee();
  const { meetingId, guestId } = await act.meeting(tenantId);
  const recipients = [{ memberId: an, presentedBy: guestId }, { organisationId: cell }];
  const award = await act.award({ organisationId: tenantId, meetingId, recipients });
  const ends = () => [
    deleteMember(world.workAs(), an, any),
    deleteAttendee(world.workAs(), { meetingId: meetingId, id: guestId }, any),
    deleteMeeting(world.workAs(), meetingId, { precondition: any, dependents }),
    deleteOrganisation(world.workAs(), cell, any),
  ];
  for (const end of ends()) expect(await refusalOf(end)).toBe("in-use");
  await act.remove(award.id, 1);
  expect(await refusalOf(act.get(award.id))).toBe("not-found");
  expect(await act.figures(tenantId)).toEqual([]);
  expect(await refusalOf(deleteMember(world.workAs(), an, any))).toBe("accepted");
  expect(await refusalOf(deleteMeeting(world.workAs(), meetingId, { precondition: any, dependents }))).toBe("accepted");
});

test("After an award is gone the same can be given again", async () => {
  const { tenantId, an } = await act.committee();
  const sent = { organisationId: tenantId, recipients: [{ memberId: an }], externalIds: { hr: "again" } };
  await act.remove((await act.award(sent)).id, 1);
  expect(await refusalOf(act.award(sent))).toBe("accepted");
});

describe("A change", () => {
  test("of what may change moves the version and the figures; of nothing writes nothing", async () => {
    const { tenantId, inner, cell, an } = await act.committee();
    const { id } = await act.award({ organisationId: tenantId, recipients: [{ memberId: an }] });
    const change = {
      organisationId: tenantId,
      visibility: "public",
      decision: { number: "1-QĐ/ĐU", date: "2023-12-20" },
    };
    expect(await act.patch(id, 1, change)).toMatchObject({ version: 2, record: change });
    expect(await act.patch(id, 2, change)).toMatchObject({ version: 2 });
    expect(await refusalOf(act.patch(id, 1, change))).toBe("stale");
    expect(await refusalOf(act.patch(id, 2, { organisationId: inner }))).toBe("accepted");
    expect(await act.figures(inner)).toEqual([{ year: 2023, collective: 0, individual: 1 }]);
    expect(await act.listed({ organisationId: inner })).toEqual([id]);
    expect(await refusalOf(act.patch(id, 3, { organisationId: cell }))).toBe("accepted");
    expect(await act.figures(inner)).toEqual([]);
  });

  test("of what is fixed, or into another home, is refused, all at once", async () => {
    const { tenantId, top, an, binh } = await act.committee();
    const { id } = await act.award({ organisationId: tenantId, recipients: [{ memberId: an }] });
    const change = { form: "flag", year: 2022, recipients: [{ memberId: binh }], organisationId: top };
    expect(await refusalOf(act.patch(id, 1, change))).toEqual([
      "/form fixed",
      "/year fixed",
      "/recipients fixed",
      "/organisationId fixed",
    ]);
    expect(await refusalOf(act.patch(id, 1, { title: null }))).toEqual(["/title required"]);
  });

  test("names a meeting later, and lets it go; not where its attendees presented", async () => {
    const { tenantId, an, binh } = await act.committee();
    const { meetingId, guestId } = await act.meeting(tenantId);
    const other = await act.meeting(tenantId);
    const { id } = await act.award({ organisationId: tenantId, recipients: [{ memberId: an }] });
    await act.patch(id, 1, { meetingId });
    expect(await act.listed({ meetingId })).toEqual([id]);
    expect(await refusalOf(deleteMeeting(world.workAs(), meetingId, { precondition: any, dependents }))).toBe("in-use");
    await act.patch(id, 2, { meetingId: null });
    expect(await act.listed({ meetingId })).toEqual([]);
    const recipients = [{ memberId: binh, presentedBy: guestId }];
    const presented = await act.award({ organisationId: tenantId, meetingId, recipients });
    const moved = act.patch(presented.id, 1, { meetingId: other.meetingId });
    expect(await refusalOf(moved)).toEqual(["/meetingId contradiction"]);
    expect(await refusalOf(act.patch(presented.id, 1, { meetingId: absent }))).toEqual([
      "/meetingId unknown-reference",
    ]);
  });
});

test("A PUT by external id makes, then changes, then writes nothing; another content of what is fixed is refused", async () => {
  const { tenantId, an, binh } = await act.committee();
  const external = { source: "hr", externalId: "KT-1" };
  const body = { organisationId: tenantId, form: "flag", title: "Cờ", year: 2022, recipients: [{ memberId: an }] };
  const made = await act.put(external, body);
  expect(made).toMatchObject({ created: true, version: 1, record: { externalIds: { hr: "KT-1" } } });
  expect(await act.put(external, body)).toMatchObject({ version: 1, record: made.record });
  expect(await act.put(external, { ...body, visibility: "public" })).toMatchObject({ version: 2 });
  expect(await refusalOf(act.put(external, { ...body, recipients: [{ memberId: binh }] }))).toEqual([
    "/recipients fixed",
  ]);
  expect(await act.listed({ organisationId: tenantId, externalId: "hr:KT-1" })).toEqual([
    (made.record as { id: string }).id,
  ]);
});
