import { type AttributeValue, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBStreamEvent, S3Event, SQSEvent } from "aws-lambda";
import { s3Event } from "../../../infra/local/objects/event-journal.ts";
import { keys } from "../../../lib/table/keys.ts";
import type { Key } from "../../../lib/table/write.ts";
import { credentials, region } from "../../../test/support/table.ts";
import type { Archive } from "../place/archive.ts";
import type { Direct } from "../place/direct.ts";
import { announced } from "../place/photo.ts";
import type { Place } from "../place/place.ts";

type Image = Record<string, AttributeValue>;

const itemAt = async ({ endpoint, variables }: Place, { pk, sk }: Key): Promise<Image> => {
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const command = new GetItemCommand({
    TableName: variables.contract.TABLE_NAME,
    Key: { pk: { S: pk }, sk: { S: sk } },
  });
  const { Item } = await client.send(command);
  client.destroy();
  if (!Item) throw new Error(`No item ${pk} ${sk}`);
  return Item;
};

const streamEvent = (eventName: "MODIFY" | "REMOVE", image: Image): DynamoDBStreamEvent => ({
  Records: [
    {
      eventName,
      dynamodb: {
        SequenceNumber: "1",
        Keys: { pk: image.pk, sk: image.sk },
        [eventName === "REMOVE" ? "OldImage" : "NewImage"]: image,
      },
    } as DynamoDBStreamEvent["Records"][number],
  ],
});

/** A tally of the committee has changed; after the first time it is known to have been carried. */
export const talliedCommittee = async ({ committeeId }: Archive, _: Direct, place: Place) =>
  streamEvent("MODIFY", await itemAt(place, keys.tally(committeeId)));

/** The bytes of a photo have arrived, and are gone when they are looked at: that can be said again and again. */
export const arrivedBytes = async (
  { meetingId }: Archive,
  { call }: Direct,
  { bucketName }: Place,
): Promise<S3Event> => {
  const { record } = await call("announcePhoto", { params: { meetingId }, body: announced() });
  const { url } = record.upload as { url: string };
  const created = {
    name: "ObjectCreated:Put",
    time: "2024-01-15T03:00:00.000Z",
    bucket: bucketName,
    key: new URL(url).pathname.replace(`/${bucketName}/`, ""),
    size: 2_000,
    etag: "0",
    sequencer: "0",
    requestId: "0",
    principal: "local",
    sourceAddress: "127.0.0.1",
  } as const;
  return s3Event(created, region);
};

/** The record of a photo has gone whose bytes had arrived; they are gone too. */
export const goneRecord = async ({ meetingId, photoId }: Archive, _: Direct, place: Place) => {
  const item = await itemAt(place, keys.photo(meetingId, photoId));
  return streamEvent("REMOVE", { ...item, objectVersion: { S: "null" } });
};

/** A webhook that has nothing to deliver is woken. */
export const wokenWebhook = async ({ webhookId }: Archive) => {
  const message = { messageId: "1", body: JSON.stringify({ webhookId }) };
  return { Records: [message] } as unknown as SQSEvent;
};

/** An erasure is started that nobody asked for. */
export const askedInVain = async ({ memberIds: [memberId = ""] }: Archive) => {
  const message = { messageId: "1", body: JSON.stringify({ memberId }) };
  return { Records: [message] } as unknown as SQSEvent;
};
