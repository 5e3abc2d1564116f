import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Item } from "./write.ts";

/** A map is a map, also one that holds a `constructor`, which the SDK otherwise takes for an instance of a class. */
const options = { removeUndefinedValues: true, convertClassInstanceToMap: true } as const;

/** Attributes by name, as plain values. */
type Attributes = Record<string, unknown>;

/** Where a call, or an action of one, holds attributes. */
type Part = {
  Key?: Attributes | undefined;
  Keys?: Attributes[] | undefined;
  Item?: Attributes | undefined;
  ExpressionAttributeValues?: Attributes | undefined;
};

/** A call, or an action of one, with DynamoDB's values in place of plain ones. */
export const encoded = ({ Key, Keys, Item, ExpressionAttributeValues: values, ...others }: Part): object => ({
  ...others,
  ...(Key && { Key: marshall(Key, options) }),
  ...(Keys && { Keys: Keys.map((key) => marshall(key, options)) }),
  ...(Item && { Item: marshall(Item, options) }),
  ...(values && { ExpressionAttributeValues: marshall(values, options) }),
});

/** An item of DynamoDB with plain values. */
export const decoded = (item: Record<string, AttributeValue>): Item => unmarshall(item) as Item;
