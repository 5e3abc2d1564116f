import type { DynamoDBRecord } from "aws-lambda";
import { marshalled } from "./marshall.ts";
import type { Attributes } from "./values.ts";

export type Change = {
  /** Position among all changes of the table. */
  number: number;
  /** Number of the write that it was a part of. */
  write: number;
  before: Attributes | undefined;
  after: Attributes | undefined;
  /** Whether the expiry of the table deleted the item. */
  expired: boolean;
};

/** Number of shards of the stream. The changes of an item are in one shard, and ordered only within it. */
export const shardCount = 3;

export const shardOf = ({ before, after }: Change): number => {
  const { pk = "" } = after ?? before ?? {};
  let hash = 0;
  for (const character of String(pk)) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return hash % shardCount;
};

const digits = 21;
const expiry = { type: "Service", principalId: "dynamodb.amazonaws.com" };

/** A stream record with both images. */
export const recordOf = ({ number, before, after, expired }: Change): DynamoDBRecord => {
  const { pk, sk } = after ?? before ?? {};
  const record: object = {
    eventID: `event-${number}`,
    eventName: before ? (after ? "MODIFY" : "REMOVE") : "INSERT",
    eventSource: "aws:dynamodb",
    ...(expired ? { userIdentity: expiry } : {}),
    dynamodb: {
      Keys: { pk: { S: String(pk) }, sk: { S: String(sk) } },
      ...(after ? { NewImage: marshalled(after) } : {}),
      ...(before ? { OldImage: marshalled(before) } : {}),
      SequenceNumber: String(number).padStart(digits, "0"),
      StreamViewType: "NEW_AND_OLD_IMAGES",
    },
  };
  return record as DynamoDBRecord;
};
