import { readdirSync, readFileSync } from "node:fs";
import { rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { S3Event } from "aws-lambda";
import * as z from "zod/mini";
import { syncFolder } from "../files.ts";
import { formEncode } from "./encoding.ts";

/** An event as the journal stores it. */
const eventSchema = z.strictObject({
  name: z.literal("ObjectCreated:Put"),
  time: z.iso.datetime(),
  bucket: z.string(),
  key: z.string(),
  size: z.int(),
  etag: z.string(),
  /** Only in a versioned bucket. */
  versionId: z.optional(z.string()),
  sequencer: z.string(),
  requestId: z.string(),
  principal: z.string(),
  sourceAddress: z.string(),
});

export type ObjectCreatedEvent = z.infer<typeof eventSchema>;

/** The message that a subscriber receives (S3 User Guide, "Event message structure"): one record, its key form-encoded. */
export const s3Event = (created: ObjectCreatedEvent, region: string): S3Event => {
  const { key, size, etag: eTag, sequencer, versionId } = created;
  const object = { key: formEncode(key), size, eTag, sequencer, ...(versionId === undefined ? {} : { versionId }) };
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: region,
        eventTime: created.time,
        eventName: created.name,
        userIdentity: { principalId: created.principal },
        requestParameters: { sourceIPAddress: created.sourceAddress },
        responseElements: { "x-amz-request-id": created.requestId, "x-amz-id-2": created.requestId },
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: "object-created",
          bucket: {
            name: created.bucket,
            ownerIdentity: { principalId: created.principal },
            arn: `arn:aws:s3:::${created.bucket}`,
          },
          object,
        },
      },
    ],
  };
};

export type EventJournal = ReturnType<typeof createEventJournal>;

/** The events of a bucket on disk: undelivered ones and failed ones. */
export const createEventJournal = (events: string, failed: string) => {
  const fileOf = (event: ObjectCreatedEvent) => `${event.sequencer}.json`;
  return {
    /** The undelivered events, oldest first; throws when a file is damaged. */
    read: () =>
      readdirSync(events)
        .sort()
        .map((name) => eventSchema.parse(JSON.parse(readFileSync(join(events, name), "utf8")))),
    /** Deletes an acknowledged event. */
    acknowledge: (event: ObjectCreatedEvent) => unlink(join(events, fileOf(event))),
    /** Moves an event to the failed ones. */
    async fail(event: ObjectCreatedEvent): Promise<void> {
      await rename(join(events, fileOf(event)), join(failed, fileOf(event)));
      await syncFolder(failed);
    },
  };
};
