import { randomUUID } from "node:crypto";
import { eraseMember } from "../../../lib/data-subjects/erasure.ts";
import { getErasure } from "../../../lib/data-subjects/requests.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import { createBucket } from "../../../lib/storage/bucket.ts";
import { keys } from "../../../lib/table/keys.ts";
import { createTable } from "../../../lib/table/table.ts";
import { type PersonFixtures, uniqueText, usePersons } from "../../store/data-subjects/person-fixtures.ts";
import { expectRejection } from "../../support/world.ts";
import { type InterruptionPoint, interruptAt, testInterrupted } from "../interruption.ts";

const persons = usePersons();
let units: Awaited<ReturnType<PersonFixtures["meetings"]["committee"]>>;
beforeAll(async () => {
  units = await persons.meetings.committee();
});

/** A member with the same unique text in every kind of record. */
const createPerson = async () => {
  const text = uniqueText();
  const named = { organisationId: units.first, fullName: text, memberNumber: text, externalIds: { hr: text } };
  const id = await persons.createMember({ ...named, positions: [{ organisationId: units.second, role: "secretary" }] });
  await persons.addEntry(id, { kind: "suspended", on: "2023-05-01", reason: text });
  const meeting = await persons.meetings.createMeeting(units.tenantId);
  const [attendeeId = ""] = await persons.addAttendees(meeting.id, [{ memberId: id, roles: ["chair"], reason: text }]);
  await persons.addVote(meeting.id, [{ memberId: id, reason: text }]);
  await persons.announcePhoto(meeting.id, [{ memberId: id }, { attendeeId }], text);
  await persons.feed.processAll();
  return { id, text };
};

/** A member with a unique text, deleted after an attendance of it was. */
const createDeletedPerson = async () => {
  const text = uniqueText();
  const named = { organisationId: units.first, fullName: text, memberNumber: text, externalIds: { hr: text } };
  const id = await persons.createMember(named);
  await persons.addEntry(id, { kind: "suspended", on: "2023-05-01", reason: text });
  const meeting = await persons.meetings.createMeeting(units.tenantId);
  const [attendeeId = ""] = await persons.addAttendees(meeting.id, [{ memberId: id, roles: ["chair"], reason: text }]);
  await persons.meetings.deleteAttendee(meeting.id, attendeeId);
  await deleteMember(persons.world.contextAs(), id, { any: true });
  await persons.feed.processAll();
  return { id, text, named };
};

/** Erases until the interruption; returns whether it was reached. */
const eraseInterrupted = async (id: string, point: InterruptionPoint): Promise<boolean> => {
  const { around, wasReached } = interruptAt(point);
  const { world, gallery } = persons;
  const table = createTable(around(world.client), world.tableName, randomUUID);
  const bucket = createBucket(around(gallery.client), gallery.bucketName);
  await eraseMember({ ...persons.erasureContext(), table, bucket }, id).catch(() => undefined);
  return wasReached();
};

/** The remaining data of a person, without times and ids. */
const remainingDataOf = async (id: string) => {
  const { table } = persons.world.dependencies;
  const [member, erasure] = await table.getMany([keys.member(id), keys.memberErasure(id)]);
  const { history, attendances, exclusions, photos } = await persons.exportOf(id);
  return {
    member: [member?.fullName, member?.version],
    status: erasure?.status,
    history: history.map(({ kind, reason }) => [kind, reason]),
    attendances: attendances.map(({ reason }) => reason),
    exclusions: exclusions.map(({ reason }) => reason),
    photos,
  };
};

testInterrupted(
  "Interrupted %s any call and started again, an erasure has the same result",
  async (point) => {
    const { id, text } = await createPerson();
    await persons.requestErasure(id);
    const reached = await eraseInterrupted(id, point);
    await eraseMember(persons.erasureContext(), id);
    await persons.feed.processAll();
    expect(await remainingDataOf(id)).toEqual({
      member: ["(đã xoá)", 3],
      status: "done",
      history: [["suspended", undefined]],
      attendances: [undefined],
      exclusions: ["(đã xoá)"],
      photos: [],
    });
    expect(await persons.keysContaining(text)).toEqual([]);
    return reached;
  },
  { afterwards: (calls) => expect(calls).toBeGreaterThan(20), timeout: 900_000 },
);

testInterrupted(
  "Interrupted %s any call and started again, an erasure of a deleted member leaves nothing but the hash of its external id",
  async (point) => {
    const { id, text, named } = await createDeletedPerson();
    await persons.requestErasure(id);
    const reached = await eraseInterrupted(id, point);
    await eraseMember(persons.erasureContext(), id);
    await persons.feed.processAll();
    expect(await persons.keysContaining(text)).toEqual([]);
    expect((await getErasure(persons.world.contextAs(), id)).record).toMatchObject({ status: "done" });
    await expectRejection(persons.createMember(named), "erased");
    return reached;
  },
  { afterwards: (calls) => expect(calls).toBeGreaterThan(10), timeout: 900_000 },
);
