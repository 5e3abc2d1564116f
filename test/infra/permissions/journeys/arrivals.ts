import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ListObjectVersionsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { DeleteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { arnPrefix } from "../../../../infra/local/account.ts";
import { replaceFile } from "../../../../infra/local/files.ts";
import { fileNameOf, newMessageName } from "../../../../infra/local/queues/message-file.ts";
import { replayLocal } from "../../../../infra/local/queues/replay.ts";
import { keys } from "../../../../lib/table/keys.ts";
import { eventually, type Journey, type JourneyService, uniqueText } from "./journey-service.ts";
import { announcePhoto, createImage, createPhoto, send, untilStatus } from "./photo.ts";
import { createCommittee, createHeldMeeting, createMeeting } from "./records.ts";

const versions = async ({ objects, bucket: Bucket }: JourneyService, Prefix: string) => {
  const { Versions = [] } = await objects.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
  return Versions;
};
const untilDeleted = (service: JourneyService, prefix: string) =>
  eventually(service, async () => (await versions(service, prefix)).length === 0);

/** The object key of the upload of a photo. */
const keyOf = (service: JourneyService, url: string) =>
  decodeURIComponent(new URL(url).pathname.slice(`/${service.bucket}/`.length));

const grantOf = ({ permissions }: JourneyService, action: string, resource: RegExp) => {
  const grant = permissions
    .grants()
    .find((each) => /PhotoProcessor/.test(each.role) && each.action === action && resource.test(each.resource));
  if (!grant) throw new Error(`The photo processor has no grant for ${action}`);
  return grant;
};

export const arrivalJourneys: Journey[] = [
  {
    title: "an uploaded photo becomes ready",
    functions: ["photoProcessor"],
    run: async (service) => {
      await createPhoto(service, (await createHeldMeeting(service)).id);
    },
  },
  {
    title: "an upload that is not a photo is rejected and deleted",
    functions: ["photoProcessor"],
    run: async (service) => {
      const bytes = Buffer.from(`no picture ${uniqueText()}`);
      const { photo, upload } = await announcePhoto(service, (await createHeldMeeting(service)).id, bytes);
      await send(bytes, upload);
      await untilStatus(service, photo.id, "rejected");
      await untilDeleted(service, keyOf(service, upload.url));
    },
  },
  {
    title: "an upload for a deleted photo is deleted with its renditions",
    functions: ["photoProcessor"],
    run: async (service) => {
      const bytes = await createImage();
      const { photo, upload } = await announcePhoto(service, (await createHeldMeeting(service)).id, bytes);
      const key = keyOf(service, upload.url);
      const rendition = key.replace("uploads/", "renditions/");
      const putRendition = () => {
        const object = { Bucket: service.bucket, Key: `${rendition}/screen.webp`, Body: "of an interrupted check" };
        return service.objects.send(new PutObjectCommand(object));
      };
      // The cleanup of the deleted photo must have run before the upload arrives.
      await putRendition();
      await service.remove(`/v1/photos/${photo.id}`);
      await untilDeleted(service, rendition);
      await putRendition();
      await send(bytes, upload);
      await untilDeleted(service, key);
      await untilDeleted(service, rendition);
    },
  },
  {
    title: "an interrupted check of an upload is completed over its stored renditions",
    functions: ["photoProcessor"],
    run: async (service) => {
      const bytes = await createImage();
      const { photo, upload } = await announcePhoto(service, (await createHeldMeeting(service)).id, bytes);
      const start = service.logged.length;
      const restoreGrant = service.permissions.revoke(grantOf(service, "dynamodb:DeleteItem", /table/));
      try {
        await send(bytes, upload);
        await eventually(service, () => service.logged.slice(start).some((line) => /PhotoProcessor/.test(line)));
      } finally {
        restoreGrant();
      }
      await untilStatus(service, photo.id, "ready");
    },
  },
  {
    title: "an event for a deleted object is handled",
    functions: ["photoProcessor"],
    run: async (service) => {
      const bytes = await createImage();
      const { upload } = await announcePhoto(service, (await createHeldMeeting(service)).id, bytes);
      const object = { key: keyOf(service, upload.url), versionId: "a".repeat(32), size: bytes.length };
      const queue = addFailure(service, {
        eventName: "ObjectCreated:Put",
        s3: { bucket: { name: service.bucket }, object },
      });
      const { failed } = await replayLocal({ state: service.state, queueName: queue, log: () => undefined });
      if (failed > 0) throw new Error("The event failed again");
    },
  },
  {
    title: "a deleted photo is deleted with all its objects",
    functions: ["objectCleanup"],
    run: async (service) => {
      const { id } = await createPhoto(service, (await createHeldMeeting(service)).id);
      await service.remove(`/v1/photos/${id}`);
      await untilDeleted(service, `uploads/${id}`);
      await untilDeleted(service, `renditions/${id}`);
    },
  },
  {
    title: "a photo without an upload expires and is deleted",
    functions: ["objectCleanup"],
    run: async (service) => {
      const tree = await createCommittee(service);
      const meeting = await createMeeting(service, tree);
      const peopleShown = [{ memberId: tree.member.id }];
      const { photo } = await announcePhoto(service, meeting.id, await createImage(), { peopleShown });
      await expire(service, meeting.id, photo.id);
      await eventually(service, async () => (await isListed(service, meeting.id, photo.id)) === false);
    },
  },
];

const isListed = ({ get }: JourneyService, meetingId: string, photoId: string) =>
  get<{ items: { id: string }[] }>(`/v1/meetings/${meetingId}/photos`).then(({ items }) =>
    items.some(({ id }) => id === photoId),
  );

/** Adds a failed event to the failure queue and returns the name of the queue. */
const addFailure = ({ state }: JourneyService, record: object): string => {
  const [queue = ""] = readdirSync(join(state, "queues")).filter((name) => name.includes("PhotoProcessorDlq"));
  const [log = ""] = readdirSync(join(state, "logs")).filter((name) => name.includes("PhotoProcessor"));
  const functionArn = `${arnPrefix("lambda")}:function:${log.replace(/\.log$/, "")}`;
  const message = { requestContext: { functionArn }, requestPayload: { Records: [record] } };
  replaceFile(join(state, "queues", queue, fileNameOf(newMessageName(Date.now()))), JSON.stringify(message));
  return queue;
};

/** Simulates the expiry of a photo, which DynamoDB would delete later. */
const expire = async (
  { table, tableName: TableName }: JourneyService,
  meetingId: string,
  photoId: string,
): Promise<void> => {
  const { pk, sk } = keys.photo(meetingId, photoId);
  const change = {
    UpdateExpression: "SET awaitedUntil = :then",
    ExpressionAttributeValues: { ":then": "2020-01-01T00:00:00.000Z" },
  };
  await table.send(new UpdateCommand({ TableName, Key: { pk, sk }, ...change }));
  const due = keys.photoDue(meetingId, photoId);
  await table.send(new DeleteCommand({ TableName, Key: { pk: due.pk, sk: due.sk } }));
};
