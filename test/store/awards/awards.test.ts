import { dependents } from "../../../functions/meetings/dependents.ts";
import { getAward } from "../../../lib/awards/reads.ts";
import { type Award, awardInput, recipientsMaximum } from "../../../lib/awards/schema.ts";
import { createAward } from "../../../lib/awards/writes.ts";
import { deleteAttendee } from "../../../lib/meetings/attendees.ts";
import { deleteMeeting } from "../../../lib/meetings/deletion.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import { stagedIds } from "../../../lib/organisations/staged-changes.ts";
import { deleteOrganisation } from "../../../lib/organisations/writes.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import type { Problem } from "../../../lib/shared/problem.ts";
import { keys } from "../../../lib/table/keys.ts";
import { callerAt, expectRejection, rejectionOf, rootCaller, useWorld } from "../../support/world.ts";
import { useRollUps } from "../statistics/stream.ts";
import { createAwardFixtures } from "./award-fixtures.ts";

const world = useWorld();
const awards = createAwardFixtures(world);
const { settle } = useRollUps(world);

const any = { any: true } as const;
const absent = "0".repeat(36);

test("An award counts its recipients, and statistics count it in its year, up to its tenant", async () => {
  const { tenantId, department, inner, an } = await awards.committeeWithMembers();
  const award = await awards.createAward({
    organisationId: inner,
    recipients: [{ memberId: an }, { organisationId: inner }],
  });
  expect(award).toMatchObject({
    organisationId: inner,
    conferredBy: inner,
    counts: { collective: 1, individual: 1 },
    warnings: [{ code: "award-authority" }],
    visibility: "internal",
  });
  expect(await awards.getAward(award.id)).toEqual(award);
  for (const id of [inner, department, tenantId])
    expect(await awards.countAwards(id)).toEqual([{ year: 2023, collective: 1, individual: 1 }]);
  expect(await awards.countAwards(tenantId, "2022-12-31")).toEqual([]);
});

test("An award is conferred by its own organisation or one above, not by a sibling or a descendant", async () => {
  const { top, tenantId, department, inner, cell, an } = await awards.committeeWithMembers();
  const by = (conferredBy: string, title: string) =>
    awards.createAward({ organisationId: inner, conferredBy, title, recipients: [{ memberId: an }] });
  for (const id of [top, tenantId, department, inner]) expect((await by(id, `by ${id}`)).conferredBy).toBe(id);
  for (const id of [cell, absent]) await expectRejection(by(id, "x"), "/conferredBy unknown-reference");
  const below = awards.createAward({ organisationId: tenantId, conferredBy: inner, recipients: [{ memberId: an }] });
  await expectRejection(below, "/conferredBy unknown-reference");
});

test("References of an award must exist, be visible and belong to its tenant; all errors are reported together", async () => {
  const { tenantId, cell, an } = await awards.committeeWithMembers();
  const other = await awards.committeeWithMembers();
  const { meetingId } = await awards.createConference(tenantId);
  const recipients = [
    { memberId: an, presentedBy: absent.slice(18) },
    { memberId: absent },
    { organisationId: other.cell },
    { memberId: "not an id" },
  ];
  const sent = { organisationId: tenantId, meetingId, recipients: recipients.slice(0, 3) };
  await expectRejection(
    awards.createAward(sent),
    "/recipients/0/presentedBy unknown-reference",
    "/recipients/1/memberId unknown-reference",
    "/recipients/2/organisationId contradiction",
  );
  await expectRejection(
    awards.createAward({ ...sent, meetingId: absent, recipients, organisationId: absent }),
    "/recipients/3/memberId unknown-reference",
    "/organisationId unknown-reference",
    "/meetingId unknown-reference",
    "/recipients/0/presentedBy unknown-reference",
    "/recipients/1/memberId unknown-reference",
  );
  const foreign = awards.createAward({ organisationId: cell, recipients: [{ memberId: an }] }, callerAt([other.top]));
  await expectRejection(foreign, "/organisationId unknown-reference", "/recipients/0/memberId unknown-reference");
});

test("A read of an award warns of what the record of a recipient contradicts, in both languages; lists do not", async () => {
  const { top, tenantId, an, binh } = await awards.committeeWithMembers();
  const recipients = [{ memberId: an }, { memberId: binh }];
  const { id } = await awards.createAward({ organisationId: top, form: "party-badge", badgeYears: 90, recipients });
  expect((await awards.getAward(id)).warnings).toEqual([]);
  await awards.patch(an, 1, { admittedOn: "2010-05-19" });
  await awards.history(binh, { kind: "departed", on: "2022-06-01" });
  const codesIn = ({ warnings }: Award) => warnings.map(({ code }) => code);
  expect(codesIn(await awards.getAward(id))).toEqual(["badge-years", "recipient-no-longer-member"]);
  const { record } = await getAward(world.contextAs(), id, "vi");
  expect((record as Award).warnings[1]?.message).toBe(
    "Người nhận thứ 2 (Trần Thị Bình) không còn là đảng viên của đảng bộ trong năm 2023",
  );
  const patched = await awards.patchAward(id, 1, { visibility: "public" });
  expect(codesIn(patched.record as Award)).toEqual(["badge-years", "recipient-no-longer-member"]);
  const { items } = await awards.listAwards({ organisationId: top });
  expect(items.map(codesIn)).toEqual([[]]);
  const local = await awards.createAward({ organisationId: tenantId, title: "Khác", recipients: [{ memberId: binh }] });
  expect(codesIn(local)).toEqual(["recipient-no-longer-member"]);
});

test("An award of an organisation that is its recipient too is one dependent of that organisation", async () => {
  const { cell, inner, binh, tenantId } = await awards.committeeWithMembers();
  const recipients = [{ organisationId: cell }, { memberId: binh }];
  const { id } = await awards.createAward({ organisationId: cell, conferredBy: tenantId, recipients });
  const dependents = async () => {
    const tally = await world.dependencies.table.get(keys.tally(cell));
    return [tally?.["refs:award"], tally?.refs];
  };
  expect(await dependents()).toEqual([1, 3]);
  await awards.patchAward(id, 1, { organisationId: inner });
  expect(await dependents()).toEqual([1, 2]);
  await awards.deleteAward(id, 2);
  expect(await dependents()).toEqual([0, 1]);
});

test("Recipients of a superior committee's award are anywhere below it, of a committee's only in its tenant", async () => {
  const { top, tenantId, an } = await awards.committeeWithMembers();
  const recipients = [{ memberId: an }, { organisationId: tenantId }];
  const award = await awards.createAward({ organisationId: top, form: "diploma-of-merit", recipients });
  expect(award.warnings).toEqual([]);
  expect(await awards.countAwards(top)).toEqual([{ year: 2023, collective: 1, individual: 1 }]);
  const upward = awards.createAward({ organisationId: tenantId, recipients: [{ organisationId: top }] });
  await expectRejection(upward, "/recipients/0/organisationId contradiction");
});

test("The same award to one recipient is rejected with a reference to the first; another year or title is accepted", async () => {
  const { top, tenantId, cell, an, binh } = await awards.committeeWithMembers();
  const first = await awards.createAward({
    organisationId: tenantId,
    recipients: [{ memberId: an }, { organisationId: cell }],
  });
  const again = { organisationId: tenantId, recipients: [{ memberId: binh }, { memberId: an }] };
  const refused = await awards.createAward(again).catch((error: Problem) => error);
  expect(refused).toMatchObject({
    code: "duplicate-award",
    details: { existing: { kind: "award", id: first.id, href: `/v1/awards/${first.id}` } },
  });
  await expectRejection(
    awards.createAward({ organisationId: tenantId, recipients: [{ organisationId: cell }] }),
    "duplicate-award",
  );
  for (const other of [{ year: 2022 }, { title: "Khác" }, { form: "commendation" }, { conferredBy: top }] as const)
    await awards.createAward({ ...again, ...other });
  expect(await awards.listIds({ memberId: binh })).toHaveLength(4);
});

test("Concurrent requests for the same award create it once", async () => {
  const { tenantId, an } = await awards.committeeWithMembers();
  const make = () => rejectionOf(awards.createAward({ organisationId: tenantId, recipients: [{ memberId: an }] }));
  const ended = await Promise.all([make(), make(), make()]);
  expect(ended.sort()).toEqual(["accepted", "duplicate-award", "duplicate-award"]);
  expect(await awards.countAwards(tenantId)).toEqual([{ year: 2023, collective: 0, individual: 1 }]);
});

test("Records to which an award refers cannot be deleted before the award", async () => {
  const { tenantId, cell, an } = await awards.committeeWithMembers();
  const { meetingId, guestId } = await awards.createConference(tenantId);
  const recipients = [{ memberId: an, presentedBy: guestId }, { organisationId: cell }];
  const award = await awards.createAward({ organisationId: tenantId, meetingId, recipients });
  const ends = () => [
    deleteMember(world.contextAs(), an, any),
    deleteAttendee(world.contextAs(), { meetingId: meetingId, id: guestId }, any),
    deleteMeeting(world.contextAs(), meetingId, { precondition: any, dependents }),
    deleteOrganisation(world.contextAs(), cell, any),
  ];
  for (const end of ends()) await expectRejection(end, "in-use");
  await awards.deleteAward(award.id, 1);
  await expectRejection(awards.getAward(award.id), "not-found");
  expect(await awards.countAwards(tenantId)).toEqual([]);
  await deleteMember(world.contextAs(), an, any);
  await deleteMeeting(world.contextAs(), meetingId, { precondition: any, dependents });
});

describe("A change", () => {
  test("an update changes version and statistics; an update without changes writes nothing", async () => {
    const { tenantId, inner, cell, an } = await awards.committeeWithMembers();
    const { id } = await awards.createAward({ organisationId: tenantId, recipients: [{ memberId: an }] });
    const change = {
      organisationId: tenantId,
      visibility: "public",
      decision: { number: "1-QĐ/ĐU", date: "2023-12-20" },
    };
    expect(await awards.patchAward(id, 1, change)).toMatchObject({ version: 2, record: change });
    expect(await awards.patchAward(id, 2, change)).toMatchObject({ version: 2 });
    await expectRejection(awards.patchAward(id, 1, change), "stale");
    await awards.patchAward(id, 2, { organisationId: inner });
    expect(await awards.countAwards(inner)).toEqual([{ year: 2023, collective: 0, individual: 1 }]);
    expect(await awards.listIds({ organisationId: inner })).toEqual([id]);
    await awards.patchAward(id, 3, { organisationId: cell });
    expect(await awards.countAwards(inner)).toEqual([]);
  });

  test("changes to fixed fields or to another tenant are rejected together", async () => {
    const { tenantId, top, an, binh } = await awards.committeeWithMembers();
    const { id } = await awards.createAward({ organisationId: tenantId, recipients: [{ memberId: an }] });
    const change = { form: "flag", year: 2022, recipients: [{ memberId: binh }], organisationId: top };
    await expectRejection(
      awards.patchAward(id, 1, change),
      "/form fixed",
      "/year fixed",
      "/recipients fixed",
      "/organisationId fixed",
    );
    await expectRejection(awards.patchAward(id, 1, { title: null }), "/title required");
  });

  test("a reference to a meeting can be added and removed, but not changed where its attendees presented", async () => {
    const { tenantId, an, binh } = await awards.committeeWithMembers();
    const { meetingId, guestId } = await awards.createConference(tenantId);
    const other = await awards.createConference(tenantId);
    const { id } = await awards.createAward({ organisationId: tenantId, recipients: [{ memberId: an }] });
    await awards.patchAward(id, 1, { meetingId });
    expect(await awards.listIds({ meetingId })).toEqual([id]);
    await expectRejection(deleteMeeting(world.contextAs(), meetingId, { precondition: any, dependents }), "in-use");
    await awards.patchAward(id, 2, { meetingId: null });
    expect(await awards.listIds({ meetingId })).toEqual([]);
    const recipients = [{ memberId: binh, presentedBy: guestId }];
    const presented = await awards.createAward({ organisationId: tenantId, meetingId, recipients });
    const moved = awards.patchAward(presented.id, 1, { meetingId: other.meetingId });
    await expectRejection(moved, "/meetingId contradiction");
    await expectRejection(awards.patchAward(presented.id, 1, { meetingId: absent }), "/meetingId unknown-reference");
  });
});

test("A PUT by external id creates, then updates an award, and rejects changes to fixed fields", async () => {
  const { tenantId, an, binh } = await awards.committeeWithMembers();
  const external = { source: "hr", externalId: "KT-1" };
  const body = { organisationId: tenantId, form: "flag", title: "Cờ", year: 2022, recipients: [{ memberId: an }] };
  const made = await awards.putAward(external, body);
  expect(made).toMatchObject({ created: true, version: 1, record: { externalIds: { hr: "KT-1" } } });
  expect(await awards.putAward(external, body)).toMatchObject({ version: 1, record: made.record });
  expect(await awards.putAward(external, { ...body, visibility: "public" })).toMatchObject({ version: 2 });
  await expectRejection(awards.putAward(external, { ...body, recipients: [{ memberId: binh }] }), "/recipients fixed");
  expect(await awards.listIds({ organisationId: tenantId, externalId: "hr:KT-1" })).toEqual([
    (made.record as { id: string }).id,
  ]);
});

const counting = (count: number) => Array.from({ length: count }, (_, i) => i);

/** An award of 40 members of a cell below a department, with five external ids and a key, presented by several guests. */
const useLargestAward = async () => {
  const { inner, tenantId } = await awards.committeeWithMembers();
  const { meetingId } = await awards.createConference(inner);
  const guests = counting(9).map((i) => ({ guest: { fullName: `Khách ${i}` } }));
  const presenters = (await awards.addAttendees(meetingId, ...guests)).map(({ id }) => id);
  const members = (await awards.createOfficials(inner, recipientsMaximum - 1)).map(({ id }) => id);
  const make = (key: string, presenting: number) => {
    const recipients = [...members.map((memberId) => ({ memberId })), { organisationId: inner }];
    const validation = validateInput(awardInput, {
      organisationId: inner,
      form: "commendation",
      title: key,
      year: 2023,
      meetingId,
      recipients: recipients.map((one, i) => ({ ...one, presentedBy: presenters[i % presenting] })),
      externalIds: Object.fromEntries(counting(5).map((i) => [`source${i}`, key])),
    });
    const once = { clientId: "admin", route: "/v1/awards", key: `${inner}-${key}`, fingerprint: key };
    return createAward(world.contextAs(rootCaller, once), validation, "en");
  };
  const stagedChanges = async () => stagedIds(await world.dependencies.table.get(keys.stagedChanges(tenantId))).length;
  return { inner, make, stagedChanges };
};

test("The largest award has eight presenters, who fit its transaction; more are rejected by name", async () => {
  const { inner, make } = await useLargestAward();
  await expectRejection(
    make("nine", 9),
    ...[8, 17, 26, 35].map((i) => `/recipients/${i}/presentedBy too-many-presenters`),
  );
  const { counts } = (await make("eight", 8)).record as Award;
  expect(counts).toEqual({ collective: 1, individual: recipientsMaximum - 1 });
  expect(await awards.listIds({ organisationId: inner })).toHaveLength(1);
});

test("Counters of the largest awards are staged: figures are right at once, and after they are applied", async () => {
  const { inner, make, stagedChanges } = await useLargestAward();
  const before = await world.dependencies.table.get(keys.tally(inner));
  const { id } = (await make("eight", 8)).record as Award;
  const figures = [{ year: 2023, collective: 1, individual: recipientsMaximum - 1 }];
  expect([await stagedChanges(), await awards.countAwards(inner)]).toEqual([1, figures]);
  await settle();
  expect([await stagedChanges(), await awards.countAwards(inner)]).toEqual([0, figures]);
  await awards.deleteAward(id, 1);
  expect([await stagedChanges(), await awards.countAwards(inner)]).toEqual([1, []]);
  const refs = async () => {
    const tally = await world.dependencies.table.get(keys.tally(inner));
    return { refs: Number(tally?.refs), ofAwards: Number(tally?.["refs:award"] ?? 0) };
  };
  expect(await refs()).toEqual({ refs: Number(before?.refs) + 1, ofAwards: 1 });
  await settle();
  expect([await stagedChanges(), await awards.countAwards(inner)]).toEqual([0, []]);
  expect(await refs()).toEqual({ refs: Number(before?.refs), ofAwards: 0 });
  expect((await make("one", 1)).created).toBe(true);
});
