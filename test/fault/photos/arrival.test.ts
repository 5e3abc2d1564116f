import { dependents } from "../../../functions/meetings/dependents.ts";
import { deleteMeeting } from "../../../lib/meetings/deletion.ts";
import { damaged } from "../../store/photos/photo-storage.ts";
import { testInterrupted } from "../interruption.ts";
import { useInterruptedPhotos } from "./interrupted-photos.ts";

const photos = useInterruptedPhotos();
const allObjects = ["screen.webp", "thumb.webp", "upload"];
const stateOf = async (id: string, meetingId: string) => ({
  status: (await photos.getPhoto(id)).status,
  left: await photos.storage.objectsOf(id),
  kept: await photos.storedKinds(meetingId),
});

testInterrupted(
  "The next delivery completes the processing of an upload interrupted %s any call",
  async (cut) => {
    const { event, photo, meetingId } = await photos.uploadPhoto();
    const reached = await photos.processInterrupted(cut, event);
    await photos.storage.processUploads(event);
    expect(await stateOf(photo.id, meetingId)).toEqual({ status: "ready", left: allObjects, kept: ["PHO", "SHA"] });
    return reached;
  },
  { afterwards: (calls) => expect(calls).toBe(7) },
);

testInterrupted(
  "The next delivery rejects an invalid upload interrupted %s any call and leaves no bytes",
  async (cut) => {
    const { event, photo, meetingId } = await photos.uploadPhoto(damaged);
    const reached = await photos.processInterrupted(cut, event);
    await photos.storage.processUploads(event);
    expect(await stateOf(photo.id, meetingId)).toEqual({ status: "rejected", left: [], kept: ["PHO"] });
    return reached;
  },
  { afterwards: (calls) => expect(calls).toBe(6) },
);

testInterrupted("A concurrent delivery completes the processing of an upload interrupted %s any call", async (cut) => {
  const { event, photo, meetingId } = await photos.uploadPhoto();
  const [reached] = await Promise.all([photos.processInterrupted(cut, event), photos.storage.processUploads(event)]);
  await photos.storage.processUploads(event);
  expect(await stateOf(photo.id, meetingId)).toEqual({ status: "ready", left: allObjects, kept: ["PHO", "SHA"] });
  return reached;
});

testInterrupted("An upload of a deleted photo leaves no objects, interrupted %s any call", async (cut) => {
  const { event, photo, meetingId } = await photos.uploadPhoto();
  await photos.deletePhoto(photo.id);
  const reached = await photos.processInterrupted(cut, event);
  await photos.storage.processUploads(event);
  expect([await photos.storage.objectsOf(photo.id), await photos.storedKinds(meetingId)]).toEqual([[], []]);
  return reached;
});

testInterrupted("A photo deleted while it is processed leaves no objects, interrupted %s any call", async (cut) => {
  const { event, photo, meetingId } = await photos.uploadPhoto();
  const reached = await photos.processInterrupted(cut, event, {
    inspect: async (...given) => {
      await photos.deletePhoto(photo.id);
      // The removal is delivered at once, so that the renditions are stored after the cleanup.
      await photos.storage.cleanUp(photos.removalOfPhoto(photo));
      return photos.storage.dependencies().inspect(...given);
    },
  });
  await photos.storage.processUploads(event);
  if (await isThere(photo.id)) {
    await photos.deletePhoto(photo.id);
    await photos.storage.cleanUp(photos.removalOfPhoto(photo));
  }
  expect([await photos.storage.objectsOf(photo.id), await photos.storedKinds(meetingId)]).toEqual([[], []]);
  return reached;
});

testInterrupted(
  "A photo whose meeting is deleted while it is processed leaves no objects, interrupted %s any call",
  async (cut) => {
    const { event, photo, meetingId } = await photos.uploadPhoto();
    const remove = () =>
      deleteMeeting(photos.world.contextAs(), meetingId, { precondition: { any: true }, dependents });
    const reached = await photos.processInterrupted(cut, event, {
      inspect: async (...given) => {
        await remove();
        return photos.storage.dependencies().inspect(...given);
      },
    });
    await photos.storage.processUploads(event);
    if (await isThere(photo.id)) await remove();
    await photos.storage.cleanUp(photos.removalOfPhoto(photo));
    expect([await photos.storage.objectsOf(photo.id), await photos.storedKinds(meetingId)]).toEqual([[], []]);
    return reached;
  },
);

testInterrupted("An object at a replaced key is deleted, interrupted %s any call", async (cut) => {
  const { event, photo, meetingId } = await photos.uploadPhoto();
  await photos.renewUpload(photo.id);
  const reached = await photos.processInterrupted(cut, event);
  await photos.storage.processUploads(event);
  expect(await stateOf(photo.id, meetingId)).toEqual({
    status: "awaiting-upload",
    left: [],
    kept: ["PHO", "PHO-DUE", "SHA"],
  });
  return reached;
});

const isThere = (id: string) =>
  photos.getPhoto(id).then(
    () => true,
    () => false,
  );
