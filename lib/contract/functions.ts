import { recordSortKeyPrefixes } from "../records/kinds.ts";
import type { IndexName } from "../vocabulary/table.ts";
import type { Variable } from "./environment.ts";
import type { QueueName } from "./queues.ts";

/** DynamoDB actions on items. A transaction needs the actions of its parts. No function scans or writes in batches. */
export type ItemAction =
  | "GetItem"
  | "BatchGetItem"
  | "Query"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "ConditionCheckItem";

/** Table access of a function: its actions on the table, and the indexes that it queries. */
export type TableAccess = { actions: readonly ItemAction[]; indexes?: readonly IndexName[] };

/**
 * S3 access of a function; `infra/constructs/permissions.ts` lists the actions of each. A presigned URL carries its signer's permissions.
 * - `presign-uploads`: presigns uploads and views
 * - `presign-views`: presigns views of originals and renditions
 * - `presign-renditions`: presigns views of renditions
 * - `process`: reads originals, writes renditions, deletes both
 * - `delete`: deletes originals and renditions
 * - `erase`: deletes them, and adds to the register of erasures
 */
export type BucketAccess =
  | "none"
  | "presign-uploads"
  | "presign-views"
  | "presign-renditions"
  | "process"
  | "delete"
  | "erase";

export type FunctionContract = {
  description: string;
  variables: readonly Variable[];
  /** Exactly what the function's role grants; `test/infra/permissions` proves that each grant is needed and enough. */
  table: TableAccess;
  bucket: BucketAccess;
  signsTokens?: true;
  /** Event source; functions without one are called by API Gateway. */
  trigger?: "table-stream" | "object-created" | "queue";
  /** Queues that the function sends messages to. */
  sends?: readonly QueueName[];
  /**
   * Sends to its own queue without a limit, so that Lambda must not end the chain after 16 rounds.
   * https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
   */
  allowsRecursion?: true;
  /** Puts events on the bus. */
  publishes?: true;
  /** Table stream only: prefixes of the sort keys to process. */
  streamKeyPrefixes?: readonly string[];
  /** Table stream only: the one kind of change to process. */
  streamEvent?: "REMOVE";
  /** Packages with native code, which cannot be bundled: they are shipped next to the bundle as installed. */
  packages?: readonly string[];
  memory: number;
  /** Seconds; below the gateway's limit of 30 for functions that it calls. */
  timeout: number;
};

const read = ["GetItem", "BatchGetItem"] as const;
const write = [...read, "PutItem", "UpdateItem", "DeleteItem"] as const;

const api = {
  bucket: "none",
  variables: ["TABLE_NAME", "CURSOR_KEY"],
  memory: 1024,
  timeout: 15,
} as const;

/** Sort keys of tallies, of every kind of record, and of requests about personal data. */
const recordKeyPrefixes = ["TALLY", "STAGED#", ...recordSortKeyPrefixes, "EXPORT#", "ERASURE"];

/** Every function of the stacks. Its code is `functions/<name in kebab case>/handler.ts`. */
export const functions = {
  organisations: {
    ...api,
    description: "Organisations of the tree",
    table: { actions: [...write, "Query"], indexes: ["byTenant", "byUnit"] },
  },
  members: {
    ...api,
    description: "Members and their history",
    table: { actions: [...write, "Query", "ConditionCheckItem"], indexes: ["byTenant", "byUnit"] },
    variables: ["TABLE_NAME", "CURSOR_KEY", "ERASED_ID_KEY"],
  },
  meetings: {
    ...api,
    description: "Meetings with agenda, attendees, documents, votes and guidance",
    table: { actions: [...write, "Query", "ConditionCheckItem"], indexes: ["byTenant", "byUnit", "byGroup"] },
    bucket: "presign-views",
    variables: ["TABLE_NAME", "CURSOR_KEY", "BUCKET_NAME"],
  },
  awards: { ...api, description: "Awards", table: { actions: write, indexes: ["byTenant", "byUnit", "byGroup"] } },
  photos: {
    ...api,
    description: "Photos: announcing, reading, deleting",
    table: { actions: [...write, "ConditionCheckItem"], indexes: ["byGroup"] },
    bucket: "presign-uploads",
    variables: ["TABLE_NAME", "CURSOR_KEY", "BUCKET_NAME", "UPLOADS_PREFIX"],
  },
  articles: {
    ...api,
    description: "Articles of meetings: writing and publishing",
    table: { actions: [...write, "ConditionCheckItem"] },
    variables: ["TABLE_NAME"],
  },
  pages: {
    ...api,
    description: "Public pages of published events, their feed and pictures",
    table: { actions: [...read, "Query"], indexes: ["byTenant", "byGroup"] },
    bucket: "presign-renditions",
    variables: ["TABLE_NAME", "CURSOR_KEY", "BUCKET_NAME", "PAGES_URL", "PICTURE_HOST"],
  },
  statistics: { ...api, description: "Statistics as of a day", table: { actions: read }, variables: ["TABLE_NAME"] },
  clients: { ...api, description: "Clients of the API", table: { actions: write, indexes: ["byTenant", "byUnit"] } },
  dataSubjects: {
    ...api,
    description: "Personal data: export and erasure",
    table: { actions: [...read, "Query", "PutItem", "UpdateItem", "ConditionCheckItem"], indexes: ["byGroup"] },
    variables: ["TABLE_NAME"],
  },
  changes: { ...api, description: "The change feed and the audit log", table: { actions: ["BatchGetItem", "Query"] } },
  webhooks: {
    ...api,
    description: "Webhooks that receive the change feed",
    table: { actions: [...write, "Query"], indexes: ["byTenant", "byUnit"] },
    variables: ["TABLE_NAME", "CURSOR_KEY", "WEBHOOK_RECEIVERS"],
  },
  token: {
    ...api,
    description: "OAuth 2.0 token endpoint, its metadata and keys",
    // It counts failed attempts.
    table: { actions: ["BatchGetItem", "UpdateItem"] },
    signsTokens: true,
    variables: ["TABLE_NAME", "TOKEN_ISSUER", "SIGNING_KEY_IDS", "ADMIN_CLIENT_SECRET"],
  },
  service: {
    ...api,
    description: "Health, OpenAPI document, docs page, and the response to unknown paths",
    table: { actions: [] },
    variables: [],
  },
  photoProcessor: {
    description: "Validates uploaded photos and creates their renditions",
    table: { actions: ["GetItem", "PutItem", "UpdateItem", "DeleteItem"] },
    bucket: "process",
    trigger: "object-created",
    variables: ["TABLE_NAME", "BUCKET_NAME", "UPLOADS_PREFIX", "RENDITIONS_PREFIX"],
    packages: ["sharp"],
    // Lambda allots CPU by memory: one full vCPU from 1,769 MB on.
    memory: 1769,
    timeout: 60,
  },
  objectCleanup: {
    description: "Deletes the objects of deleted photos, and expired photos",
    table: { actions: ["GetItem", "UpdateItem", "DeleteItem"] },
    bucket: "delete",
    trigger: "table-stream",
    streamKeyPrefixes: ["PHO#", "PHO-DUE#"],
    streamEvent: "REMOVE",
    variables: ["TABLE_NAME", "BUCKET_NAME", "UPLOADS_PREFIX", "RENDITIONS_PREFIX"],
    memory: 512,
    timeout: 60,
  },
  streamProcessor: {
    description:
      "Processes the table stream: rolls tallies up, publishes changes and events, starts deliveries and erasures",
    table: { actions: ["BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"], indexes: ["byTenant"] },
    bucket: "none",
    trigger: "table-stream",
    streamKeyPrefixes: recordKeyPrefixes,
    sends: ["webhookDelivery", "erasureProcessor"],
    publishes: true,
    variables: ["TABLE_NAME", "WEBHOOK_DELIVERY_QUEUE_URL", "ERASURE_PROCESSOR_QUEUE_URL", "EVENT_BUS_NAME"],
    memory: 512,
    timeout: 60,
  },
  webhookDelivery: {
    description: "Delivers the change feed to webhooks",
    table: { actions: ["BatchGetItem", "Query", "PutItem", "UpdateItem"] },
    bucket: "none",
    trigger: "queue",
    sends: ["webhookDelivery"],
    // A day of retries takes up to a hundred rounds, since SQS delays a message by at most 15 minutes; so may a long backlog.
    allowsRecursion: true,
    variables: ["TABLE_NAME", "WEBHOOK_DELIVERY_QUEUE_URL", "WEBHOOK_RECEIVERS"],
    memory: 512,
    timeout: 60,
  },
  erasureProcessor: {
    description: "Erases the personal data of members",
    table: { actions: [...write, "Query"], indexes: ["byGroup"] },
    bucket: "erase",
    trigger: "queue",
    // At most three rounds: repeated erasures, the erasure of a member, its last run.
    sends: ["erasureProcessor"],
    variables: [
      "TABLE_NAME",
      "BUCKET_NAME",
      "UPLOADS_PREFIX",
      "RENDITIONS_PREFIX",
      "ERASURES_PREFIX",
      "ERASED_ID_KEY",
      "ERASURE_PROCESSOR_QUEUE_URL",
    ],
    memory: 512,
    timeout: 60,
  },
} as const satisfies Record<string, FunctionContract>;

export type FunctionName = keyof typeof functions;
