import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { Item } from "../../../lib/table/write.ts";
import { credentials, region } from "../../../test/support/table.ts";
import type { Place } from "../place/place.ts";
import { type Moment, nameOf } from "./least/need.ts";

/** Takes all that stands in the table of a place, as often as it is asked. */
export const openSnapshots = ({ endpoint, variables: { contract } }: Pick<Place, "endpoint" | "variables">) => {
  const base = new DynamoDBClient({ endpoint, region, credentials });
  const client = DynamoDBDocumentClient.from(base);
  return {
    take: async (): Promise<Moment> => {
      const all = new Map<string, Item>();
      const pages = paginateScan({ client }, { TableName: contract.TABLE_NAME, ConsistentRead: true });
      for await (const { Items = [] } of pages) for (const item of Items as Item[]) all.set(nameOf(item), item);
      return all;
    },
    close: () => base.destroy(),
  };
};

export type Snapshots = ReturnType<typeof openSnapshots>;
