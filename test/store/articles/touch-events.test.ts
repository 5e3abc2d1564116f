import { marshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { createStreamHandler } from "../../../functions/stream-processor/stream-handler.ts";
import { createTouchEvents } from "../../../functions/stream-processor/touch-events.ts";
import { listEvents } from "../../../lib/articles/event-lists.ts";
import { serviceUnavailable } from "../../../lib/table/failures.ts";
import { useWorld } from "../../support/world.ts";
import { createArticleFixtures } from "./article-fixtures.ts";

const world = useWorld();
const articles = createArticleFixtures(world);
let tenantId: string;
beforeAll(async () => {
  tenantId = (await articles.committee()).tenantId;
});

const publish = async () => {
  const meetingId = await articles.createPublicMeeting(tenantId);
  const { slug } = await articles.writeArticle(meetingId);
  await articles.publishArticle(meetingId);
  return { meetingId, slug };
};

const photoOf = (meetingId: string, fields: object = {}) => ({
  pk: `MTG#${meetingId}`,
  sk: "PHO#1",
  meetingId,
  visibility: "public",
  status: "ready",
  version: 3,
  ...fields,
});

type Image = ReturnType<typeof photoOf> | undefined;
const recordOf = (before: Image, after: Image): DynamoDBRecord => {
  const image = (one: Image) =>
    one === undefined ? undefined : (marshall(one) as DynamoDBRecord["dynamodb"] & object);
  const { pk, sk } = after ?? before ?? { pk: "", sk: "" };
  return {
    dynamodb: {
      SequenceNumber: "1",
      Keys: { pk: { S: pk }, sk: { S: sk } },
      OldImage: image(before),
      NewImage: image(after),
    } as NonNullable<DynamoDBRecord["dynamodb"]>,
  };
};

/** Processes one record of the stream a day later. Returns the numbers of failed records. */
const process = async (before: Image, after: Image, table = world.dependencies.table) => {
  const clock = () => Date.parse("2024-01-16T03:00:00Z");
  const handle = createStreamHandler([createTouchEvents(() => ({ table, clock }))], () => undefined);
  const { batchItemFailures } = await handle({ Records: [recordOf(before, after)] });
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
};

const updatedAt = async (slug: string) => {
  const { items } = await listEvents(world.dependencies.table, undefined, { limit: 100 });
  return items.find(({ article }) => article.slug === slug)?.updatedAt;
};
const [unmoved, moved] = ["2024-01-15T03:00:00.000Z", "2024-01-16T03:00:00.000Z"];

test.each([
  ["becomes ready", (id: string) => [photoOf(id, { status: "processing", version: 2 }), photoOf(id)], moved],
  ["gets another caption", (id: string) => [photoOf(id, { version: 2 }), photoOf(id)], moved],
  ["is no longer public", (id: string) => [photoOf(id), photoOf(id, { visibility: "internal", version: 4 })], moved],
  ["is deleted", (id: string) => [photoOf(id), undefined], moved],
  ["is announced", (id: string) => [undefined, photoOf(id, { status: "awaiting-upload", version: 1 })], unmoved],
  ["that is not public is deleted", (id: string) => [photoOf(id, { visibility: "internal" }), undefined], unmoved],
  ["gets another reference count", (id: string) => [photoOf(id), photoOf(id)], unmoved],
] as const)("When a photo %s, the last change of its event is right", async (_, imagesOf, expected) => {
  const { meetingId, slug } = await publish();
  const [before, after] = imagesOf(meetingId);
  expect(await process(before, after)).toEqual([]);
  expect(await updatedAt(slug)).toBe(expected);
});

test("A photo of a draft, of a meeting without an article and a repeated change are no errors", async () => {
  const { meetingId, slug } = await publish();
  const change = [photoOf(meetingId, { version: 2 }), photoOf(meetingId)] as const;
  expect([await process(...change), await process(...change)]).toEqual([[], []]);
  expect(await updatedAt(slug)).toBe(moved);
  const draft = await articles.createPublicMeeting(tenantId);
  expect(await process(undefined, photoOf(draft))).toEqual([]);
  expect(await articles.storedSortKeys(draft)).toEqual(["META", "REF"]);
  await articles.writeArticle(draft);
  expect(await process(undefined, photoOf(draft))).toEqual([]);
});

test("A failed write is reported, so that the stream delivers the record again", async () => {
  const { meetingId } = await publish();
  const failing = { ...world.dependencies.table, write: () => Promise.reject(serviceUnavailable()) };
  expect(await process(undefined, photoOf(meetingId), failing)).toEqual(["1"]);
});
