import { limits } from "../../vocabulary/limits.ts";
import { scopes } from "../../vocabulary/token.ts";
import { type FunctionName, functions } from "../functions.ts";
import type { Json } from "./json.ts";

const megabyte = 1_048_576;

const description = `Records of a Party organisation (đảng bộ): its cells and members, its meetings and their decisions, the
awards it gave, and the photos and article of each event.

- Bodies are JSON in UTF-8 with camelCase names. Days are \`YYYY-MM-DD\`; days, years and "today" are those of
  Asia/Ho_Chi_Minh. Instants are RFC 3339: any offset is accepted, responses use UTC. Text is normalised to Unicode NFC and
  trimmed; names and titles have one space for any white space, texts LF for CR LF; Ð and ð (U+00D0, U+0189, U+00F0) are read as Đ and
  đ. Control characters, invisible ones (default-ignorable code points other than ZWJ and ZWNJ, noncharacters) and texts without a
  visible character are rejected. Characters are Unicode code points.
- Names have at most ${limits.nameLength} characters, titles ${limits.titleLength}, texts ${limits.textLength}; a body has at most
  ${limits.bodyBytes / megabyte} MB.
- A body in another character set, or compressed, is 415; bytes that are not UTF-8 are 400, and so is
  a name that occurs twice in an object; a body where none is taken, \`{}\` too, is 422.
- \`GET\` of a record returns an \`ETag\`; \`PATCH\` and \`DELETE\` require it in \`If-Match\`. \`PUT\` accepts \`If-Match\` and, to create only,
  \`If-None-Match: *\`; a \`POST\` below a record accepts \`If-Match\` with the ETag of that record.
- A record that was read can be sent back by \`PUT\` or \`PATCH\`: a read-only field is ignored if it has its current value or depends on
  time, otherwise it is an error. Without \`visibility\`, a \`PUT\` keeps the stored one.
- A \`restricted\` record requires \`dangbo/admin\`: others receive 404, and 403 if they try to make a record restricted.
- Open paths respond to \`HEAD\` as to \`GET\`, without the body.
- A \`POST\` with an \`Idempotency-Key\` is processed once; its response is stored for ${limits.idempotencyKept / 3_600} hours.
- Lists return \`{items, nextCursor}\` with ${limits.pageDefault} items a page, or as many as \`limit\` asks for (at most
  ${limits.pageMaximum}). A page reads at most ${limits.pageReads} index items, so a filtered page may be short and still have a cursor.
- Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`, in English or Vietnamese. They are checked in this
  order: 401, 403, 400/413/415, 404, 428, 412, 422, 409. Errors of the gateway itself are \`{"message"}\`.
- Unknown fields of a request are rejected. Responses may gain fields.
- \`GET /v1/changes\` returns every change in the client's subtree once, in a stable order; a \`nextCursor\` never expires.
  A record that becomes visible is \`created\`, one that is no longer visible is \`deleted\`. History entries and meeting parts
  become visible and invisible with their member or meeting, without changes of their own.
- A client sees its own organisation and the subtree below it. Resources outside the client's subtree return 404.`;

export const info: Json = {
  title: "dangbo",
  version: "1.0.0",
  summary: "Records of a Party organisation.",
  description,
  license: { name: "Apache-2.0", identifier: "Apache-2.0" },
};

const scopeTexts: Record<(typeof scopes)[number], string> = {
  "dangbo/read": "Read records that are not restricted.",
  "dangbo/write": "Write records.",
  "dangbo/publish": "Publish articles.",
  "dangbo/admin": "Read restricted records; manage clients and webhooks.",
};

/** OAuth 2.0 client credentials; the token endpoint accepts them by Basic or in the form. */
export const securitySchemes: Json = {
  oauth2: {
    type: "oauth2",
    description: "Client credentials (RFC 6749 §4.4). No scope implies another.",
    flows: {
      clientCredentials: {
        tokenUrl: "/oauth2/token",
        scopes: Object.fromEntries(scopes.map((scope) => [scope, scopeTexts[scope]])),
      },
    },
  },
  clientCredentials: { type: "http", scheme: "basic", description: "Id and secret of a client (RFC 6749 §2.3.1)." },
};

/** One tag for each function behind the API. */
export const tagsOf = (used: readonly FunctionName[]): Json[] =>
  [...new Set(used)].map((name) => ({ name, description: `${functions[name].description}.` }));
