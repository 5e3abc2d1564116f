import { randomUUID } from "node:crypto";
import { type AuditEntry, verifyChain } from "../../../infra/audit/chain.ts";
import { listAudit } from "../../../lib/changes/audit.ts";
import { eraseMember } from "../../../lib/data-subjects/erasure.ts";
import { getErasure, repeatRegisteredErasures, requestErasure } from "../../../lib/data-subjects/requests.ts";
import { getMember } from "../../../lib/members/reads.ts";
import { memberInput } from "../../../lib/members/schema.ts";
import { updateMember } from "../../../lib/members/writes.ts";
import { storedResponseIn } from "../../../lib/records/idempotency.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import type { Precondition } from "../../../lib/shared/precondition.ts";
import { keys } from "../../../lib/table/keys.ts";
import { expectRejection, rejectionOf } from "../../support/world.ts";
import { newIdempotencyRequest, uniqueText, usePersons } from "./person-fixtures.ts";

const persons = usePersons();

/** A committee, a member with a unique text in every field, and a meeting. */
const prepare = async () => {
  const units = await persons.meetings.committee();
  const text = uniqueText();
  const key = newIdempotencyRequest();
  const input = {
    organisationId: units.first,
    fullName: `${text} An`,
    memberNumber: text,
    birthDate: "1960-02-03",
    jobTitle: text,
    gender: "female",
    admittedOn: "2000-05-19",
    confirmedOn: "2001-05-19",
    positions: [{ organisationId: units.second, role: "secretary" }],
    externalIds: { hr: text },
  };
  const id = await persons.createMember(input, key);
  const { id: meetingId } = await persons.meetings.createMeeting(units.tenantId);
  return { units, text, key, input, id, meetingId };
};

test("Of the record only the data of the statistics remains; the member number is free again", async () => {
  const { units, text, id, input } = await prepare();
  await persons.erase(id);
  const [member] = await persons.world.dependencies.table.getMany([keys.member(id)]);
  expect(member).toMatchObject({
    fullName: "(đã xoá)",
    gender: "female",
    admittedOn: "2000-05-19",
    confirmedOn: "2001-05-19",
    version: 2,
    by: "admin",
    erasedAt: expect.any(String),
  });
  expect(await persons.keysContaining(text)).toEqual([]);
  expect(JSON.stringify(member)).not.toContain("1960-02-03");
  const second = await persons.world.dependencies.table.get(keys.tally(units.second));
  expect(second?.refs).toBe(0);
  const { externalIds: _, ...others } = input;
  await persons.createMember(others);
});

test("Reasons and decisions in the history are erased; its entries remain", async () => {
  const { id } = await prepare();
  const text = uniqueText();
  const decision = { number: text, date: "2023-05-01" };
  await persons.addEntry(id, { kind: "suspended", on: "2023-05-01", reason: text, decision });
  await persons.addEntry(id, { kind: "resumed", on: "2023-06-01" });
  await persons.erase(id);
  expect(await persons.keysContaining(text)).toEqual([]);
  const { history } = await persons.exportOf(id);
  expect(history.map(({ kind, on }) => [kind, on])).toEqual([
    ["suspended", "2023-05-01"],
    ["resumed", "2023-06-01"],
  ]);
});

test("Attendances and exclusions remain without their reasons; those of others keep them", async () => {
  const { units, id, meetingId } = await prepare();
  const [text, otherText] = [uniqueText(), uniqueText()];
  const other = await persons.createMember({ organisationId: units.first, fullName: "Bình" });
  const above = await persons.meetings.createMeeting(units.top);
  const attending = (memberId: string, reason: string) => ({
    memberId,
    roles: ["participant"],
    presence: "excused",
    reason,
  });
  await persons.addAttendees(meetingId, [attending(id, text), attending(other, otherText)]);
  await persons.addAttendees(above.id, [attending(id, text)]);
  const voteId = await persons.addVote(meetingId, [
    { memberId: id, reason: text },
    { memberId: other, reason: otherText },
  ]);
  await persons.erase(id);
  expect(await persons.keysContaining(text)).toEqual([]);
  const { attendances, exclusions } = await persons.exportOf(id);
  expect(attendances.map(({ presence }) => presence)).toEqual(["excused", "excused"]);
  expect(exclusions).toMatchObject([{ voteId, reason: "(đã xoá)" }]);
  const { attendances: others, exclusions: otherExclusions } = await persons.exportOf(other);
  expect([others.map(({ reason }) => reason), otherExclusions.map(({ reason }) => reason)]).toEqual([
    [otherText],
    [otherText],
  ]);
});

test("A reason that was updated or removed before is not in a stored response either", async () => {
  const { id, meetingId } = await prepare();
  const [first, second] = [uniqueText(), uniqueText()];
  const [attendeeId = ""] = await persons.addAttendees(meetingId, [{ memberId: id, roles: ["chair"], reason: first }]);
  await persons.meetings.patchAttendee(meetingId, attendeeId, 1, { reason: second });
  await persons.meetings.patchAttendee(meetingId, attendeeId, 2, { reason: null });
  await persons.erase(id);
  expect([await persons.keysContaining(first), await persons.keysContaining(second)]).toEqual([[], []]);
});

test("A photo of the person alone is deleted with its data; from a photo of several people the person is removed", async () => {
  const { units, id, meetingId } = await prepare();
  const other = await persons.createMember({ organisationId: units.first, fullName: "Bình" });
  const [alone, together] = [uniqueText(), uniqueText()];
  const photoId = await persons.announcePhoto(meetingId, [{ memberId: id }], alone);
  const group = await persons.announcePhoto(meetingId, [{ memberId: id }, { memberId: other }], together);
  await persons.erase(id);
  expect(await persons.keysContaining(alone)).toEqual([]);
  await expectRejection(persons.photos.getPhoto(photoId), "not-found");
  expect(await persons.photos.getPhoto(group)).toMatchObject({ caption: together, peopleShown: [{ memberId: other }] });
});

test("A photo that references the person's attendance is erased too", async () => {
  const { id, meetingId } = await prepare();
  const text = uniqueText();
  const [attendeeId = ""] = await persons.addAttendees(meetingId, [{ memberId: id, roles: ["chair"] }]);
  const photoId = await persons.announcePhoto(meetingId, [{ attendeeId }], text);
  expect((await persons.exportOf(id)).photos.map((photo) => photo.id)).toEqual([photoId]);
  await persons.erase(id);
  expect(await persons.keysContaining(text)).toEqual([]);
});

test("A request that is repeated after the erasure returns the placeholder and creates no member", async () => {
  const { units, id, key, input } = await prepare();
  await persons.erase(id);
  const repeated = await persons.createMember(input, key).catch((error: unknown) => storedResponseIn(error)?.record);
  expect(repeated).toMatchObject({ id, fullName: "(đã xoá)", erasedAt: expect.any(String) });
  expect(await persons.meetings.names({ organisationId: units.first })).toEqual(["(đã xoá)"]);
});

test("From the request on personal data is rejected, and data of the statistics is accepted", async () => {
  const { units, id, meetingId } = await prepare();
  const [attendeeId = ""] = await persons.addAttendees(meetingId, [{ memberId: id, roles: ["chair"] }]);
  const other = await persons.meetings.createMeeting(units.tenantId);
  const rejections = async () => [
    await rejectionOf(persons.addAttendees(other.id, [{ memberId: id, roles: ["chair"], reason: "ốm" }])),
    await rejectionOf(persons.meetings.patchAttendee(meetingId, attendeeId, 1, { reason: "ốm" })),
    await rejectionOf(persons.addVote(meetingId, [{ memberId: id, reason: "ốm" }])),
  ];
  await persons.requestErasure(id);
  expect(await rejections()).toEqual(["erased", "erased", "erased"]);
  await persons.erase(id);
  expect(await rejections()).toEqual(["erased", "erased", "erased"]);
  const entry = { kind: "departed", on: "2023-12-01" };
  expect([
    await rejectionOf(persons.meetings.patch(id, 2, { jobTitle: "Thủ thư" })),
    await rejectionOf(persons.addEntry(id, { ...entry, reason: "chuyển đi" })),
    await rejectionOf(persons.announcePhoto(meetingId, [{ memberId: id }], "Toàn cảnh")),
    await rejectionOf(persons.addAttendees(other.id, [{ memberId: id, roles: ["chair"] }])),
    await rejectionOf(persons.addEntry(id, entry)),
  ]).toEqual(["erased", "erased", "erased", "accepted", "accepted"]);
});

test("The audit contains the erasure without values, and its chain verifies", async () => {
  const { id, text } = await prepare();
  await persons.erase(id);
  const { items } = await listAudit(persons.world.contextAs(), { resource: id }, { limit: 100 });
  expect(items.map(({ type }) => type).sort()).toEqual(["member.created", "member.erased", "member.updated"]);
  expect(items.filter(({ changes }) => changes !== undefined && changes.length > 0)).toEqual([]);
  const everything = async function* () {
    for (let after: string | undefined, more = true; more; ) {
      const page = await listAudit(persons.world.contextAs(), {}, { limit: 100, after });
      yield* page.items as AuditEntry[];
      after = page.next;
      more = after !== undefined;
    }
  };
  await verifyChain(everything());
  expect(await persons.keysContaining(text)).toEqual([]);
});

test("A change that is published after the erasure has no values; its stored response is erased by the next run", async () => {
  const { id, text, meetingId } = await prepare();
  const late = uniqueText();
  await persons.addAttendees(meetingId, [{ memberId: id, roles: ["chair"], reason: late }]);
  await persons.requestErasure(id);
  await eraseMember(persons.erasureContext(), id);
  await persons.feed.processAll();
  for (const one of [text, late])
    expect((await persons.keysContaining(one)).filter((key) => !key.startsWith("ONCE#"))).toEqual([]);
  expect(persons.feed.lateErasures).toContain(id);
  await eraseMember(persons.erasureContext(), id);
  expect([await persons.keysContaining(text), await persons.keysContaining(late)]).toEqual([[], []]);
});

test("A request with a precondition is rejected if the member has changed, or is deleted, or changes meanwhile", async () => {
  const { id } = await prepare();
  const { world } = persons;
  const { version = 0 } = await getMember(world.contextAs(), id, undefined);
  const request = (precondition: Precondition, context = world.contextAs()) =>
    requestErasure(context, id, precondition);
  await expectRejection(request({ versions: [version + 1] }), "stale");
  const changing = world.contextAs();
  const commit: typeof changing.commit = async (writes, result) => {
    await updateMember(world.contextAs(), id, {
      precondition: { any: true },
      change: (current) => validateInput(memberInput, { ...current, jobTitle: "Kế toán" }),
    });
    return changing.commit(writes, result);
  };
  await expectRejection(request({ any: true }, { ...changing, commit }), "stale");
  await expectRejection(getErasure(world.contextAs(), id), "not-found");
  expect((await request({ versions: [version + 1] })).record).toMatchObject({ status: "requested" });
});

test("A repeated request returns the same erasure with its status", async () => {
  const { id } = await prepare();
  await expectRejection(getErasure(persons.world.contextAs(), id), "not-found");
  const { record: requested } = await persons.requestErasure(id);
  expect(requested).toEqual({ memberId: id, status: "requested", requestedAt: expect.any(String) });
  expect((await persons.requestErasure(id)).record).toEqual(requested);
  await eraseMember(persons.erasureContext(), id);
  const done = { ...requested, status: "done", completedAt: expect.any(String) };
  expect((await persons.requestErasure(id)).record).toEqual(done);
  expect((await getErasure(persons.world.contextAs(), id)).record).toEqual(done);
  await expectRejection(persons.requestErasure(`${randomUUID()}`), "not-found");
});

test("A member is not erased without a request", async () => {
  const { id, text } = await prepare();
  expect(await eraseMember(persons.erasureContext(), id)).toBe(false);
  expect((await persons.keysContaining(text)).length).toBeGreaterThan(0);
});

test("Registered erasures that a restored table does not contain are requested again", async () => {
  const { id, text } = await prepare();
  await persons.erase(id);
  // As in a restored table: the member exists, the erasure does not.
  const { table } = persons.world.dependencies;
  const restored = await prepare();
  await persons.erasureContext().bucket.create(`erasures/${restored.id}`, Buffer.from("{}"), "application/json");
  expect(await repeatRegisteredErasures(persons.erasureContext())).toEqual([]);
  expect(await table.get(keys.memberErasure(restored.id))).toMatchObject({ status: "requested", by: "service" });
  // Requested and not done: it has to be started, because the stream no longer contains the request.
  expect(await repeatRegisteredErasures(persons.erasureContext())).toEqual([restored.id]);
  await persons.erase(restored.id);
  expect([await persons.keysContaining(text), await persons.keysContaining(restored.text)]).toEqual([[], []]);
  expect(await repeatRegisteredErasures(persons.erasureContext())).toEqual([]);
});
