import { randomBytes, randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Dependencies } from "../../functions/shared/dependencies.ts";
import { createRequestContext } from "../../functions/shared/request-context.ts";
import { createExternalIdHash } from "../../lib/records/erased-ids.ts";
import type { IdempotencyRequest } from "../../lib/records/idempotency.ts";
import type { Caller, RequestContext } from "../../lib/records/request-context.ts";
import { createIds } from "../../lib/shared/ids.ts";
import { Problem } from "../../lib/shared/problem.ts";
import { createTableClient, type TableClient } from "../../lib/table/client.ts";
import { createCursors } from "../../lib/table/cursor.ts";
import type { Page, PageRequest } from "../../lib/table/page.ts";
import { type RetryRuntime, systemRetryRuntime } from "../../lib/table/retry.ts";
import { createTable } from "../../lib/table/table.ts";
import { scopes } from "../../lib/vocabulary/token.ts";
import { startTable } from "./table.ts";

/** The first client: belongs to the root and has every scope. */
export const rootCaller: Caller = { clientId: "admin", scopes, organisationId: null, path: [] };

/** A caller of one organisation; `path` from the top to it, that one included. */
export const callerAt = (path: readonly string[], granted: Caller["scopes"] = scopes): Caller => ({
  clientId: `client-of-${path.at(-1)}`,
  scopes: granted,
  organisationId: path.at(-1) ?? null,
  path,
});

export type World = {
  dependencies: Dependencies;
  client: TableClient;
  /** A second client of the same table, for calls that the service never makes. */
  documents: DynamoDBDocumentClient;
  endpoint: string;
  tableName: string;
  /** Sets the instant that the domain sees. */
  setNow(instant: string): void;
  contextAs(caller?: Caller, once?: IdempotencyRequest): RequestContext;
  close(): Promise<void>;
};

/** Bounded by their number only: on a busy machine, a conflict must not become a 503 because the calls take long. */
export const untimedRetries: RetryRuntime = { ...systemRetryRuntime, now: () => 0 };

/** The domain on a real engine, with a settable clock: at first 2024-01-15 in Vietnam. */
export const startWorld = async (): Promise<World> => {
  const engine = await startTable();
  const { endpoint, region, credentials, tableName } = engine;
  const base = new DynamoDBClient({ endpoint, region, credentials });
  const client = createTableClient({ endpoint: new URL(endpoint), region, credentials });
  let now = Date.parse("2024-01-15T03:00:00Z");
  const clock = () => now;
  const dependencies: Dependencies = {
    table: createTable(client, tableName, randomUUID, untimedRetries),
    clock,
    newId: createIds(clock, randomBytes),
    cursors: createCursors("a secret of the tests"),
    hashExternalId: createExternalIdHash(() => "a secret of the tests"),
  };
  return {
    dependencies,
    client,
    documents: DynamoDBDocumentClient.from(base),
    endpoint,
    tableName,
    setNow: (instant) => {
      now = Date.parse(instant);
    },
    contextAs: (caller = rootCaller, once) => createRequestContext(dependencies, caller, once).context,
    close: async () => {
      base.destroy();
      await engine.close();
    },
  };
};

/**
 * Fixtures for the tests of a file, created before all or each of them and closed after. They can be passed on at once and used
 * inside tests.
 */
export const useFixtures = <T extends { close(): unknown }>(create: () => Promise<T>, { perTest = false } = {}): T => {
  const fixtures = {} as T;
  const [before, after] = perTest ? [beforeEach, afterEach] : [beforeAll, afterAll];
  before(async () => {
    Object.assign(fixtures, await create());
  });
  after(() => fixtures.close());
  return fixtures;
};

/** A world for the tests of one file. */
export const useWorld = (): World => useFixtures(startWorld);

/** All items of a list, read in pages of one. */
export const readPages = async <T>(read: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> => {
  const items: T[] = [];
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page = await read({ limit: 1, after });
    items.push(...page.items);
    after = page.next;
  }
  return items;
};

/** Field errors as `pointer code`. */
export const codesOf = (errors: readonly { pointer: string; code: string }[]) =>
  errors.map(({ pointer, code }) => `${pointer} ${code}`);

/** The code of the problem that a write was rejected with, or its field errors as `pointer code`. */
export const rejectionOf = async (promise: Promise<unknown>): Promise<string | string[]> => {
  try {
    await promise;
    return "accepted";
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.details.fieldErrors ? codesOf(error.details.fieldErrors) : error.code;
  }
};

/** Expects that a write is rejected with the code of a problem, or with exactly these field errors, as `pointer code`. */
export const expectRejection = async (promise: Promise<unknown>, ...codes: readonly string[]) =>
  expect([await rejectionOf(promise)].flat()).toEqual(codes);
