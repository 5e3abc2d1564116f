import { dependents } from "../../../functions/meetings/dependents.ts";
import { deleteAttendee } from "../../../lib/meetings/attendees.ts";
import { deleteMeeting } from "../../../lib/meetings/deletion.ts";
import { refusalOf } from "../../store/awards/award-fixtures.ts";
import { announcementOf, bytesOf } from "../../store/photos/photo-storage.ts";
import { type InterruptionPoint, interruptEverywhere } from "../interruption.ts";
import { type Darkroom, openDarkroom } from "./interrupted-photos.ts";

let room: Darkroom;
beforeAll(async () => {
  room = await openDarkroom();
});
afterAll(() => room.close());
beforeEach(() => room.world.setNow(new Date().toISOString()));

const moments: InterruptionPoint["when"][] = ["before", "after"];
const any = { any: true } as const;
const later = (days: number) =>
  room.world.setNow(new Date(room.world.dependencies.clock() + days * 86_400_000).toISOString());

test.each(moments)("The bytes of a deleted photo go, cut off %s any call", async (when) => {
  const steps = await interruptEverywhere(when, async (cut) => {
    const { event, photo, meetingId } = await room.arrived();
    await room.gallery.receive(event);
    await room.act.remove(photo.id);
    const reached = await room.clearCut(cut, room.goneOf(photo));
    await room.gallery.clear(room.goneOf(photo));
    expect([await room.gallery.left(photo.id), await room.kept(meetingId)]).toEqual([[], []]);
    return reached;
  });
  expect(steps).toBe(5);
});

test.each(moments)("A photo whose bytes never came goes with what it held, cut off %s any call", async (when) => {
  await interruptEverywhere(when, async (cut) => {
    const { meetingId, guestId } = await room.act.conference();
    const announced = announcementOf(bytesOf("never"), { peopleShown: [{ attendeeId: guestId }] });
    const { photo } = await room.act.announce(meetingId, announced);
    expect(await room.parts(meetingId)).toBe(2);
    later(2);
    const reached = await room.clearCut(cut, room.dueOf(photo));
    await room.gallery.clear(room.dueOf(photo));
    await room.gallery.clear(room.dueOf(photo));
    expect(await refusalOf(room.act.get(photo.id))).toBe("not-found");
    expect(await room.parts(meetingId)).toBe(1);
    expect(await refusalOf(deleteAttendee(room.world.workAs(), { meetingId: meetingId, id: guestId }, any))).toBe(
      "accepted",
    );
    expect(await refusalOf(deleteMeeting(room.world.workAs(), meetingId, { precondition: any, dependents }))).toBe(
      "accepted",
    );
    return reached;
  });
});

test.each(moments)("A photo whose check never ended goes with its bytes, cut off %s any call", async (when) => {
  await interruptEverywhere(when, async (cut) => {
    const { event, photo, meetingId } = await room.arrived();
    await room.receiveCut({ step: 4, when: "before" }, event);
    expect((await room.act.get(photo.id)).status).toBe("processing");
    later(13.9);
    expect((await room.act.get(photo.id)).status).toBe("processing");
    later(1.2);
    expect((await room.act.get(photo.id)).status).toBe("expired");
    const reached = await room.clearCut(cut, room.dueOf(photo));
    await room.gallery.clear(room.dueOf(photo));
    await room.gallery.clear(room.goneOf(photo));
    expect([await room.gallery.left(photo.id), await room.kept(meetingId)]).toEqual([[], []]);
    expect(await room.parts(meetingId)).toBe(1);
    room.world.setNow(new Date().toISOString());
    return reached;
  });
});

test("A check that failed is taken up days later, as when its queue is replayed", async () => {
  const { event, photo } = await room.arrived();
  await room.receiveCut({ step: 4, when: "before" }, event);
  later(10);
  await room.gallery.clear(room.dueOf(photo));
  await room.gallery.receive(event);
  expect((await room.act.get(photo.id)).status).toBe("ready");
});

test("Bytes that came in time make the photo ready although their telling is late, unless they were announced again", async () => {
  const [told, announced] = [await room.arrived(), await room.arrived()];
  later(1.5);
  expect((await room.act.get(told.photo.id)).status).toBe("expired");
  const version = await room.act.versionOf(told.photo.id);
  await room.gallery.receive(told.event);
  expect((await room.act.get(told.photo.id)).status).toBe("ready");
  expect(await room.act.versionOf(told.photo.id)).toBeGreaterThan(version);
  const again = await room.act.announce(announced.meetingId, announcementOf(announced.bytes));
  await room.gallery.receive(announced.event);
  expect((await room.act.get(announced.photo.id)).status).toBe("expired");
  expect(await room.gallery.left(announced.photo.id)).toEqual([]);
  await room.gallery.clear(room.dueOf(announced.photo));
  expect((await room.act.get(again.photo.id)).status).toBe("awaiting-upload");
});

test("The time of a photo that is awaited, or was finished, changes nothing", async () => {
  const { event, photo } = await room.arrived();
  await room.gallery.clear(room.dueOf(photo));
  expect((await room.act.get(photo.id)).status).toBe("awaiting-upload");
  await room.gallery.receive(event);
  later(30);
  await room.gallery.clear(room.dueOf(photo));
  expect((await room.act.get(photo.id)).status).toBe("ready");
});

test("The time of a photo whose meeting is being deleted leaves it to the meeting", async () => {
  const { photo, meetingId } = await room.arrived();
  await deleteMeeting(room.world.workAs(), meetingId, { precondition: any, dependents });
  later(3);
  expect(await room.gallery.clear(room.dueOf(photo))).toEqual({ batchItemFailures: [] });
});
