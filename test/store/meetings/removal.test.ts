import { attendees } from "../../../lib/meetings/attendees.ts";
import { deleteMeeting } from "../../../lib/meetings/deletion.ts";
import { documents } from "../../../lib/meetings/documents.ts";
import { addMeetingReference } from "../../../lib/meetings/items.ts";
import { getPart, listParts } from "../../../lib/meetings/parts.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import type { RequestContext } from "../../../lib/records/request-context.ts";
import { callerAt, expectRejection, rejectionOf, useWorld } from "../../support/world.ts";
import { announcePhotos, createMeetingFixtures } from "./meeting-fixtures.ts";

const world = useWorld();
const meetings = createMeetingFixtures(world);
let units: Awaited<ReturnType<typeof meetings.committee>>;
beforeAll(async () => {
  units = await meetings.committee();
});

/** A meeting with parts of every kind: members attend, the first is also left out of a vote; guests make it large. */
const fullMeeting = async (ids: readonly string[], guests: number) => {
  const { id } = await meetings.createMeeting(units.tenantId, {
    status: "held",
    externalIds: { rooms: String(ids[0]) },
  });
  await meetings.addAttendees(id, ...ids.map((memberId) => ({ memberId })));
  const [presenter] = await meetings.addAttendees(id, { guest: { fullName: "Nguyễn Tuấn Linh" } });
  for (let n = 0; n < guests; n += 45)
    await meetings.addAttendees(id, ...Array.from({ length: 45 }, () => ({ group: { name: "Khách mời" } })));
  const presenterId = presenter?.id ?? "";
  await meetings.putAgenda(id, [{ number: 1, title: "Báo cáo", presenterId }]);
  const document = await meetings.addDocument(id, { presenterId });
  const exclusions = [{ memberId: ids[0], reason: "Vắng" }];
  await meetings.addVote(id, { for: 2, documentId: document.id, base: { count: 2, exclusions } });
  await meetings.addGuidance(id, 1, { attendeeId: presenterId });
  await announcePhotos(world, id, [{ peopleShown: [{ attendeeId: presenterId }] }]);
  return { id, documentId: document.id, presenterId };
};
const newMembers = async (count: number) => (await meetings.createOfficials(units.first, count)).map((one) => one.id);
const namesOf = (ids: readonly string[]) => Promise.all(ids.map((memberId) => meetings.memberReferenceCount(memberId)));

/** A request context whose writes fail from the given number on, as if the process had ended. */
const interruptedBefore = (before: number): RequestContext => {
  const context = world.contextAs();
  let writes = 0;
  const counted = async <T>(write: () => Promise<T>): Promise<T> => {
    if (++writes >= before) throw new Error("interrupted");
    return write();
  };
  return {
    ...context,
    table: { ...context.table, write: (actions) => counted(() => context.table.write(actions)) },
    commit: (actions, result) => counted(() => context.commit(actions, result)),
  };
};

test("A meeting is deleted with all its parts in one transaction, which releases all references", async () => {
  const before = await meetings.countHeld(units.tenantId);
  const ids = await newMembers(3);
  const { id, documentId } = await fullMeeting(ids, 0);
  expect(await meetings.countHeld(units.tenantId)).toBe(before + 1);
  expect(await meetings.memberReferenceCount(ids[0] ?? "")).toBe(2);
  await meetings.deleteMeeting(id, 1, interruptedBefore(2));
  expect(await meetings.storedSortKeys(id)).toEqual([]);
  await expectRejection(meetings.getMeeting(id), "not-found");
  await expectRejection(getPart(world.contextAs(), documents, { meetingId: id, id: documentId }), "not-found");
  expect(await meetings.countHeld(units.tenantId)).toBe(before);
  for (const memberId of ids) await deleteMember(world.contextAs(), memberId, { any: true });
});

test("A meeting too large for one transaction is deleted completely", async () => {
  const ids = await newMembers(45);
  const { id } = await fullMeeting(ids, 90);
  await meetings.deleteMeeting(id);
  expect(await meetings.storedSortKeys(id)).toEqual([]);
  expect(await namesOf(ids)).toEqual(ids.map(() => 0));
});

test("A deletion interrupted at any write leaves the meeting complete or absent for every reader, and the next DELETE completes it", async () => {
  const held = await meetings.countHeld(units.tenantId);
  const ids = await newMembers(30);
  const results: string[] = [];
  while (results.at(-1) !== "accepted") {
    const { id, presenterId } = await fullMeeting(ids, 45);
    const step = results.length + 1;
    results.push(await meetings.deleteMeeting(id, 1, interruptedBefore(step)).then(() => "accepted", String));
    const seen = step === 1 ? "accepted" : "not-found";
    expect(await meetings.countHeld(units.tenantId)).toBe(step === 1 ? held + 1 : held);
    expect(await rejectionOf(meetings.getMeeting(id))).toBe(seen);
    expect(await rejectionOf(getPart(world.contextAs(), attendees, { meetingId: id, id: presenterId }))).toBe(seen);
    expect(await rejectionOf(listParts(world.contextAs(), attendees, { meetingId: id, page: { limit: 1 } }))).toBe(
      seen,
    );
    expect(await rejectionOf(meetings.addGuidance(id, 2))).toBe(seen);
    expect(await meetings.listTitles({ organisationId: units.tenantId })).toHaveLength(step === 1 ? 1 : 0);
    expect(await rejectionOf(meetings.deleteMeeting(id))).toBe(seen);
    expect(await meetings.storedSortKeys(id)).toEqual([]);
    expect(await namesOf(ids)).toEqual(ids.map(() => 0));
  }
  // The tombstone, two transactions of parts, and the deletion of the tombstone.
  expect(results).toEqual([...Array.from({ length: 4 }, () => "Error: interrupted"), "accepted"]);
  expect(await meetings.countHeld(units.tenantId)).toBe(held);
});

test("Only a caller with access to a deleted meeting completes its interrupted deletion", async () => {
  const { id } = await fullMeeting(await newMembers(1), 90);
  await expect(meetings.deleteMeeting(id, 1, interruptedBefore(2))).rejects.toThrow("interrupted");
  const left = await meetings.storedSortKeys(id);
  const sibling = callerAt([units.top, units.ministry, units.tenantId, units.second]);
  await expectRejection(meetings.deleteMeeting(id, 1, world.contextAs(sibling)), "not-found");
  expect(await meetings.storedSortKeys(id)).toEqual(left);
  await expectRejection(meetings.deleteMeeting(id), "not-found");
  expect(await meetings.storedSortKeys(id)).toEqual([]);
});

test("A deletion is rejected when a part was added since the parts were read", async () => {
  const { id } = await meetings.createMeeting(units.tenantId);
  const [memberId = ""] = await newMembers(1);
  const context = world.contextAs();
  const late: RequestContext = {
    ...context,
    commit: async (actions, result) => {
      await meetings.addAttendees(id, { memberId });
      return context.commit(actions, result);
    },
  };
  await expectRejection(meetings.deleteMeeting(id, 1, late), "write-conflict");
  expect(await meetings.memberReferenceCount(memberId)).toBe(1);
  await meetings.deleteMeeting(id);
  expect(await meetings.memberReferenceCount(memberId)).toBe(0);
});

test("A meeting can be deleted after its parts were removed one by one", async () => {
  const { id } = await meetings.createMeeting(units.tenantId);
  const [attendee] = await meetings.addAttendees(id, { guest: { fullName: "A" } });
  const point = await meetings.addGuidance(id, 1);
  const document = await meetings.addDocument(id);
  await meetings.putAgenda(id, []);
  await meetings.putAgenda(id, [{ number: 1, title: "A" }]);
  await meetings.deleteAttendee(id, attendee?.id ?? "");
  await meetings.deleteGuidance(id, point.id);
  await meetings.deleteDocument(id, document.id);
  await meetings.deleteMeeting(id);
});

test("A deletion requires the current version and no award that refers to the meeting", async () => {
  const { id } = await meetings.createMeeting(units.tenantId);
  const { table } = world.dependencies;
  await table.write([addMeetingReference(id, { by: "award", count: 1 })]);
  await expectRejection(meetings.deleteMeeting(id, 2), "stale");
  await expectRejection(
    deleteMeeting(world.contextAs(), id, { precondition: undefined, dependents: [] }),
    "precondition-required",
  );
  const refused = meetings.deleteMeeting(id);
  await expectRejection(refused, "in-use");
  await expect(refused).rejects.toMatchObject({ details: { dependents: [{ kind: "award", count: 1 }] } });
  await table.write([addMeetingReference(id, { by: "award", count: -1 })]);
  await meetings.deleteMeeting(id);
  await expectRejection(table.write([addMeetingReference(id, { by: "award", count: 1 })]), "write-conflict");
});
