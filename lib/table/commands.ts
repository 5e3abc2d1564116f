import {
  type AttributeValue,
  BatchGetItem$,
  type BatchGetItemCommandOutput,
  GetItem$,
  type GetItemCommandOutput,
  PutItem$,
  Query$,
  type QueryCommandOutput,
  TransactWriteItems$,
  UpdateItem$,
} from "@aws-sdk/client-dynamodb";
import type {
  BatchGetCommandInput,
  GetCommandInput,
  PutCommandInput,
  QueryCommandInput,
  TransactWriteCommandInput,
  UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Call } from "../aws/json-client.ts";
import type { Item, Key } from "./write.ts";

/** A map with a key `constructor` is a map; the SDK takes it for an instance of a class by default. */
const options = { removeUndefinedValues: true, convertClassInstanceToMap: true } as const;

/** Attributes by name, as plain values. */
type Attributes = Record<string, unknown>;

/** The parts of a call, or of one of its actions, that contain attributes. */
type Part = {
  Key?: Attributes | undefined;
  Keys?: Attributes[] | undefined;
  Item?: Attributes | undefined;
  ExpressionAttributeValues?: Attributes | undefined;
};

/** A call, or an action of one, with DynamoDB's values in place of plain ones. */
const encoded = ({ Key, Keys, Item, ExpressionAttributeValues: values, ...others }: Part): object => ({
  ...others,
  ...(Key && { Key: marshall(Key, options) }),
  ...(Keys && { Keys: Keys.map((key) => marshall(key, options)) }),
  ...(Item && { Item: marshall(Item, options) }),
  ...(values && { ExpressionAttributeValues: marshall(values, options) }),
});

/** An item of DynamoDB with plain values. */
export const decoded = (item: Record<string, AttributeValue>): Item => unmarshall(item) as Item;

/** A command with plain values, like those of lib-dynamodb, which load the SDK's complete client. */
export abstract class TableCommand<Input extends object, Output> {
  readonly input: Input;
  constructor(input: Input) {
    this.input = input;
  }
  abstract sendBy(call: Call): Promise<Output>;
}

export class GetCommand extends TableCommand<GetCommandInput, { Item?: Item | undefined }> {
  async sendBy(call: Call) {
    const { Item } = await call<GetItemCommandOutput>(GetItem$, encoded(this.input));
    return { Item: Item && decoded(Item) };
  }
}

/** Items by table, and the keys that have not been looked at. */
type BatchFound = { Responses?: Record<string, Item[]>; UnprocessedKeys?: Record<string, { Keys: Key[] }> };

export class BatchGetCommand extends TableCommand<BatchGetCommandInput, BatchFound> {
  async sendBy(call: Call) {
    const { Responses, UnprocessedKeys } = await call<BatchGetItemCommandOutput>(BatchGetItem$, {
      ...this.input,
      RequestItems: each(this.input.RequestItems, encoded),
    });
    return {
      Responses: each(Responses, (items) => items.map(decoded)),
      UnprocessedKeys: each(UnprocessedKeys, ({ Keys = [] }) => ({ Keys: Keys.map(decoded) })),
    };
  }
}

export class QueryCommand extends TableCommand<QueryCommandInput, { Items?: Item[]; LastEvaluatedKey?: unknown }> {
  async sendBy(call: Call) {
    const { Items = [], LastEvaluatedKey } = await call<QueryCommandOutput>(Query$, encoded(this.input));
    return { Items: Items.map(decoded), LastEvaluatedKey };
  }
}

export class PutCommand extends TableCommand<PutCommandInput, object> {
  sendBy(call: Call) {
    return call(PutItem$, encoded(this.input));
  }
}

export class UpdateCommand extends TableCommand<UpdateCommandInput, object> {
  sendBy(call: Call) {
    return call(UpdateItem$, encoded(this.input));
  }
}

export class TransactWriteCommand extends TableCommand<TransactWriteCommandInput, object> {
  sendBy(call: Call) {
    const TransactItems = this.input.TransactItems?.map((action) => each({ ...action }, encoded));
    return call(TransactWriteItems$, { ...this.input, TransactItems });
  }
}

/** Maps every defined value. */
const each = <T, U>(values: Record<string, T | undefined> | undefined, change: (value: T) => U): Record<string, U> => {
  const changed: Record<string, U> = {};
  for (const [name, value] of Object.entries(values ?? {})) if (value !== undefined) changed[name] = change(value);
  return changed;
};
