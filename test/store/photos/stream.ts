import type { DynamoDBStreamEvent } from "aws-lambda";
import type { Key } from "../../../lib/table/write.ts";

/** The stream's record of an item that has gone. */
export const goneFrom = ({ pk, sk }: Key): DynamoDBStreamEvent => ({
  Records: [{ eventName: "REMOVE", dynamodb: { SequenceNumber: "1", Keys: { pk: { S: pk }, sk: { S: sk } } } }],
});
