import { createRequestContext } from "../../../functions/shared/work.ts";
import { createIds, type NewId } from "../../../lib/shared/ids.ts";
import type { RequestContext } from "../../../lib/shared/work.ts";
import type { TableClient } from "../../../lib/table/client.ts";
import { createCursors } from "../../../lib/table/cursor.ts";
import { createTable } from "../../../lib/table/table.ts";
import type { Command, MemoryEngine } from "../../../test/support/memory-engine/engine.ts";
import { rootCaller } from "../../../test/support/world.ts";
import { randomOf } from "../nation/random.ts";

/** The day on which a nation is recorded; all that was drawn has happened before. */
export const recordedOn = "2024-01-15";
const recordedAt = Date.parse(`${recordedOn}T03:00:00Z`);

/** The engine as the client that tables are made on. */
export const clientOf = (engine: MemoryEngine): TableClient =>
  ({ send: async (command: Command) => engine.send(command) }) as unknown as TableClient;

/**
 * The work of requests that record one part of a nation in a table in memory. Ids and tokens follow from the seed and the
 * part, and every part has a millisecond of its own, so that no two of them make the same id.
 */
export const workOn = (engine: MemoryEngine, seed: number, part: number): (() => RequestContext) => {
  const random = randomOf(seed ^ 0x2c1b3c6d, part);
  const clock = () => recordedAt + part;
  const newId: NewId = createIds(clock, random.bytes);
  let writes = 0;
  const newToken = () => `scale-${part}-${writes++}`;
  const dependencies = {
    table: createTable(clientOf(engine), "memory", newToken),
    clock,
    newId,
    cursors: createCursors("a secret of the tests"),
  };
  return () => createRequestContext(dependencies, rootCaller, undefined).context;
};
