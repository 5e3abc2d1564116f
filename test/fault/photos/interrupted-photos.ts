import { randomUUID } from "node:crypto";
import type { DynamoDBStreamEvent, S3Event } from "aws-lambda";
import { createObjectCleanup } from "../../../functions/object-cleanup/clear-photos.ts";
import { createPhotoProcessor } from "../../../functions/photo-processor/process-uploads.ts";
import type { PhotoProcessing } from "../../../lib/photos/processing.ts";
import { createBucket } from "../../../lib/storage/bucket.ts";
import { keys } from "../../../lib/table/keys.ts";
import { createTable } from "../../../lib/table/table.ts";
import { studio } from "../../store/photos/photo-fixtures.ts";
import { announcementOf, bytesOf, goneFrom, openGallery, send } from "../../store/photos/photo-storage.ts";
import { startWorld } from "../../support/world.ts";
import { Interruption, type InterruptionPoint, interruptAt } from "../interruption.ts";

let taken = 0;

/** Real engines, and the functions that react to events, which can be cut off at any call. */
export const openDarkroom = async () => {
  const world = await startWorld();
  // Storage stays in the present, since its client does, wherever a test takes the domain.
  const gallery = await openGallery(world, () => new Date());
  const act = studio(world, gallery);

  /** What functions work with, cut off. */
  const cut = (at: InterruptionPoint, more: Partial<PhotoProcessing> = {}) => {
    const { around, wasReached } = interruptAt(at);
    const table = createTable(around(world.client), world.tableName, randomUUID);
    const bucket = createBucket(around(gallery.client), gallery.bucketName);
    return { build: (): PhotoProcessing => ({ ...gallery.arrivals(), table, bucket, ...more }), wasReached };
  };
  const orCutOff = (error: unknown) => {
    if (!(error instanceof Interruption)) throw error;
  };

  return {
    world,
    gallery,
    act,
    /** A conference and a photo whose bytes have arrived, of which nobody has been told. */
    arrived: async (text = "") => {
      const place = await act.conference();
      const bytes = bytesOf(`${text} ${taken++}`);
      const { photo, upload } = await act.announce(place.meetingId, announcementOf(bytes));
      await send(upload, bytes);
      const [event] = await gallery.arrived(1);
      if (!event) throw new Error("No event");
      return { ...place, bytes, photo, event };
    },
    /** Tells of an arrival; cut off there. Gives whether it came so far. */
    receiveCut: async (
      at: InterruptionPoint,
      event: S3Event,
      more: Partial<PhotoProcessing> = {},
    ): Promise<boolean> => {
      const { build, wasReached } = cut(at, more);
      await createPhotoProcessor(build)(event).catch(orCutOff);
      return wasReached();
    },
    /** Tells of items that have gone; cut off there. Gives whether it came so far. */
    clearCut: async (at: InterruptionPoint, event: DynamoDBStreamEvent): Promise<boolean> => {
      const { build, wasReached } = cut(at);
      const { batchItemFailures } = await createObjectCleanup(build, () => undefined)(event);
      expect(batchItemFailures).toEqual(wasReached() ? [{ itemIdentifier: "1" }] : []);
      return wasReached();
    },
    /** What the stream tells when a photo's item has gone. */
    goneOf: ({ meetingId, id }: { meetingId: string; id: string }) => goneFrom(keys.photo(meetingId, id)),
    /** What it tells when the photo's time may have come. */
    dueOf: ({ meetingId, id }: { meetingId: string; id: string }) => goneFrom(keys.photoDue(meetingId, id)),
    /** Kinds of items that the table has of a meeting's photos. */
    kept: async (meetingId: string) => {
      const { items } = await world.dependencies.table.query({ partition: keys.meeting(meetingId).pk });
      const kinds = items.map(({ sk }) => sk.split("#")[0] ?? "");
      return kinds.filter((kind) => ["PHO", "PHO-DUE", "SHA"].includes(kind)).sort();
    },
    /** Parts that the meeting counts. */
    parts: async (meetingId: string) => (await world.dependencies.table.get(keys.meetingReferences(meetingId)))?.parts,
    close: async () => {
      await gallery.close();
      await world.close();
    },
  };
};
export type Darkroom = Awaited<ReturnType<typeof openDarkroom>>;
