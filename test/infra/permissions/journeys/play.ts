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

/** A record as answers give it. */
export type Made = { id: string } & Record<string, unknown>;

/** Calls that throw for whatever is no success. */
export type Calls = {
  get<T = Made>(path: string): Promise<T>;
  put<T = Made>(path: string, body: object): Promise<T>;
  /** POST with an idempotency key of its own. */
  make<T = Made>(path: string, body?: object): Promise<T>;
  patch<T = Made>(path: string, change: object): Promise<T>;
  remove(path: string): Promise<void>;
};

/** A service with its permissions in hand, and ways to reach behind it. */
export type Play = Calls & {
  url: string;
  state: string;
  permissions: Permissions;
  /** What the runtime reported, line by line. */
  reports: string[];
  /** Nobody waits for this run any more. */
  isOver?: () => boolean;
  /** Calls as another client. */
  as(credentials: { clientId: string; clientSecret: string }): Promise<Calls>;
  table: DynamoDBDocumentClient;
  tableName: string;
  objects: S3Client;
  bucket: string;
  close(): Promise<void>;
};

/** A course of events, and the functions whose every permission is needed by one of those that name them. */
export type Journey = { title: string; of: readonly FunctionName[]; run(play: Play): Promise<void> };

export const fresh = () => randomUUID().slice(0, 8);
export const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The role by which the journeys reach behind the service. */
export const ownRole = "journeys";

/** @param first what is done before anything is called, while no function has started yet */
export const startPlay = async (first: (permissions: Permissions, url: string) => Promise<void>): Promise<Play> => {
  const state = mkdtempSync(join(tmpdir(), "dangbo-permissions-"));
  const permissions = createPermissions();
  const reports: string[] = [];
  const report = (line: string) => void reports.push(line);
  const assembly = await sharedAssembly(true);
  const local = await startLocal({ port: 0, state, assembly, permissions, loopbackWebhooks: true, log: report });
  await first(permissions, local.url);
  const as = async (credentials: { clientId: string; clientSecret: string }) =>
    callsOf(local.url, await fetchToken(local.url, credentials));
  const behind = reachBehind(local, permissions);
  return {
    ...(await as(localAdmin)),
    ...behind,
    url: local.url,
    state,
    permissions,
    reports,
    as,
    close: async () => {
      behind.table.destroy();
      behind.objects.destroy();
      await local.close();
      rmSync(state, { recursive: true, force: true });
    },
  };
};

/** Clients of table and bucket with a key that may do everything. */
const reachBehind = ({ tableUrl, objectsUrl }: LocalService, permissions: Permissions) => {
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
    const answer = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { "content-type": "application/json" } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  return {
    get: (path) => send("GET", path),
    put: (path, body) => send("PUT", path, body),
    make: (path, body = {}) => send("POST", path, body, { "idempotency-key": fresh() }),
    patch: (path, change) => send("PATCH", path, change, { "if-match": "*" }),
    remove: async (path) => {
      await send("DELETE", path, undefined, { "if-match": "*" });
    },
  };
};

/** Fetches a URL of storage; throws where it is refused. */
export const view = async (url: string): Promise<void> => {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`Storage answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
};
