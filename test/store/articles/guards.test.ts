import { randomUUID } from "node:crypto";
import { publishArticle } from "../../../lib/articles/writes.ts";
import { isWriteConflict, retryOnConflict } from "../../../lib/records/retry-on-conflict.ts";
import type { TableClient } from "../../../lib/table/client.ts";
import type { TransactWriteCommand } from "../../../lib/table/commands.ts";
import { createTable, type Table } from "../../../lib/table/table.ts";
import { rejectionOf, useWorld } from "../../support/world.ts";
import { createArticleFixtures } from "./article-fixtures.ts";

const world = useWorld();
const articles = createArticleFixtures(world);
let tenantId: string;
beforeAll(async () => {
  tenantId = (await articles.committee()).tenantId;
});

/** Sends transactions by the client without the condition that a meeting is unchanged. */
const withoutMeetingCondition = (client: TableClient): TableClient => {
  const send = (command: TransactWriteCommand) => {
    for (const { ConditionCheck: check } of command.input.TransactItems ?? [])
      if (check?.ConditionExpression === "version = :version") {
        check.ConditionExpression = "attribute_exists(pk)";
        delete check.ExpressionAttributeValues;
      }
    return client.send(command);
  };
  return new Proxy(client, { get: (target, name) => (name === "send" ? send : Reflect.get(target, name)) });
};

/** Publishes an article; its meeting stops being public after it was read and before the article is written. */
const publishMeanwhile = async (table: Table) => {
  const id = await articles.createPublicMeeting(tenantId);
  const { slug } = await articles.writeArticle(id);
  let isFirst = true;
  const write: Table["write"] = async (writes) => {
    if (isFirst) {
      isFirst = false;
      await articles.patchMeeting(id, 1, { visibility: "internal" });
    }
    return table.write(writes);
  };
  const { dependencies } = world;
  const usual = dependencies.table;
  dependencies.table = { ...table, write };
  const publishing = world.contextAs();
  dependencies.table = usual;
  const publish = () => publishArticle(publishing, { meetingId: id, precondition: undefined });
  const response = await rejectionOf(retryOnConflict(isWriteConflict, publish));
  return { response, isListed: (await articles.listedSlugs()).includes(slug) };
};

test("Without the condition that the meeting is unchanged, a concurrent change lists an article that is not public", async () => {
  const { client, tableName, dependencies } = world;
  expect(await publishMeanwhile(dependencies.table)).toEqual({ response: "meeting-not-public", isListed: false });
  const unguarded = createTable(withoutMeetingCondition(client), tableName, randomUUID);
  expect(await publishMeanwhile(unguarded)).toEqual({ response: "accepted", isListed: true });
});
