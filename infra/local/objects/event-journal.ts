import { readdirSync, readFileSync } from "node:fs";
import { rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { S3Event } from "aws-lambda";
import * as z from "zod/mini";
import { formEncode } from "./encoding.ts";
import { syncFolder } from "./files.ts";

/** An event as the journal keeps it. */
const createdSchema = z.strictObject({
  name: z.enum(["ObjectCreated:Put", "ObjectCreated:Copy"]),
  time: z.iso.datetime(),
  bucket: z.string(),
  key: z.string(),
  size: z.int(),
  etag: z.string(),
  /** Only of a versioned bucket. */
  versionId: z.optional(z.string()),
  sequencer: z.string(),
  requestId: z.string(),
  principal: z.string(),
  sourceAddress: z.string(),
});

export type Created = z.infer<typeof createdSchema>;

/** Parses an event out of its file; throws where the file is damaged. */
function parseCreated(text: string): Created {
  return createdSchema.parse(JSON.parse(text));
}

/** The message a subscriber gets (S3 User Guide, "Event message structure"): one record, its key form-encoded. */
export function s3Event(created: Created, region: string): S3Event {
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
}

/** Events of a bucket that are on disk: waiting, or given up. */
export type EventJournal = {
  /** Every waiting event, oldest first. */
  read(): Created[];
  /** Forgets an acknowledged event. */
  settle(event: Created): Promise<void>;
  /** Puts an event aside for good. */
  giveUp(event: Created): Promise<void>;
};

export function createEventJournal(events: string, failed: string): EventJournal {
  const fileOf = (event: Created) => `${event.sequencer}.json`;
  return {
    read: () =>
      readdirSync(events)
        .sort()
        .map((name) => parseCreated(readFileSync(join(events, name), "utf8"))),
    settle: (event) => unlink(join(events, fileOf(event))),
    async giveUp(event) {
      await rename(join(events, fileOf(event)), join(failed, fileOf(event)));
      await syncFolder(failed);
    },
  };
}
