import type { DynamoDBRecord } from "aws-lambda";
import { marshalled } from "./marshall.ts";
import type { Attributes } from "./values.ts";

/** A change of one item, as it happened. */
export type Change = {
  /** Place in the order of all changes of the table. */
  number: number;
  /** Which write of the table it was a part of. */
  write: number;
  before: Attributes | undefined;
  after: Attributes | undefined;
  /** The table's own expiry took the item away. */
  expired: boolean;
};

/** Shards of the stream: an item is always in the same one, and only there its changes have an order. */
export const shards = 3;

export const shardOf = ({ before, after }: Change): number => {
  const { pk = "" } = after ?? before ?? {};
  let hash = 0;
  for (const character of String(pk)) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return hash % shards;
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
