import { randomBytes } from "node:crypto";
import { createExternalIdHash } from "../../lib/records/erased-ids.ts";
import type { HashExternalId } from "../../lib/records/request-context.ts";
import { createIds, type NewId } from "../../lib/shared/ids.ts";
import { createTableClient } from "../../lib/table/client.ts";
import { type Cursors, createCursors } from "../../lib/table/cursor.ts";
import { createTable, type Table } from "../../lib/table/table.ts";
import { readVariable } from "./environment.ts";

/** What the domain gets from outside: table, clock, ids, cursors. */
export type Dependencies = {
  table: Table;
  /** Milliseconds since the epoch. */
  clock: () => number;
  newId: NewId;
  cursors: Cursors;
  hashExternalId: HashExternalId;
};

const clock = () => Date.now();

/** 128 random bits in 22 characters: each item stores the token of its last write. */
const newToken = () => randomBytes(16).toString("base64url");

const build = (): Dependencies => ({
  table: createTable(createTableClient(), readVariable("TABLE_NAME"), newToken),
  clock,
  newId: createIds(clock, randomBytes),
  cursors: lazily(() => createCursors(readVariable("CURSOR_KEY"))),
  hashExternalId: createExternalIdHash(() => readVariable("ERASED_ID_KEY")),
});

/** Functions without lists have no cursor key: it is read with the first cursor. */
const lazily = (create: () => Cursors): Cursors => {
  let created: Cursors | undefined;
  const cursors = () => {
    created ??= create();
    return created;
  };
  return {
    seal: (position, boundTo) => cursors().seal(position, boundTo),
    open: (cursor, boundTo) => cursors().open(cursor, boundTo),
  };
};

let built: Dependencies | undefined;

/** The dependencies of this function, built once at the first request. */
export const dependencies = (): Dependencies => {
  built ??= build();
  return built;
};
