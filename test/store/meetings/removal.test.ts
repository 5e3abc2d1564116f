import { deleteMeeting } from "../../../lib/meetings/deletion.ts";
import { addMeetingReference } from "../../../lib/meetings/items.ts";
import { attendees, documents, getPart, listParts } from "../../../lib/meetings/parts.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import type { RequestContext } from "../../../lib/records/request-context.ts";
import { callerAt, rejectionOf, startWorld, type World } from "../../support/world.ts";
import { announcePhotos } from "./photos.ts";
import { meetingRoom } from "./room.ts";

let world: World;
let room: ReturnType<typeof meetingRoom>;
let units: Awaited<ReturnType<typeof room.committee>>;
beforeAll(async () => {
  world = await startWorld();
  room = meetingRoom(world);
  units = await room.committee();
});
afterAll(() => world.close());

/** A meeting with parts of every kind: members attend, the first is also left out of a vote; guests make it large. */
const fullMeeting = async (ids: readonly string[], guests: number) => {
  const { id } = await room.create(units.tenantId, { status: "held", externalIds: { rooms: String(ids[0]) } });
  await room.attend(id, ...ids.map((memberId) => ({ memberId })));
  const [presenter] = await room.attend(id, { guest: { fullName: "Nguyễn Tuấn Linh" } });
  for (let n = 0; n < guests; n += 45)
    await room.attend(id, ...Array.from({ length: 45 }, () => ({ group: { name: "Khách mời" } })));
  const presenterId = presenter?.id ?? "";
  await room.setAgenda(id, [{ number: 1, title: "Báo cáo", presenterId }]);
  const document = await room.write(id, { presenterId });
  const exclusions = [{ memberId: ids[0], reason: "Vắng" }];
  await room.vote(id, { for: 2, documentId: document.id, base: { count: 2, exclusions } });
  await room.guide(id, 1, { attendeeId: presenterId });
  await announcePhotos(world, id, [{ peopleShown: [{ attendeeId: presenterId }] }]);
  return { id, documentId: document.id, presenterId };
};
const newMembers = async (count: number) => (await room.officials(units.first, count)).map((one) => one.id);
const namesOf = (ids: readonly string[]) => Promise.all(ids.map((memberId) => room.namesOf(memberId)));

/** A work whose writes are cut off: the process ends before the write of that number. */
const cutOff = (before: number): RequestContext => {
  const context = world.workAs();
  let writes = 0;
  const counted = async <T>(write: () => Promise<T>): Promise<T> => {
    if (++writes >= before) throw new Error("cut off");
    return write();
  };
  return {
    ...context,
    table: { ...context.table, write: (actions) => counted(() => context.table.write(actions)) },
    commit: (actions, outcome) => counted(() => context.commit(actions, outcome)),
  };
};

test("A meeting goes with all its parts in one transaction, and lets go of everyone it named", async () => {
  const before = await room.held(units.tenantId);
  const ids = await newMembers(3);
  const { id, documentId } = await fullMeeting(ids, 0);
  expect(await room.held(units.tenantId)).toBe(before + 1);
  expect(await room.namesOf(ids[0] ?? "")).toBe(2);
  await deleteMeeting(cutOff(2), id, { versions: [1] });
  expect(await room.left(id)).toEqual([]);
  expect(await rejectionOf(room.get(id))).toBe("not-found");
  expect(await rejectionOf(getPart(world.workAs(), documents, id, documentId))).toBe("not-found");
  expect(await room.held(units.tenantId)).toBe(before);
  for (const memberId of ids)
    expect(await rejectionOf(deleteMember(world.workAs(), memberId, { any: true }))).toBe("accepted");
});

test("A meeting too large for one transaction goes as wholly", async () => {
  const ids = await newMembers(45);
  const { id } = await fullMeeting(ids, 90);
  await room.remove(id);
  expect(await room.left(id)).toEqual([]);
  expect(await namesOf(ids)).toEqual(ids.map(() => 0));
});

test("A removal cut off at any write leaves a meeting whole or gone for everyone, and the next finishes it", async () => {
  const held = await room.held(units.tenantId);
  const ids = await newMembers(30);
  const outcomes: string[] = [];
  while (outcomes.at(-1) !== "accepted") {
    const { id, presenterId } = await fullMeeting(ids, 45);
    const step = outcomes.length + 1;
    outcomes.push(await deleteMeeting(cutOff(step), id, { versions: [1] }).then(() => "accepted", String));
    const seen = step === 1 ? "accepted" : "not-found";
    expect(await room.held(units.tenantId)).toBe(step === 1 ? held + 1 : held);
    expect(await rejectionOf(room.get(id))).toBe(seen);
    expect(await rejectionOf(getPart(world.workAs(), attendees, id, presenterId))).toBe(seen);
    expect(await rejectionOf(listParts(world.workAs(), attendees, id, { limit: 1 }))).toBe(seen);
    expect(await rejectionOf(room.guide(id, 2))).toBe(seen);
    expect(await room.titles({ organisationId: units.tenantId })).toHaveLength(step === 1 ? 1 : 0);
    expect(await rejectionOf(room.remove(id))).toBe(seen);
    expect(await room.left(id)).toEqual([]);
    expect(await namesOf(ids)).toEqual(ids.map(() => 0));
  }
  // The end of the meeting, two transactions of parts, and what stood for it.
  expect(outcomes).toEqual([...Array.from({ length: 4 }, () => "Error: cut off"), "accepted"]);
  expect(await room.held(units.tenantId)).toBe(held);
}, 30_000);

test("What is left of a meeting is taken away only for whoever reached it", async () => {
  const { id } = await fullMeeting(await newMembers(1), 90);
  await expect(deleteMeeting(cutOff(2), id, { versions: [1] })).rejects.toThrow("cut off");
  const left = await room.left(id);
  const beside = callerAt([units.top, units.ministry, units.tenantId, units.second]);
  expect(await rejectionOf(room.remove(id, 1, beside))).toBe("not-found");
  expect(await room.left(id)).toEqual(left);
  expect(await rejectionOf(room.remove(id))).toBe("not-found");
  expect(await room.left(id)).toEqual([]);
});

test("A part that comes while a meeting is being deleted is not lost out of sight: the deletion is refused", async () => {
  const { id } = await room.create(units.tenantId);
  const [memberId = ""] = await newMembers(1);
  const context = world.workAs();
  const late: RequestContext = {
    ...context,
    commit: async (actions, outcome) => {
      await room.attend(id, { memberId });
      return context.commit(actions, outcome);
    },
  };
  expect(await rejectionOf(deleteMeeting(late, id, { versions: [1] }))).toBe("write-conflict");
  expect(await room.namesOf(memberId)).toBe(1);
  await room.remove(id);
  expect(await room.namesOf(memberId)).toBe(0);
});

test("A part that left is no longer counted: the meeting can be deleted", async () => {
  const { id } = await room.create(units.tenantId);
  const [attendee] = await room.attend(id, { guest: { fullName: "A" } });
  const point = await room.guide(id, 1);
  const document = await room.write(id);
  await room.setAgenda(id, []);
  await room.setAgenda(id, [{ number: 1, title: "A" }]);
  await room.leave(id, attendee?.id ?? "");
  await room.unguide(id, point.id);
  await room.discard(id, document.id);
  expect(await rejectionOf(room.remove(id))).toBe("accepted");
});

test("A meeting is deleted at the version that was seen, and not while an award names it", async () => {
  const { id } = await room.create(units.tenantId);
  const { table } = world.dependencies;
  await table.write([addMeetingReference(id, 1)]);
  expect(await rejectionOf(room.remove(id, 2))).toBe("stale");
  expect(await rejectionOf(deleteMeeting(world.workAs(), id, undefined))).toBe("precondition-required");
  expect(await rejectionOf(room.remove(id))).toBe("in-use");
  await table.write([addMeetingReference(id, -1)]);
  expect(await rejectionOf(room.remove(id))).toBe("accepted");
  expect(await rejectionOf(table.write([addMeetingReference(id, 1)]))).toBe("write-conflict");
});
