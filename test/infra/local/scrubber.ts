import { setTimeout as wait } from "node:timers/promises";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { findDynoxide, startDynoxide } from "../../../infra/local/engines/dynoxide.ts";
import { ensureTable } from "../../../infra/local/tables/create-table.ts";
import { credentials, region, tableProperties } from "../../support/table.ts";

/** A process that writes and scrubs until it is killed: `scrubber.ts <file>`. Prints the acknowledged keys. */
const [, , file = ""] = process.argv;
const engine = await startDynoxide(findDynoxide() ?? "", file);
const client = new DynamoDBClient({ endpoint: engine.endpoint, region, credentials });
const TableName = "scrubbed";
await ensureTable(client, TableName, tableProperties);

const scrub = async () => {
  for (;;) {
    engine.trimStream(TableName, 2n ** 60n);
    await engine.scrub().catch((error: unknown) => console.error(String(error)));
    await wait(5);
  }
};
const write = async () => {
  for (;;) {
    const pk = crypto.randomUUID();
    const text = (S: string) => ({ S });
    const Item = {
      pk: text(pk),
      sk: text("META"),
      inTenant: text("tenantId"),
      sort: text(pk),
      more: text("x".repeat(2_000)),
    };
    await client.send(new PutItemCommand({ TableName, Item }));
    console.log(pk);
  }
};
await Promise.all([scrub(), write(), write()]);
