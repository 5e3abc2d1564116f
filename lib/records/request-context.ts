import type { Day } from "../shared/days.ts";
import type { NewId } from "../shared/ids.ts";
import type { Table } from "../table/table.ts";
import type { Write } from "../table/write.ts";
import type { Scope } from "../vocabulary/token.ts";

/** Who is asking, as the token says. */
export type Caller = {
  clientId: string;
  scopes: readonly Scope[];
  /** `null`: the root, above every organisation. */
  organisationId: string | null;
  /** Ids from the top of the tree to its own organisation, that one included; empty for the root. */
  path: readonly string[];
};

/**
 * What a use case gives back: the record as callers see it, the version behind its ETag (none where the answer is not
 * the record alone), and for an upsert whether the record was made.
 */
export type Result = { record: object; version?: number; created?: boolean };

/** What a use case works with: the table, the time, ids, and who is asking. */
export type RequestContext = {
  table: Table;
  caller: Caller;
  /** RFC 3339 instant in UTC. */
  now: string;
  /** Today in Vietnam. */
  today: Day;
  newId: NewId;
  /** Writes all or nothing, together with the idempotent answer when the request asked for one. Gives the outcome back. */
  commit<T extends Result>(writes: readonly Write[], outcome: T): Promise<T>;
};
