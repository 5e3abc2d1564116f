import type { Day } from "../shared/days.ts";
import type { NewId } from "../shared/ids.ts";
import type { Table } from "../table/table.ts";
import type { Write } from "../table/write.ts";
import type { Scope } from "../vocabulary/token.ts";

/** The client of a request, by its token. */
export type Caller = {
  clientId: string;
  scopes: readonly Scope[];
  /** `null`: the root, above every organisation. */
  organisationId: string | null;
  /** Ids from the top of the tree to its own organisation, that one included; empty for the root. */
  path: readonly string[];
};

/**
 * What a use case returns: the record as clients see it, the version for its ETag (none where the response is not the
 * record alone), and for an upsert whether the record was created.
 */
export type Result = { record: object; version?: number; created?: boolean };

/** Hashes an external id of a person with a secret of the service: offices number people, so a plain hash could be guessed. */
export type HashExternalId = (tenantId: string, source: string, externalId: string) => string;

/** What a use case needs: the table, the time, ids and the caller. */
export type RequestContext = {
  table: Table;
  caller: Caller;
  /** RFC 3339 instant in UTC. */
  now: string;
  /** Today in Vietnam. */
  today: Day;
  newId: NewId;
  hashExternalId: HashExternalId;
  /** Commits all writes or none, with the stored response of an idempotent request. Returns the result. */
  commit<T extends Result>(writes: readonly Write[], result: T): Promise<T>;
};
