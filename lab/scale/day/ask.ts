import { randomUUID } from "node:crypto";
import { operations as changes } from "../../../functions/changes/operations.ts";
import type { Dependencies } from "../../../functions/shared/dependencies.ts";
import { createHandler } from "../../../functions/shared/http.ts";
import { getStatistics } from "../../../functions/statistics/get-statistics.ts";
import { type OperationName, routes } from "../../../lib/contract/routes.ts";
import { createIds } from "../../../lib/shared/ids.ts";
import type { TableClient } from "../../../lib/table/client.ts";
import { createCursors } from "../../../lib/table/cursor.ts";
import { createTable } from "../../../lib/table/table.ts";
import { operations } from "../../../test/simulation/machine/operations.ts";
import type { Random } from "../../../test/simulation/machine/random.ts";
import { type Asked, apiEvent } from "../../../test/support/api-event.ts";
import { recordedOn } from "../bulk/memory-work.ts";
import type { Ask } from "./callers.ts";

/** The morning after everything was recorded. */
const morning = Date.parse(`${recordedOn}T04:00:00Z`);

/** The functions behind the API on a table in memory. `now`: milliseconds of the replay. */
export const createAsk = (client: TableClient, random: Random, now: () => number) => {
  const clock = () => morning + now();
  const dependencies: Dependencies = {
    table: createTable(client, "memory", randomUUID),
    clock,
    newId: createIds(clock, random.bytes),
    cursors: createCursors("a secret of the tests"),
  };
  const handler = createHandler({ ...operations, ...changes, getStatistics }, {}, () => dependencies);
  let count = 0;
  const ask: Ask = async (operation: OperationName, asked: Asked) => {
    count += 1;
    const { body } = await handler(apiEvent(routes[operation], asked));
    return JSON.parse(body ?? "{}");
  };
  return { ask, dependencies, count: () => count };
};
