import { announcePhoto, renewUpload } from "../../../lib/photos/announce.ts";
import { getPhoto, listPhotos } from "../../../lib/photos/reads.ts";
import { type PhotoResponse, photoInput } from "../../../lib/photos/schema.ts";
import { deletePhoto, updatePhoto } from "../../../lib/photos/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import type { Upload } from "../../../lib/storage/presigner.ts";
import { useFixtures, useWorld, type World } from "../../support/world.ts";
import { createMeetingFixtures } from "../meetings/meeting-fixtures.ts";
import { startPhotoStorage, type TestPhotoStorage } from "./photo-storage.ts";

type Announcement = { photo: PhotoResponse; upload: Upload };

/** Calls the use cases of photos and of meetings. */
export const createPhotoFixtures = (world: World, storage: Pick<TestPhotoStorage, "uploads" | "presenter">) => {
  const meetings = createMeetingFixtures(world);
  const get = (id: string, caller?: Caller) => getPhoto(world.contextAs(caller), storage.presenter, id);
  return {
    ...meetings,
    /** A committee's conference with a guest, and a member of its cell. */
    createConference: async () => {
      const { tenantId, first: cell } = await meetings.committee();
      const { id: memberId } = await meetings.create({ organisationId: cell, fullName: "Trần Thị Bình" });
      const { id: meetingId } = await meetings.createMeeting(tenantId, { kind: "review" });
      const [guest] = await meetings.addAttendees(meetingId, { guest: { fullName: "Phạm Văn Khách" } });
      return { tenantId, cell, memberId, meetingId, guestId: guest?.id ?? "" };
    },
    announcePhoto: async (meetingId: string, input: object, caller?: Caller) => {
      const validation = validateInput(photoInput, input);
      const { record } = await announcePhoto(world.contextAs(caller), storage.uploads, { meetingId, validation });
      return record as Announcement;
    },
    renewUpload: async (id: string) =>
      (await renewUpload(world.contextAs(), storage.uploads, { id })).record as Announcement,
    getPhoto: async (id: string, caller?: Caller) => (await get(id, caller)).record as PhotoResponse,
    versionOf: async (id: string) => (await get(id)).version ?? 0,
    listPhotos: async (meetingId: string, caller?: Caller) =>
      (await listPhotos(world.contextAs(caller), storage.presenter, { meetingId, page: { limit: 100 } })).items,
    patchPhoto: (id: string, version: number, change: object) =>
      updatePhoto(world.contextAs(), storage.presenter, {
        id,
        precondition: { versions: [version] },
        change: (current) => validateInput(photoInput, mergePatch(current, change)),
      }),
    deletePhoto: (id: string) => deletePhoto(world.contextAs(), id, { any: true }),
  };
};

/** Photos and their storage in a world for the tests of a file. */
export const usePhotos = (clock?: () => Date) => {
  const world = useWorld();
  const storage = useFixtures(() => startPhotoStorage(world, clock));
  return { world, storage, photos: createPhotoFixtures(world, storage) };
};
