import { randomUUID } from "node:crypto";
import { type AuditEntry, verifyChain } from "../../../infra/audit-chain.ts";
import { listAudit } from "../../../lib/changes/audit.ts";
import { eraseMember } from "../../../lib/data-subjects/erasure.ts";
import { getErasure, repeatRegisteredErasures } from "../../../lib/data-subjects/requests.ts";
import { storedResponseIn } from "../../../lib/records/idempotency.ts";
import { keys } from "../../../lib/table/keys.ts";
import { rejectionOf } from "../../support/world.ts";
import { keyed, mark, type Registry, startRegistry } from "./registry.ts";

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());

/** A committee with a person, of whom every field holds a mark, and a meeting. */
const settle = async () => {
  const units = await registry.room.committee();
  const text = mark();
  const key = keyed();
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
  const id = await registry.member(input, key);
  const { id: meetingId } = await registry.room.createMeeting(units.tenantId);
  return { units, text, key, input, id, meetingId };
};

test("Of the record only what figures rest on is left, and nothing keeps a number, an id or an organisation taken", async () => {
  const { units, text, id, input } = await settle();
  await registry.erase(id);
  const [member] = await registry.world.dependencies.table.getMany([keys.member(id)]);
  expect(member).toMatchObject({
    fullName: "(đã xoá)",
    gender: "female",
    admittedOn: "2000-05-19",
    confirmedOn: "2001-05-19",
    version: 2,
    by: "admin",
    erasedAt: expect.any(String),
  });
  expect(await registry.holding(text)).toEqual([]);
  expect(JSON.stringify(member)).not.toContain("1960-02-03");
  const second = await registry.world.dependencies.table.get(keys.tally(units.second));
  expect(second?.refs).toBe(0);
  // Number and external id are free again.
  await registry.member(input);
});

test("Reasons and decisions leave the history, whose entries stay", async () => {
  const { id } = await settle();
  const text = mark();
  const decision = { number: text, date: "2023-05-01" };
  await registry.tell(id, { kind: "suspended", on: "2023-05-01", reason: text, decision });
  await registry.tell(id, { kind: "resumed", on: "2023-06-01" });
  await registry.erase(id);
  expect(await registry.holding(text)).toEqual([]);
  const { history } = await registry.exported(id);
  expect(history.map(({ kind, on }) => [kind, on])).toEqual([
    ["suspended", "2023-05-01"],
    ["resumed", "2023-06-01"],
  ]);
});

test("Attendances and exclusions stay without their reasons, those of others with theirs", async () => {
  const { units, id, meetingId } = await settle();
  const [text, kept] = [mark(), mark()];
  const other = await registry.member({ organisationId: units.first, fullName: "Bình" });
  const above = await registry.room.createMeeting(units.top);
  const attending = (memberId: string, reason: string) => ({
    memberId,
    roles: ["participant"],
    presence: "excused",
    reason,
  });
  await registry.attend(meetingId, [attending(id, text), attending(other, kept)]);
  await registry.attend(above.id, [attending(id, text)]);
  const voteId = await registry.vote(meetingId, [
    { memberId: id, reason: text },
    { memberId: other, reason: kept },
  ]);
  await registry.erase(id);
  expect(await registry.holding(text)).toEqual([]);
  const { attendances, exclusions } = await registry.exported(id);
  expect(attendances.map(({ presence }) => presence)).toEqual(["excused", "excused"]);
  expect(exclusions).toMatchObject([{ voteId, reason: "(đã xoá)" }]);
  const { attendances: others, exclusions: left } = await registry.exported(other);
  expect([others.map(({ reason }) => reason), left.map(({ reason }) => reason)]).toEqual([[kept], [kept]]);
});

test("A reason that was changed or taken away again is in no answer either", async () => {
  const { id, meetingId } = await settle();
  const [first, second] = [mark(), mark()];
  const [attendeeId = ""] = await registry.attend(meetingId, [{ memberId: id, roles: ["chair"], reason: first }]);
  await registry.room.patchAttendee(meetingId, attendeeId, 1, { reason: second });
  await registry.room.patchAttendee(meetingId, attendeeId, 2, { reason: null });
  await registry.erase(id);
  expect([await registry.holding(first), await registry.holding(second)]).toEqual([[], []]);
});

test("A photo of the person alone goes with all that was said of it; of several people the person is left out", async () => {
  const { units, id, meetingId } = await settle();
  const other = await registry.member({ organisationId: units.first, fullName: "Bình" });
  const [alone, together] = [mark(), mark()];
  const photoId = await registry.photo(meetingId, [{ memberId: id }], alone);
  const group = await registry.photo(meetingId, [{ memberId: id }, { memberId: other }], together);
  await registry.erase(id);
  expect(await registry.holding(alone)).toEqual([]);
  expect(await rejectionOf(registry.take.get(photoId))).toBe("not-found");
  expect(await registry.take.get(group)).toMatchObject({ caption: together, peopleShown: [{ memberId: other }] });
});

test("A photo that names the person's attendance is found too", async () => {
  const { id, meetingId } = await settle();
  const text = mark();
  const [attendeeId = ""] = await registry.attend(meetingId, [{ memberId: id, roles: ["chair"] }]);
  const photoId = await registry.photo(meetingId, [{ attendeeId }], text);
  expect((await registry.exported(id)).photos.map((photo) => photo.id)).toEqual([photoId]);
  await registry.erase(id);
  expect(await registry.holding(text)).toEqual([]);
});

test("A request that is repeated afterwards is answered with the placeholder, and makes nobody anew", async () => {
  const { units, id, key, input } = await settle();
  await registry.erase(id);
  const repeated = await registry.member(input, key).catch((error: unknown) => storedResponseIn(error)?.record);
  expect(repeated).toMatchObject({ id, fullName: "(đã xoá)", erasedAt: expect.any(String) });
  expect(await registry.room.names({ organisationId: units.first })).toEqual(["(đã xoá)"]);
});

test("Nothing more is said of the person from the request on, and what figures need still can be", async () => {
  const { units, id, meetingId } = await settle();
  const [attendeeId = ""] = await registry.attend(meetingId, [{ memberId: id, roles: ["chair"] }]);
  const other = await registry.room.createMeeting(units.tenantId);
  const refusals = async () => [
    await rejectionOf(registry.attend(other.id, [{ memberId: id, roles: ["chair"], reason: "ốm" }])),
    await rejectionOf(registry.room.patchAttendee(meetingId, attendeeId, 1, { reason: "ốm" })),
    await rejectionOf(registry.vote(meetingId, [{ memberId: id, reason: "ốm" }])),
  ];
  await registry.ask(id);
  expect(await refusals()).toEqual(["erased", "erased", "erased"]);
  await registry.erase(id);
  expect(await refusals()).toEqual(["erased", "erased", "erased"]);
  const entry = { kind: "departed", on: "2023-12-01" };
  expect([
    await rejectionOf(registry.room.patch(id, 2, { jobTitle: "Thủ thư" })),
    await rejectionOf(registry.tell(id, { ...entry, reason: "chuyển đi" })),
    await rejectionOf(registry.photo(meetingId, [{ memberId: id }], "Toàn cảnh")),
    await rejectionOf(registry.attend(other.id, [{ memberId: id, roles: ["chair"] }])),
    await rejectionOf(registry.tell(id, entry)),
  ]).toEqual(["erased", "erased", "erased", "accepted", "accepted"]);
});

test("The audit tells of request and erasure, keeps no value, and its chain verifies", async () => {
  const { id, text } = await settle();
  await registry.erase(id);
  const { items } = await listAudit(registry.world.workAs(), { resource: id }, { limit: 100 });
  expect(items.map(({ type }) => type).sort()).toEqual(["member.created", "member.erased", "member.updated"]);
  expect(items.filter(({ changes }) => changes !== undefined && changes.length > 0)).toEqual([]);
  const everything = async function* () {
    for (let after: string | undefined, more = true; more; ) {
      const page = await listAudit(registry.world.workAs(), {}, { limit: 100, after });
      yield* page.items as AuditEntry[];
      after = page.next;
      more = after !== undefined;
    }
  };
  await verifyChain(everything());
  expect(await registry.holding(text)).toEqual([]);
});

test("A change that is told only after the erasure brings no value back", async () => {
  const { id, text, meetingId } = await settle();
  const late = mark();
  await registry.attend(meetingId, [{ memberId: id, roles: ["chair"], reason: late }]);
  await registry.ask(id);
  await eraseMember(registry.erasing(), id);
  await registry.news.tellAll();
  expect([await registry.holding(text), await registry.holding(late)]).toEqual([[], []]);
});

test("An erasure that is asked for again is the same one, and tells how far it has come", async () => {
  const { id } = await settle();
  expect(await rejectionOf(getErasure(registry.world.workAs(), id))).toBe("not-found");
  const { record: asked } = await registry.ask(id);
  expect(asked).toEqual({ memberId: id, status: "requested", requestedAt: expect.any(String) });
  expect((await registry.ask(id)).record).toEqual(asked);
  await eraseMember(registry.erasing(), id);
  const done = { ...asked, status: "done", completedAt: expect.any(String) };
  expect((await registry.ask(id)).record).toEqual(done);
  expect((await getErasure(registry.world.workAs(), id)).record).toEqual(done);
  expect(await rejectionOf(registry.ask(`${randomUUID()}`))).toBe("not-found");
});

test("Nobody is erased whose erasure was not asked for", async () => {
  const { id, text } = await settle();
  expect(await eraseMember(registry.erasing(), id)).toBe(false);
  expect((await registry.holding(text)).length).toBeGreaterThan(0);
});

test("A table that lost its erasures is told of them by the register", async () => {
  const { id, text } = await settle();
  await registry.erase(id);
  // As in a backup of before: the person is there, and no erasure.
  const { table } = registry.world.dependencies;
  const restored = await settle();
  await registry.erasing().bucket.create(`erasures/${restored.id}`, Buffer.from("{}"), "application/json");
  expect(await repeatRegisteredErasures(registry.erasing())).toEqual([]);
  expect(await table.get(keys.memberErasure(restored.id))).toMatchObject({ status: "requested", by: "service" });
  // Asked for and not done, it is to be started: no stream tells of it any more.
  expect(await repeatRegisteredErasures(registry.erasing())).toEqual([restored.id]);
  await registry.erase(restored.id);
  expect([await registry.holding(text), await registry.holding(restored.text)]).toEqual([[], []]);
  expect(await repeatRegisteredErasures(registry.erasing())).toEqual([]);
});
