import type { Variable } from "./environment.ts";
import type { QueueName } from "./queues.ts";

/**
 * What a function may do with the bucket; whoever has a URL may do what its signer may. `announce` presigns uploads and
 * views, `view` views, `show` views of renditions alone; `verify` reads originals, keeps renditions and deletes both; `remove` deletes both; `erase` too, and keeps the register of erasures.
 */
export type BucketAccess = "none" | "announce" | "view" | "show" | "verify" | "remove" | "erase";

export type FunctionSettings = {
  about: string;
  variables: readonly Variable[];
  bucket: BucketAccess;
  signsTokens?: true;
  /** What starts it besides HTTP. */
  trigger?: "table-stream" | "object-created" | "queue";
  /** Queues it sends messages to. */
  sends?: readonly QueueName[];
  /** It puts events on the bus. */
  publishes?: true;
  /** For the table's stream: only items whose sort key begins with one of them. */
  streamKeyPrefixes?: readonly string[];
  /** For the table's stream: only changes of this kind. */
  streamEvent?: "REMOVE";
  /** Packages that hold machine code: no bundler takes them in, so they are shipped beside the bundle as they are installed. */
  packages?: readonly string[];
  memory: number;
  /** Seconds. Behind the API it stays under the gateway's 30. */
  timeout: number;
};

const api = {
  bucket: "none",
  variables: ["TABLE_NAME", "CURSOR_KEY"],
  memory: 1024,
  timeout: 15,
} as const;

/** Sort keys of what has consequences: tallies, and every kind of record (`lib/records/record-key.ts` reads them). */
const followed = [
  "TALLY",
  "META",
  "HISTORY#",
  "AGENDA",
  "ATT#",
  "DOC#",
  "VOTE#",
  "GUI#",
  "PHO#",
  "ARTICLE",
  "EXPORT#",
  "ERASURE",
] as const;

/** Every function of the stack. Its code is `functions/<name in kebab case>/handler.ts`. */
export const functions = {
  organisations: { ...api, about: "Organisations of the tree" },
  members: { ...api, about: "Members and their history" },
  meetings: {
    ...api,
    about: "Meetings with agenda, attendees, documents, votes and guidance",
    bucket: "view",
    variables: ["TABLE_NAME", "CURSOR_KEY", "BUCKET_NAME"],
  },
  awards: { ...api, about: "Awards" },
  photos: {
    ...api,
    about: "Photos: announcing, reading, deleting",
    bucket: "announce",
    variables: ["TABLE_NAME", "CURSOR_KEY", "BUCKET_NAME", "UPLOADS_PREFIX"],
  },
  articles: { ...api, about: "Articles of meetings: writing and publishing", variables: ["TABLE_NAME"] },
  pages: {
    ...api,
    about: "Public pages of published events, their feed and pictures",
    bucket: "show",
    variables: ["TABLE_NAME", "CURSOR_KEY", "BUCKET_NAME", "PAGES_URL", "PICTURES_AT"],
  },
  statistics: { ...api, about: "Statistics as of a day", variables: ["TABLE_NAME"] },
  clients: { ...api, about: "Clients of the API" },
  dataSubjects: { ...api, about: "What is kept about a person: all of it, and its erasure", variables: ["TABLE_NAME"] },
  changes: { ...api, about: "The change feed and the audit" },
  webhooks: {
    ...api,
    about: "Webhooks that are sent the change feed",
    variables: ["TABLE_NAME", "CURSOR_KEY", "WEBHOOK_RECEIVERS"],
  },
  token: {
    ...api,
    about: "OAuth 2.0 token endpoint, its metadata and keys",
    signsTokens: true,
    variables: ["TABLE_NAME", "TOKEN_ISSUER", "SIGNING_KEY_IDS", "ADMIN_CLIENT_SECRET"],
  },
  service: {
    ...api,
    about: "Health, OpenAPI document, docs page, and the answer to unknown paths",
    variables: [],
  },
  photoProcessor: {
    about: "Checks an uploaded photo when its bytes have arrived, and makes its renditions",
    bucket: "verify",
    trigger: "object-created",
    variables: ["TABLE_NAME", "BUCKET_NAME", "UPLOADS_PREFIX", "RENDITIONS_PREFIX"],
    packages: ["sharp"],
    // Memory decides the share of the processor: a whole one for the decoder from 1,769 MB on.
    memory: 1769,
    timeout: 60,
  },
  objectCleanup: {
    about: "Deletes the bytes of photos whose record is gone, and photos that have expired",
    bucket: "remove",
    trigger: "table-stream",
    streamKeyPrefixes: ["PHO#", "PHO-DUE#"],
    streamEvent: "REMOVE",
    variables: ["TABLE_NAME", "BUCKET_NAME", "UPLOADS_PREFIX", "RENDITIONS_PREFIX"],
    memory: 512,
    timeout: 60,
  },
  streamProcessor: {
    about: "What follows from a write: figures of the levels above, the change feed, events and what they start",
    bucket: "none",
    trigger: "table-stream",
    streamKeyPrefixes: followed,
    sends: ["webhookDelivery", "erasureProcessor"],
    publishes: true,
    variables: ["TABLE_NAME", "WEBHOOK_DELIVERY_QUEUE_URL", "ERASURE_PROCESSOR_QUEUE_URL", "EVENT_BUS_NAME"],
    memory: 512,
    timeout: 60,
  },
  webhookDelivery: {
    about: "Delivers the change feed to webhooks",
    bucket: "none",
    trigger: "queue",
    sends: ["webhookDelivery"],
    variables: ["TABLE_NAME", "WEBHOOK_DELIVERY_QUEUE_URL", "WEBHOOK_RECEIVERS"],
    memory: 512,
    timeout: 60,
  },
  erasureProcessor: {
    about: "Erases a member's personal data wherever it is kept",
    bucket: "erase",
    trigger: "queue",
    sends: ["erasureProcessor"],
    variables: [
      "TABLE_NAME",
      "BUCKET_NAME",
      "UPLOADS_PREFIX",
      "RENDITIONS_PREFIX",
      "ERASURES_PREFIX",
      "ERASURE_PROCESSOR_QUEUE_URL",
    ],
    memory: 512,
    timeout: 60,
  },
} as const satisfies Record<string, FunctionSettings>;

export type FunctionName = keyof typeof functions;
