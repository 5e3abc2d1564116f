import { listAwards } from "../../../lib/awards/reads.ts";
import { callerAt, startWorld, type World } from "../../support/world.ts";
import { office, refusalOf } from "./award-fixtures.ts";

let world: World;
let act: ReturnType<typeof office>;
beforeAll(async () => {
  world = await startWorld();
  act = office(world);
});
afterAll(() => world.close());

const readOnly = ["dangbo/read"] as const;

test("Awards are listed newest first, of a subtree, of a year", async () => {
  const { top, tenantId, department, inner, cell, an, binh } = await act.committee();
  const recipients = [{ memberId: an }];
  const old = await act.award({ organisationId: inner, year: 2021, recipients });
  const first = await act.award({ organisationId: tenantId, recipients });
  const second = await act.award({ organisationId: cell, recipients: [{ memberId: binh }] });
  const above = await act.award({ organisationId: top, form: "flag", recipients: [{ organisationId: tenantId }] });
  expect(await act.listed({ organisationId: tenantId })).toEqual([second.id, first.id, old.id]);
  expect(await act.listed({ organisationId: tenantId, year: 2023 })).toEqual([second.id, first.id]);
  expect(await act.listed({ organisationId: department })).toEqual([old.id]);
  expect(await act.listed({ organisationId: cell })).toEqual([second.id]);
  expect(await act.listed({ organisationId: top })).toEqual([above.id]);
  expect(await act.listed({}, callerAt([top, tenantId]))).toEqual([second.id, first.id, old.id]);
  expect(await act.listed({})).toEqual([]);
});

test("An id of another kind in a filter finds nothing", async () => {
  const { tenantId, cell, an } = await act.committee();
  await act.award({ organisationId: tenantId, recipients: [{ memberId: an }, { organisationId: cell }] });
  for (const id of [an, cell, tenantId]) expect(await act.listed({ meetingId: id })).toEqual([]);
  for (const memberId of [cell, tenantId]) expect(await act.listed({ memberId })).toEqual([]);
});

test("A member's and an organisation's awards are found from whoever recorded them, as far as the caller sees", async () => {
  const { top, tenantId, cell, an } = await act.committee();
  const own = await act.award({ organisationId: tenantId, recipients: [{ memberId: an }, { organisationId: cell }] });
  const superior = await act.award({
    organisationId: top,
    form: "diploma-of-merit",
    recipients: [{ memberId: an }, { organisationId: cell }],
  });
  for (const query of [{ memberId: an }, { recipientOrganisationId: cell }]) {
    expect(await act.listed(query)).toEqual([superior.id, own.id]);
    expect(await act.listed({ ...query, organisationId: tenantId })).toEqual([own.id]);
    expect(await act.listed(query, callerAt([top, tenantId]))).toEqual([own.id]);
    expect(await act.listed({ ...query, year: 2022 })).toEqual([]);
  }
  expect(await act.listed({ memberId: an, recipientOrganisationId: cell })).toEqual([superior.id, own.id]);
  expect(await act.listed({ memberId: an, recipientOrganisationId: tenantId })).toEqual([]);
});

test("A meeting's awards are found, also together with a recipient", async () => {
  const { tenantId, an, binh } = await act.committee();
  const { meetingId } = await act.meeting(tenantId);
  const first = await act.award({ organisationId: tenantId, meetingId, recipients: [{ memberId: an }] });
  const second = await act.award({ organisationId: tenantId, meetingId, recipients: [{ memberId: binh }] });
  expect(await act.listed({ meetingId })).toEqual([second.id, first.id]);
  expect(await act.listed({ meetingId, memberId: an })).toEqual([first.id]);
});

test("What is restricted is left out for who is no administrator", async () => {
  const { top, tenantId, an } = await act.committee();
  const { meetingId } = await act.meeting(tenantId);
  const sent = {
    organisationId: tenantId,
    meetingId,
    visibility: "restricted" as const,
    recipients: [{ memberId: an }],
  };
  const { id } = await act.award(sent);
  const reader = callerAt([top, tenantId], readOnly);
  for (const query of [{}, { memberId: an }, { meetingId }]) expect(await act.listed(query, reader)).toEqual([]);
  expect(await refusalOf(act.get(id, reader))).toBe("not-found");
  expect((await act.get(id)).record.id).toBe(id);
});

test("An organisation that is absent or foreign is 404, other filters that name nothing give nothing", async () => {
  const { tenantId } = await act.committee();
  const other = await act.committee();
  for (const organisationId of ["nothing", "0".repeat(18), other.tenantId])
    expect(await refusalOf(act.list({ organisationId }, callerAt([other.top, tenantId])))).toBe("not-found");
  for (const query of [{ memberId: "nothing" }, { meetingId: "0".repeat(36) }, { recipientOrganisationId: "x" }])
    expect(await act.listed(query)).toEqual([]);
  expect(await act.listed({ externalId: "hr:none" }, callerAt([tenantId]))).toEqual([]);
});

test("Pages of one lose and repeat nothing", async () => {
  const { tenantId, an } = await act.committee();
  const made: string[] = [];
  for (const title of ["a", "b", "c"])
    made.unshift((await act.award({ organisationId: tenantId, title, recipients: [{ memberId: an }] })).id);
  for (const query of [{ organisationId: tenantId }, { memberId: an }]) {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listAwards(world.workAs(), query, { page: { limit: 1, after }, language: "en" });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(made);
  }
});
