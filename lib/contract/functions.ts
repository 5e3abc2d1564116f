import type { Variable } from "./environment.ts";

/** What a function may do with the table; the stack turns it into the exact actions of its role. */
export type TableAccess = "none" | "read" | "write";
/**
 * What a function may do with the bucket; whoever has a URL may do what its signer may. `announce` presigns uploads and
 * views, `view` views, `show` views of renditions alone; `verify` reads originals, keeps renditions and deletes both; `remove` deletes both.
 */
export type BucketAccess = "none" | "announce" | "view" | "show" | "verify" | "remove";

export type FunctionSettings = {
  about: string;
  variables: readonly Variable[];
  table: TableAccess;
  bucket: BucketAccess;
  signsTokens?: true;
  /** What starts it besides HTTP. */
  trigger?: "table-stream" | "object-created";
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
  table: "write",
  bucket: "none",
  variables: ["TABLE_NAME", "CURSOR_KEY"],
  memory: 1024,
  timeout: 15,
} as const;

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
    table: "read",
    bucket: "show",
    variables: ["TABLE_NAME", "CURSOR_KEY", "BUCKET_NAME", "PAGES_URL"],
  },
  statistics: { ...api, about: "Statistics as of a day", table: "read", variables: ["TABLE_NAME"] },
  clients: { ...api, about: "Clients of the API" },
  token: {
    ...api,
    about: "OAuth 2.0 token endpoint, its metadata and keys",
    table: "read",
    signsTokens: true,
    variables: ["TABLE_NAME", "TOKEN_ISSUER", "SIGNING_KEY_ID", "ADMIN_CLIENT_SECRET"],
  },
  service: {
    ...api,
    about: "Health, OpenAPI document, docs page, and the answer to unknown paths",
    table: "none",
    variables: [],
  },
  uploads: {
    about: "Checks an uploaded photo when its bytes have arrived, and makes its renditions",
    table: "write",
    bucket: "verify",
    trigger: "object-created",
    variables: ["TABLE_NAME", "BUCKET_NAME", "UPLOADS_PREFIX", "RENDITIONS_PREFIX"],
    packages: ["sharp"],
    // Memory decides the share of the processor: a whole one for the decoder from 1,769 MB on.
    memory: 1769,
    timeout: 60,
  },
  removals: {
    about: "Deletes the bytes of photos whose record is gone, and photos that have expired",
    table: "write",
    bucket: "remove",
    trigger: "table-stream",
    streamKeyPrefixes: ["PHO#", "PHO-DUE#"],
    streamEvent: "REMOVE",
    variables: ["TABLE_NAME", "BUCKET_NAME", "UPLOADS_PREFIX", "RENDITIONS_PREFIX"],
    memory: 512,
    timeout: 60,
  },
  rollup: {
    about: "Carries statistics from a committee to the levels above it",
    table: "write",
    bucket: "none",
    trigger: "table-stream",
    streamKeyPrefixes: ["TALLY"],
    variables: ["TABLE_NAME"],
    memory: 512,
    timeout: 60,
  },
} as const satisfies Record<string, FunctionSettings>;

export type FunctionName = keyof typeof functions;
