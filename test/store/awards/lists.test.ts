import { listAwards } from "../../../lib/awards/reads.ts";
import { callerAt, expectRejection, readPages, useWorld } from "../../support/world.ts";
import { createAwardFixtures } from "./award-fixtures.ts";

const world = useWorld();
const awards = createAwardFixtures(world);

const readOnly = ["dangbo/read"] as const;

test("Awards of a subtree, or of a year, are listed newest first", async () => {
  const { top, tenantId, department, inner, cell, an, binh } = await awards.committeeWithMembers();
  const recipients = [{ memberId: an }];
  const old = await awards.createAward({ organisationId: inner, year: 2021, recipients });
  const first = await awards.createAward({ organisationId: tenantId, recipients });
  const second = await awards.createAward({ organisationId: cell, recipients: [{ memberId: binh }] });
  const above = await awards.createAward({
    organisationId: top,
    form: "flag",
    recipients: [{ organisationId: tenantId }],
  });
  expect(await awards.listIds({ organisationId: tenantId })).toEqual([second.id, first.id, old.id]);
  expect(await awards.listIds({ organisationId: tenantId, year: 2023 })).toEqual([second.id, first.id]);
  expect(await awards.listIds({ organisationId: department })).toEqual([old.id]);
  expect(await awards.listIds({ organisationId: cell })).toEqual([second.id]);
  expect(await awards.listIds({ organisationId: top })).toEqual([above.id]);
  expect(await awards.listIds({}, callerAt([top, tenantId]))).toEqual([second.id, first.id, old.id]);
  expect(await awards.listIds({})).toEqual([]);
});

test("An id of another kind in a filter finds nothing", async () => {
  const { tenantId, cell, an } = await awards.committeeWithMembers();
  await awards.createAward({ organisationId: tenantId, recipients: [{ memberId: an }, { organisationId: cell }] });
  for (const id of [an, cell, tenantId]) expect(await awards.listIds({ meetingId: id })).toEqual([]);
  for (const memberId of [cell, tenantId]) expect(await awards.listIds({ memberId })).toEqual([]);
});

test("Awards of a recipient are listed from all organisations that the caller sees", async () => {
  const { top, tenantId, cell, an } = await awards.committeeWithMembers();
  const own = await awards.createAward({
    organisationId: tenantId,
    recipients: [{ memberId: an }, { organisationId: cell }],
  });
  const superior = await awards.createAward({
    organisationId: top,
    form: "diploma-of-merit",
    recipients: [{ memberId: an }, { organisationId: cell }],
  });
  for (const query of [{ memberId: an }, { recipientOrganisationId: cell }]) {
    expect(await awards.listIds(query)).toEqual([superior.id, own.id]);
    expect(await awards.listIds({ ...query, organisationId: tenantId })).toEqual([own.id]);
    expect(await awards.listIds(query, callerAt([top, tenantId]))).toEqual([own.id]);
    expect(await awards.listIds({ ...query, year: 2022 })).toEqual([]);
  }
  expect(await awards.listIds({ memberId: an, recipientOrganisationId: cell })).toEqual([superior.id, own.id]);
  expect(await awards.listIds({ memberId: an, recipientOrganisationId: tenantId })).toEqual([]);
});

test("Awards of a meeting are listed, also together with a recipient", async () => {
  const { tenantId, an, binh } = await awards.committeeWithMembers();
  const { meetingId } = await awards.createConference(tenantId);
  const first = await awards.createAward({ organisationId: tenantId, meetingId, recipients: [{ memberId: an }] });
  const second = await awards.createAward({ organisationId: tenantId, meetingId, recipients: [{ memberId: binh }] });
  expect(await awards.listIds({ meetingId })).toEqual([second.id, first.id]);
  expect(await awards.listIds({ meetingId, memberId: an })).toEqual([first.id]);
});

test("Restricted awards are listed for administrators only", async () => {
  const { top, tenantId, an } = await awards.committeeWithMembers();
  const { meetingId } = await awards.createConference(tenantId);
  const sent = {
    organisationId: tenantId,
    meetingId,
    visibility: "restricted" as const,
    recipients: [{ memberId: an }],
  };
  const { id } = await awards.createAward(sent);
  const reader = callerAt([top, tenantId], readOnly);
  for (const query of [{}, { memberId: an }, { meetingId }]) expect(await awards.listIds(query, reader)).toEqual([]);
  await expectRejection(awards.getAward(id, reader), "not-found");
  expect((await awards.getAward(id)).id).toBe(id);
});

test("A list of an absent or invisible organisation is not found; other filters without a match return an empty page", async () => {
  const { tenantId } = await awards.committeeWithMembers();
  const other = await awards.committeeWithMembers();
  for (const organisationId of ["nothing", "0".repeat(18), other.tenantId])
    await expectRejection(awards.listAwards({ organisationId }, callerAt([other.top, tenantId])), "not-found");
  for (const query of [{ memberId: "nothing" }, { meetingId: "0".repeat(36) }, { recipientOrganisationId: "x" }])
    expect(await awards.listIds(query)).toEqual([]);
  expect(await awards.listIds({ externalId: "hr:none" }, callerAt([tenantId]))).toEqual([]);
});

test("Pages of one item neither lose nor repeat an award", async () => {
  const { tenantId, an } = await awards.committeeWithMembers();
  const created: string[] = [];
  for (const title of ["a", "b", "c"])
    created.unshift((await awards.createAward({ organisationId: tenantId, title, recipients: [{ memberId: an }] })).id);
  for (const query of [{ organisationId: tenantId }, { memberId: an }]) {
    const seen = await readPages((page) => listAwards(world.contextAs(), query, page));
    expect(seen.map(({ id }) => id)).toEqual(created);
  }
});
