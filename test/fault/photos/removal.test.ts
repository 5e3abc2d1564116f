import { dependents } from "../../../functions/meetings/dependents.ts";
import { deleteAttendee } from "../../../lib/meetings/attendees.ts";
import { deleteMeeting } from "../../../lib/meetings/deletion.ts";
import { announcementOf, bytesOf } from "../../store/photos/photo-storage.ts";
import { expectRejection } from "../../support/world.ts";
import { testInterrupted } from "../interruption.ts";
import { useInterruptedPhotos } from "./interrupted-photos.ts";

const photos = useInterruptedPhotos();
const any = { any: true } as const;
const later = (days: number) =>
  photos.world.setNow(new Date(photos.world.dependencies.clock() + days * 86_400_000).toISOString());

testInterrupted(
  "The objects of a deleted photo are deleted, interrupted %s any call",
  async (cut) => {
    const { event, photo, meetingId } = await photos.uploadPhoto();
    await photos.storage.processUploads(event);
    await photos.deletePhoto(photo.id);
    const reached = await photos.cleanUpInterrupted(cut, photos.removalOfPhoto(photo));
    await photos.storage.cleanUp(photos.removalOfPhoto(photo));
    expect([await photos.storage.objectsOf(photo.id), await photos.storedKinds(meetingId)]).toEqual([[], []]);
    return reached;
  },
  { afterwards: (calls) => expect(calls).toBe(5) },
);

testInterrupted("A photo without an upload is deleted with its references, interrupted %s any call", async (cut) => {
  const { meetingId, guestId } = await photos.createConference();
  const announced = announcementOf(bytesOf("never"), { peopleShown: [{ attendeeId: guestId }] });
  const { photo } = await photos.announcePhoto(meetingId, announced);
  expect(await photos.countParts(meetingId)).toBe(2);
  later(2);
  const reached = await photos.cleanUpInterrupted(cut, photos.removalOfExpiryItem(photo));
  await photos.storage.cleanUp(photos.removalOfExpiryItem(photo));
  await photos.storage.cleanUp(photos.removalOfExpiryItem(photo));
  await expectRejection(photos.getPhoto(photo.id), "not-found");
  expect(await photos.countParts(meetingId)).toBe(1);
  await deleteAttendee(photos.world.contextAs(), { meetingId: meetingId, id: guestId }, any);
  await deleteMeeting(photos.world.contextAs(), meetingId, { precondition: any, dependents });
  return reached;
});

testInterrupted(
  "A photo whose processing never ends is deleted with its objects, interrupted %s any call",
  async (cut) => {
    const { event, photo, meetingId } = await photos.uploadPhoto();
    await photos.processInterrupted({ step: 4, when: "before" }, event);
    expect((await photos.getPhoto(photo.id)).status).toBe("processing");
    later(13.9);
    expect((await photos.getPhoto(photo.id)).status).toBe("processing");
    later(1.2);
    expect((await photos.getPhoto(photo.id)).status).toBe("expired");
    const reached = await photos.cleanUpInterrupted(cut, photos.removalOfExpiryItem(photo));
    await photos.storage.cleanUp(photos.removalOfExpiryItem(photo));
    await photos.storage.cleanUp(photos.removalOfPhoto(photo));
    expect([await photos.storage.objectsOf(photo.id), await photos.storedKinds(meetingId)]).toEqual([[], []]);
    expect(await photos.countParts(meetingId)).toBe(1);
    return reached;
  },
);

test("A failed event that is replayed days later completes the processing", async () => {
  const { event, photo } = await photos.uploadPhoto();
  await photos.processInterrupted({ step: 4, when: "before" }, event);
  later(10);
  await photos.storage.cleanUp(photos.removalOfExpiryItem(photo));
  await photos.storage.processUploads(event);
  expect((await photos.getPhoto(photo.id)).status).toBe("ready");
});

test("An upload in time makes the photo ready although its event is late, unless its bytes were announced again", async () => {
  const [late, announced] = [await photos.uploadPhoto(), await photos.uploadPhoto()];
  later(1.5);
  expect((await photos.getPhoto(late.photo.id)).status).toBe("expired");
  const version = await photos.versionOf(late.photo.id);
  await photos.storage.processUploads(late.event);
  expect((await photos.getPhoto(late.photo.id)).status).toBe("ready");
  expect(await photos.versionOf(late.photo.id)).toBeGreaterThan(version);
  const again = await photos.announcePhoto(announced.meetingId, announcementOf(announced.bytes));
  await photos.storage.processUploads(announced.event);
  expect((await photos.getPhoto(announced.photo.id)).status).toBe("expired");
  expect(await photos.storage.objectsOf(announced.photo.id)).toEqual([]);
  await photos.storage.cleanUp(photos.removalOfExpiryItem(announced.photo));
  expect((await photos.getPhoto(again.photo.id)).status).toBe("awaiting-upload");
});

test("The removal of the expiry item of an awaited or finished photo changes nothing", async () => {
  const { event, photo } = await photos.uploadPhoto();
  await photos.storage.cleanUp(photos.removalOfExpiryItem(photo));
  expect((await photos.getPhoto(photo.id)).status).toBe("awaiting-upload");
  await photos.storage.processUploads(event);
  later(30);
  await photos.storage.cleanUp(photos.removalOfExpiryItem(photo));
  expect((await photos.getPhoto(photo.id)).status).toBe("ready");
});

test("The removal of the expiry item of a photo whose meeting was deleted is no failure", async () => {
  const { photo, meetingId } = await photos.uploadPhoto();
  await deleteMeeting(photos.world.contextAs(), meetingId, { precondition: any, dependents });
  later(3);
  expect(await photos.storage.cleanUp(photos.removalOfExpiryItem(photo))).toEqual({ batchItemFailures: [] });
});
