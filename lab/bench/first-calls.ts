import { type AttributeValue, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { s3Event } from "../../infra/local/objects/event-journal.ts";
import { type FunctionName, functions } from "../../lib/contract/functions.ts";
import { type OperationName, routeList, type routes } from "../../lib/contract/routes.ts";
import { keys } from "../../lib/table/keys.ts";
import type { Key } from "../../lib/table/write.ts";
import { credentials, region } from "../../test/support/table.ts";
import type { DirectApi } from "./direct-api.ts";
import type { BenchEnvironment } from "./environment.ts";
import { photoInput, type Sample } from "./sample.ts";
import { requestOf } from "./units/case.ts";
import { cases } from "./units/cases.ts";

/** The first event of a function, and its description for the table. */
type FirstCall = {
  about: string;
  event: (sample: Sample, direct: DirectApi, environment: BenchEnvironment) => Promise<object>;
};

/** The first case of an operation; for one without table its route alone. */
const operation = (name: OperationName): FirstCall => ({
  about: name,
  event: async (sample, direct) => {
    const first = cases[name]?.[0];
    return direct.event(name, first ? await requestOf(name, first, { sample, direct }) : {});
  },
});

type Image = Record<string, AttributeValue>;

const itemAt = async ({ endpoint, variables }: BenchEnvironment, { pk, sk }: Key): Promise<Image> => {
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const Key = { pk: { S: pk }, sk: { S: sk } };
  const { Item } = await client.send(new GetItemCommand({ TableName: variables.contract.TABLE_NAME, Key }));
  client.destroy();
  if (!Item) throw new Error(`No item ${pk} ${sk}`);
  return Item;
};

const streamEvent = (eventName: "MODIFY" | "REMOVE", image: Image) => {
  const images = eventName === "REMOVE" ? { OldImage: image } : { NewImage: image };
  const dynamodb = { SequenceNumber: "1", Keys: { pk: image.pk, sk: image.sk }, ...images };
  return { Records: [{ eventName, dynamodb }] };
};

const queueEvent = (body: object) => ({ Records: [{ messageId: "1", body: JSON.stringify(body) }] });

/** The event of an upload whose bytes are deleted by then, so that it can be handled repeatedly. */
const uploadedBytes: FirstCall["event"] = async ({ meetingId }, { call }, { bucketName }) => {
  const { record } = await call("announcePhoto", { params: { meetingId }, body: photoInput() });
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

const deletedPhoto: FirstCall["event"] = async ({ meetingId, photoId }, _, environment) => {
  const item = await itemAt(environment, keys.photo(meetingId, photoId));
  return streamEvent("REMOVE", { ...item, objectVersion: { S: "null" } });
};

type FunctionWithRoutes = (typeof routes)[OperationName]["function"];

/** First calls of functions without routes, and of those whose usual call is not a read of one record. */
const ownFirstCalls: Readonly<
  Record<Exclude<FunctionName, FunctionWithRoutes>, FirstCall> & Partial<Record<FunctionWithRoutes, FirstCall>>
> = {
  // It signs an upload.
  photos: operation("renewUpload"),
  // It looks up the slug before it reads.
  pages: operation("getEvent"),
  // It signs after it reads the client.
  token: operation("issueToken"),
  photoProcessor: { about: "deleted bytes", event: uploadedBytes },
  streamProcessor: {
    about: "a tally",
    event: async ({ committeeId }, _, environment) =>
      streamEvent("MODIFY", await itemAt(environment, keys.tally(committeeId))),
  },
  objectCleanup: { about: "a deleted photo", event: deletedPhoto },
  webhookDelivery: {
    about: "nothing to deliver",
    event: async ({ webhookId }) => queueEvent({ webhookId }),
  },
  erasureProcessor: {
    about: "an erasure nobody requested",
    event: async ({ memberIds: [memberId = ""] }) => queueEvent({ memberId }),
  },
};

/** The first route that reads one record, or else lists them. */
const usualRead = (name: FunctionName): FirstCall => {
  const own = routeList.filter((route) => route.function === name).map((route) => route.operation);
  const read = own.find((one) => one.startsWith("get")) ?? own.find((one) => one.startsWith("list"));
  if (!read) throw new Error(`The function ${name} has no read to call first`);
  return operation(read);
};

const functionNames = Object.keys(functions) as FunctionName[];

/** The first call of each function: unless listed above, its usual read in one round trip. */
export const firstCalls = Object.fromEntries(
  functionNames.map((name) => [name, ownFirstCalls[name] ?? usualRead(name)]),
) as Readonly<Record<FunctionName, FirstCall>>;
