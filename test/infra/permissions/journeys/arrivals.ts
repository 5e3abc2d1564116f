import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ListObjectVersionsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { DeleteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { arnPrefix } from "../../../../infra/local/account.ts";
import { replaceFile } from "../../../../infra/local/files.ts";
import { fileNameOf, newMessageName } from "../../../../infra/local/queues/message-file.ts";
import { replayLocal } from "../../../../infra/local/queues/replay.ts";
import { keys } from "../../../../lib/table/keys.ts";
import { comes } from "./comes.ts";
import { announce, aPhoto, aPicture, send, untilIs } from "./photo.ts";
import { fresh, type Journey, type Play } from "./play.ts";
import { aCommittee, aMeeting } from "./records.ts";

const versions = async ({ objects, bucket: Bucket }: Play, Prefix: string) => {
  const { Versions = [] } = await objects.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
  return Versions;
};
const untilEmpty = (play: Play, prefix: string) => comes(play, async () => (await versions(play, prefix)).length === 0);

/** The key that the upload of a photo puts its bytes at. */
const keyOf = (play: Play, url: string) => decodeURIComponent(new URL(url).pathname.slice(`/${play.bucket}/`.length));

const grantOf = ({ permissions }: Play, action: string, resource: RegExp) => {
  const grant = permissions
    .grants()
    .find((each) => /PhotoProcessor/.test(each.role) && each.action === action && resource.test(each.resource));
  if (!grant) throw new Error(`PhotoProcessor may not ${action}`);
  return grant;
};

export const arrivalJourneys: Journey[] = [
  {
    title: "a photo arrives and is made ready",
    of: ["photoProcessor"],
    run: async (play) => {
      await aPhoto(play, (await aMeeting(play, await aCommittee(play))).id);
    },
  },
  {
    title: "what is no photo arrives, is rejected and goes",
    of: ["photoProcessor"],
    run: async (play) => {
      const bytes = Buffer.from(`no picture ${fresh()}`);
      const { photo, upload } = await announce(play, (await aMeeting(play, await aCommittee(play))).id, bytes);
      await send(bytes, upload);
      await untilIs(play, photo.id, "rejected");
      await untilEmpty(play, keyOf(play, upload.url));
    },
  },
  {
    title: "bytes arrive for a photo that is gone, and go with what a check had made of them",
    of: ["photoProcessor"],
    run: async (play) => {
      const bytes = await aPicture();
      const { photo, upload } = await announce(play, (await aMeeting(play, await aCommittee(play))).id, bytes);
      const key = keyOf(play, upload.url);
      const rendition = key.replace("uploads/", "renditions/");
      await play.remove(`/v1/photos/${photo.id}`);
      // The removal of the photo's bytes must have been and gone.
      await new Promise((done) => setTimeout(done, 500));
      const left = { Bucket: play.bucket, Key: `${rendition}/screen.webp`, Body: "left by a check" };
      await play.objects.send(new PutObjectCommand(left));
      await send(bytes, upload);
      await untilEmpty(play, key);
      await untilEmpty(play, rendition);
    },
  },
  {
    title: "a check that was cut off is taken up again, over renditions it had kept",
    of: ["photoProcessor"],
    run: async (play) => {
      const bytes = await aPicture();
      const { photo, upload } = await announce(play, (await aMeeting(play, await aCommittee(play))).id, bytes);
      const begun = play.reports.length;
      const putBack = play.permissions.revoke(grantOf(play, "dynamodb:DeleteItem", /table/));
      try {
        await send(bytes, upload);
        await comes(play, () => play.reports.slice(begun).some((line) => /PhotoProcessor/.test(line)));
      } finally {
        putBack();
      }
      await untilIs(play, photo.id, "ready");
    },
  },
  {
    title: "an arrival is told of whose object is gone",
    of: ["photoProcessor"],
    run: async (play) => {
      const bytes = await aPicture();
      const { upload } = await announce(play, (await aMeeting(play, await aCommittee(play))).id, bytes);
      const object = { key: keyOf(play, upload.url), versionId: "a".repeat(32), size: bytes.length };
      const queue = layDown(play, { eventName: "ObjectCreated:Put", s3: { bucket: { name: play.bucket }, object } });
      const { failed } = await replayLocal({ state: play.state, queueName: queue, log: () => undefined });
      if (failed > 0) throw new Error("The arrival failed again");
    },
  },
  {
    title: "a photo is taken away with all its bytes",
    of: ["objectCleanup"],
    run: async (play) => {
      const { id } = await aPhoto(play, (await aMeeting(play, await aCommittee(play))).id);
      await play.remove(`/v1/photos/${id}`);
      await untilEmpty(play, `uploads/${id}`);
      await untilEmpty(play, `renditions/${id}`);
    },
  },
  {
    title: "a photo whose bytes never came expires and goes",
    of: ["objectCleanup"],
    run: async (play) => {
      const committee = await aCommittee(play);
      const meeting = await aMeeting(play, committee);
      const peopleShown = [{ memberId: committee.member.id }];
      const { photo } = await announce(play, meeting.id, await aPicture(), { peopleShown });
      await expire(play, meeting.id, photo.id);
      await comes(play, async () => (await stands(play, meeting.id, photo.id)) === false);
    },
  },
];

const stands = ({ get }: Play, meetingId: string, photoId: string) =>
  get<{ items: { id: string }[] }>(`/v1/meetings/${meetingId}/photos`).then(({ items }) =>
    items.some(({ id }) => id === photoId),
  );

/** Lays an event among those that were given up; gives the name of the queue. */
const layDown = ({ state }: Play, record: object): string => {
  const [queue = ""] = readdirSync(join(state, "queues")).filter((name) => name.includes("PhotoProcessorDlq"));
  const [log = ""] = readdirSync(join(state, "logs")).filter((name) => name.includes("PhotoProcessor"));
  const functionArn = `${arnPrefix("lambda")}:function:${log.replace(/\.log$/, "")}`;
  const message = { requestContext: { functionArn }, requestPayload: { Records: [record] } };
  replaceFile(join(state, "queues", queue, fileNameOf(newMessageName(Date.now()))), JSON.stringify(message));
  return queue;
};

/** As if its time had come, and DynamoDB had found it. */
const expire = async ({ table, tableName: TableName }: Play, meetingId: string, photoId: string): Promise<void> => {
  const { pk, sk } = keys.photo(meetingId, photoId);
  const change = {
    UpdateExpression: "SET awaitedUntil = :then",
    ExpressionAttributeValues: { ":then": "2020-01-01T00:00:00.000Z" },
  };
  await table.send(new UpdateCommand({ TableName, Key: { pk, sk }, ...change }));
  const due = keys.photoDue(meetingId, photoId);
  await table.send(new DeleteCommand({ TableName, Key: { pk: due.pk, sk: due.sk } }));
};
