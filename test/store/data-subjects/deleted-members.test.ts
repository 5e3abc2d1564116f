import { eraseMember } from "../../../lib/data-subjects/erasure.ts";
import { getErasure, repeatRegisteredErasures } from "../../../lib/data-subjects/requests.ts";
import { memberInput } from "../../../lib/members/schema.ts";
import { deleteMember, putMemberByExternalId } from "../../../lib/members/writes.ts";
import { storedResponseIn } from "../../../lib/records/idempotency.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { keys } from "../../../lib/table/keys.ts";
import { callerAt, expectRejection, rejectionOf } from "../../support/world.ts";
import { newIdempotencyRequest, uniqueText, usePersons } from "./person-fixtures.ts";

const persons = usePersons();

const memberOf = (organisationId: string, text: string) => ({
  organisationId,
  fullName: `${text} An`,
  memberNumber: text,
  jobTitle: text,
  admittedOn: "2000-05-19",
  externalIds: { hr: text },
});

const remove = (id: string) => deleteMember(persons.world.contextAs(), id, { any: true });

const put = (organisationId: string, externalId: string) =>
  putMemberByExternalId(persons.world.contextAs(), {
    external: { source: "hr", externalId },
    precondition: undefined,
    body: validateInput(memberInput, { organisationId, fullName: "Lê Văn Bình", confirmed: true }),
  });

/** A member with a unique text in its record and history, deleted as entered by mistake. */
const prepare = async (over: object = {}) => {
  const units = await persons.meetings.committee();
  const [text, reason] = [uniqueText(), uniqueText()];
  const key = newIdempotencyRequest();
  const input = { ...memberOf(units.first, text), ...over };
  const id = await persons.createMember(input, key);
  await persons.addEntry(id, {
    kind: "confirmed",
    on: "2001-05-19",
    reason,
    decision: { number: text, date: "2001-05-19" },
  });
  await remove(id);
  await persons.feed.processAll();
  return { units, text, reason, key, input, id };
};

test("The export of a deleted member contains its last values and who deleted it", async () => {
  const { id, text, reason } = await prepare();
  const exported = await persons.exportOf(id);
  expect(exported).not.toHaveProperty("member");
  expect(exported).toMatchObject({ history: [], attendances: [], exclusions: [], awards: [], photos: [] });
  expect(exported.changes.map(({ type }) => type).sort()).toEqual(
    ["history-entry.created", "history-entry.deleted", "member.created", "member.deleted", "member.updated"].sort(),
  );
  const deletion = exported.changes.find(({ type }) => type === "member.deleted");
  expect(deletion).toMatchObject({
    client: "admin",
    changes: expect.arrayContaining([{ field: "memberNumber", before: { value: text } }]),
  });
  expect(JSON.stringify(exported)).toContain(reason);
});

test("An erasure of a deleted member leaves no value of it, also in stored responses", async () => {
  const { id, text, reason, key, input, units } = await prepare();
  await persons.erase(id);
  expect([await persons.keysContaining(text), await persons.keysContaining(reason)]).toEqual([[], []]);
  expect((await getErasure(persons.world.contextAs(), id)).record).toMatchObject({ memberId: id, status: "done" });
  const again = await persons.createMember(input, key).catch((error: unknown) => storedResponseIn(error)?.record);
  expect(again).toMatchObject({ id, fullName: "(đã xoá)" });
  expect(await persons.meetings.names({ organisationId: units.first })).toEqual([]);
  expect((await persons.feed.read()).filter((change) => change.resource.id === id).map(({ type }) => type)).toEqual([
    "member.created",
    "member.updated",
    "member.deleted",
  ]);
});

test("After an erasure of a deleted member its external id is rejected, and its number is free", async () => {
  const { id, text, input, units } = await prepare();
  // Deleted as entered by mistake, the person may be entered again until the erasure.
  expect(await rejectionOf(put(units.first, text))).toBe("accepted");
  const second = await prepare();
  await persons.erase(second.id);
  const { externalIds: _, ...others } = second.input;
  expect([
    await rejectionOf(put(second.units.first, second.text)),
    await rejectionOf(persons.createMember(second.input)),
    await rejectionOf(persons.createMember(others)),
  ]).toEqual(["erased", "erased", "accepted"]);
  // Whoever has the external id by then keeps it.
  await persons.erase(id);
  expect(await rejectionOf(put(units.first, text))).toBe("accepted");
  expect(await rejectionOf(persons.createMember(input))).toBe("duplicate-external-id");
});

test("Callers whose subtree contained a deleted member may export and erase it; others get 404", async () => {
  const { id, units } = await prepare({ visibility: "restricted" });
  const foreign = await persons.meetings.committee();
  const { top, ministry, tenantId, first, second } = units;
  const own = [[top], [top, ministry], [top, ministry, tenantId], [top, ministry, tenantId, first]];
  const others = [[top, ministry, tenantId, second], [foreign.top], [foreign.top, foreign.ministry, foreign.tenantId]];
  for (const path of others) {
    await expectRejection(persons.exportOf(id, callerAt(path)), "not-found");
    await expectRejection(persons.requestErasure(id, callerAt(path)), "not-found");
    await expectRejection(getErasure(persons.world.contextAs(callerAt(path)), id), "not-found");
  }
  const withoutAdmin = callerAt([top, ministry, tenantId], ["dangbo/read"]);
  await expectRejection(persons.exportOf(id, withoutAdmin), "not-found");
  for (const path of own) expect((await persons.exportOf(id, callerAt(path))).changes.length).toBeGreaterThan(0);
  await persons.requestErasure(id, callerAt([top, ministry, tenantId, first]));
  expect(await eraseMember(persons.erasureContext(), id)).toBe(true);
  await persons.feed.processAll();
});

test("A deleted member may be exported and erased years later, and both are in the audit", async () => {
  const { id, text } = await prepare();
  const { table } = persons.world.dependencies;
  expect(await table.get(keys.tombstone(keys.member(id)))).not.toHaveProperty("expiresAt");
  await persons.exportOf(id);
  await persons.erase(id);
  expect(await persons.keysContaining(text)).toEqual([]);
  const types = persons.feed.published.filter(({ resourceId }) => resourceId === id).map(({ special }) => special);
  expect(types).toEqual(expect.arrayContaining(["exported", "erased"]));
});

test("A member that never existed, and one of a deleted record of another kind, get 404", async () => {
  const { tenantId } = await persons.meetings.committee();
  const { id: meetingId } = await persons.meetings.createMeeting(tenantId);
  await persons.meetings.deleteMeeting(meetingId);
  await expectRejection(persons.exportOf(meetingId), "not-found");
  await expectRejection(persons.requestErasure("zz"), "not-found");
});

test("A registered erasure of a member that was deleted before is requested again", async () => {
  const { id, text } = await prepare();
  await persons.erasureContext().bucket.create(`erasures/${id}`, Buffer.from("{}"), "application/json");
  await repeatRegisteredErasures(persons.erasureContext());
  expect(await persons.world.dependencies.table.get(keys.memberErasure(id))).toMatchObject({ status: "requested" });
  await persons.erase(id);
  expect(await persons.keysContaining(text)).toEqual([]);
});
