import { randomUUID } from "node:crypto";
import type { DynamoDBStreamEvent, S3Event } from "aws-lambda";
import { createObjectCleanup } from "../../../functions/object-cleanup/clear-photos.ts";
import { createPhotoProcessor } from "../../../functions/photo-processor/process-uploads.ts";
import type { PhotoProcessing } from "../../../lib/photos/processing.ts";
import { createBucket } from "../../../lib/storage/bucket.ts";
import { keys } from "../../../lib/table/keys.ts";
import { createTable } from "../../../lib/table/table.ts";
import { usePhotos } from "../../store/photos/photo-fixtures.ts";
import { announcementOf, bytesOf, removalOf, send } from "../../store/photos/photo-storage.ts";
import { Interruption, type InterruptionPoint, interruptAt } from "../interruption.ts";

let taken = 0;

/** Real engines, and the functions that react to events, which can be interrupted at any call. */
export const useInterruptedPhotos = () => {
  // Storage keeps the actual time, as its client does, while tests set the clock of the domain.
  const { world, storage, photos } = usePhotos(() => new Date());

  /** Dependencies of the functions, interrupted at a call. */
  const cut = (at: InterruptionPoint, more: Partial<PhotoProcessing> = {}) => {
    const { around, wasReached } = interruptAt(at);
    const table = createTable(around(world.client), world.tableName, randomUUID);
    const bucket = createBucket(around(storage.client), storage.bucketName);
    return { build: (): PhotoProcessing => ({ ...storage.dependencies(), table, bucket, ...more }), wasReached };
  };
  const ignoreInterruption = (error: unknown) => {
    if (!(error instanceof Interruption)) throw error;
  };

  return {
    world,
    storage,
    ...photos,
    /** A conference and a photo whose bytes are uploaded, with the event that has not been delivered. */
    uploadPhoto: async (text = "") => {
      // URLs are valid for five minutes of the actual time, however long the test has taken.
      world.setNow(new Date().toISOString());
      const place = await photos.createConference();
      const bytes = bytesOf(`${text} ${taken++}`);
      const { photo, upload } = await photos.announcePhoto(place.meetingId, announcementOf(bytes));
      await send(upload, bytes);
      const [event] = await storage.takeEvents(1);
      if (!event) throw new Error("No event");
      return { ...place, bytes, photo, event };
    },
    /** Delivers an event of an upload and interrupts it. Returns whether the call was reached. */
    processInterrupted: async (
      at: InterruptionPoint,
      event: S3Event,
      more: Partial<PhotoProcessing> = {},
    ): Promise<boolean> => {
      const { build, wasReached } = cut(at, more);
      await createPhotoProcessor(build)(event).catch(ignoreInterruption);
      return wasReached();
    },
    /** Delivers removals of items and interrupts them. Returns whether the call was reached. */
    cleanUpInterrupted: async (at: InterruptionPoint, event: DynamoDBStreamEvent): Promise<boolean> => {
      const { build, wasReached } = cut(at);
      const { batchItemFailures } = await createObjectCleanup(build, () => undefined)(event);
      expect(batchItemFailures).toEqual(wasReached() ? [{ itemIdentifier: "1" }] : []);
      return wasReached();
    },
    removalOfPhoto: ({ meetingId, id }: { meetingId: string; id: string }) => removalOf(keys.photo(meetingId, id)),
    removalOfExpiryItem: ({ meetingId, id }: { meetingId: string; id: string }) =>
      removalOf(keys.photoDue(meetingId, id)),
    /** Kinds of items that the table has of a meeting's photos. */
    storedKinds: async (meetingId: string) => {
      const { items } = await world.dependencies.table.query({ partition: keys.meeting(meetingId).pk });
      const kinds = items.map(({ sk }) => sk.split("#")[0] ?? "");
      return kinds.filter((kind) => ["PHO", "PHO-DUE", "SHA"].includes(kind)).sort();
    },
    /** Parts that the meeting counts. */
    countParts: async (meetingId: string) =>
      (await world.dependencies.table.get(keys.meetingReferences(meetingId)))?.parts,
  };
};
