import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import type { ItemImages } from "../../lib/changes/record-change.ts";
import { instantOf } from "../../lib/shared/days.ts";
import type { Item } from "../../lib/table/write.ts";

type Marshalled = Parameters<typeof unmarshall>[0];

const itemOf = (image: unknown) => (image ? (unmarshall(image as Marshalled) as Item) : undefined);

/** The item before and after, out of a stream record. */
export const imagesOf = ({ dynamodb }: DynamoDBRecord): ItemImages => ({
  before: itemOf(dynamodb?.OldImage),
  after: itemOf(dynamodb?.NewImage),
  seenAt: instantOf((dynamodb?.ApproximateCreationDateTime ?? 0) * 1_000),
});
