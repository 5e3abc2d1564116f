import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { account, region } from "../../../../infra/local/account.ts";
import { createPermissions, type Permissions } from "../../../../infra/local/permissions/permissions.ts";
import { parseRolePolicy } from "../../../../infra/local/permissions/policy.ts";
import { type LocalService, startLocal } from "../../../../infra/local/service.ts";
import type { FunctionName } from "../../../../lib/contract/functions.ts";
import { fetchToken, localAdmin } from "../../../demo/api.ts";
import { sharedAssembly } from "../../../support/assembly.ts";
import { until } from "../../../support/until.ts";

/** A record as the API returns it. */
export type CreatedRecord = { id: string } & Record<string, unknown>;

/** Calls of the API that throw for unsuccessful responses. */
export type Calls = {
  get<T = CreatedRecord>(path: string): Promise<T>;
  put<T = CreatedRecord>(path: string, body: object): Promise<T>;
  /** POST with a new idempotency key. */
  post<T = CreatedRecord>(path: string, body?: object, headers?: Record<string, string>): Promise<T>;
  patch<T = CreatedRecord>(path: string, change: object): Promise<T>;
  remove(path: string): Promise<void>;
};

/** A local service with its permissions, and with direct access to its table and bucket. */
export type JourneyService = Calls & {
  url: string;
  state: string;
  permissions: Permissions;
  /** The log lines of the runtime. */
  logged: string[];
  /** Ends the waits of a journey early. */
  isCancelled?: () => boolean;
  /** Calls of another client. */
  as(credentials: { clientId: string; clientSecret: string }): Promise<Calls>;
  table: DynamoDBDocumentClient;
  tableName: string;
  objects: S3Client;
  bucket: string;
  close(): Promise<void>;
};

/** Calls of the service that together use every permission of the named functions. */
export type Journey = {
  title: string;
  functions: readonly FunctionName[];
  run(service: JourneyService): Promise<void>;
};

export const uniqueText = () => randomUUID().slice(0, 8);
export const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The role with direct access to table and bucket. */
export const ownRole = "journeys";

/** @param first runs before any other call, while no function has started yet */
export const startJourneyService = async (
  first: (permissions: Permissions, url: string) => Promise<void>,
): Promise<JourneyService> => {
  const state = mkdtempSync(join(tmpdir(), "dangbo-permissions-"));
  const permissions = createPermissions();
  const logged: string[] = [];
  const log = (line: string) => void logged.push(line);
  const assembly = await sharedAssembly(true);
  const local = await startLocal({ port: 0, state, assembly, permissions, loopbackWebhooks: true, log });
  await first(permissions, local.url);
  const as = async (credentials: { clientId: string; clientSecret: string }) =>
    callsOf(local.url, await fetchToken(local.url, credentials));
  const direct = directAccess(local, permissions);
  return {
    ...(await as(localAdmin)),
    ...direct,
    url: local.url,
    state,
    permissions,
    logged,
    as,
    close: async () => {
      direct.table.destroy();
      direct.objects.destroy();
      await local.close();
      rmSync(state, { recursive: true, force: true });
    },
  };
};

/** Clients of table and bucket with an access key that may do everything. */
const directAccess = ({ tableUrl, objectsUrl }: LocalService, permissions: Permissions) => {
  const table = permissions.grants().find(({ action }) => action === "dynamodb:GetItem")?.resource ?? "";
  const role = permissions.addRole(ownRole);
  const statement = { Effect: "Allow", Action: ["dynamodb:*", "s3:*"], Resource: "*" };
  permissions.allow(ownRole, parseRolePolicy({ Version: "2012-10-17", Statement: [statement] }));
  const { credentials } = permissions.assume(ownRole, role);
  return {
    table: DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: tableUrl, region, credentials })),
    tableName: table.slice(table.indexOf("/") + 1),
    objects: new S3Client({ endpoint: objectsUrl, forcePathStyle: true, region, credentials }),
    bucket: `dangbo-local-photos-${account}-${region}`,
  };
};

const callsOf = (url: string, token: string): Calls => {
  const send = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { "content-type": "application/json" } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} returned ${response.status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  return {
    get: (path) => send("GET", path),
    put: (path, body) => send("PUT", path, body),
    post: (path, body, headers) => send("POST", path, body, { "idempotency-key": uniqueText(), ...headers }),
    patch: (path, change) => send("PATCH", path, change, { "if-match": "*" }),
    remove: async (path) => {
      await send("DELETE", path, undefined, { "if-match": "*" });
    },
  };
};

/** Fetches a URL of storage; throws for unsuccessful responses. */
export const fetchUrl = async (url: string): Promise<void> => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`Storage returned ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
};

/** Waits until an asynchronous effect of a journey holds; throws in time, or when the journey is cancelled. */
export const eventually = async (
  { isCancelled = () => false }: Pick<JourneyService, "isCancelled">,
  condition: () => boolean | Promise<boolean>,
) => {
  await until(async () => isCancelled() || (await condition()));
  if (isCancelled()) throw new Error("The journey was cancelled");
};
