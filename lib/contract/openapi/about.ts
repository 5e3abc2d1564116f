import { limits } from "../../vocabulary/limits.ts";
import { scopes } from "../../vocabulary/scopes.ts";
import { type FunctionName, functions } from "../functions.ts";
import type { Json } from "./json.ts";

const megabyte = 1_048_576;

const description = `The record of a Party organisation (đảng bộ): its cells and members, its meetings and what was decided
there, the awards it gave, and the photos and article of each event.

- JSON, camelCase, UTF-8. Days are \`YYYY-MM-DD\` and, like years and "today", those of Asia/Ho_Chi_Minh; instants are
  RFC 3339, any offset in, UTC out. Text is normalised to Unicode NFC and trimmed; control characters are refused.
- Names up to ${limits.nameLength} characters, titles ${limits.titleLength}, texts ${limits.textLength}; a body up to
  ${limits.bodyBytes / megabyte} MB.
- \`GET\` of a record gives an \`ETag\`; \`PATCH\` and \`DELETE\` need it back in \`If-Match\`.
- \`Idempotency-Key\` makes a \`POST\` happen once; its answer is kept for ${limits.idempotencyKept / 3_600} hours.
- Lists give \`{items, nextCursor}\`, ${limits.pageDefault} items a page unless \`limit\` (up to ${limits.pageMaximum}) says
  otherwise. A page reads at most ${limits.pageReads} narrow items, so a filtered page may be short and still have a cursor.
- Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`, in English or Vietnamese. They are looked at
  in this order: 401, 403, 400/413/415, 404, 428, 412, 422, 409. What the gateway answers itself is \`{"message"}\`.
- Fields of a request that are not known are refused; answers may gain fields.
- \`GET /v1/changes\` tells every change in the client's subtree once, in an order that stays; \`nextCursor\` goes on from any
  age. A record that comes into sight is \`created\`, one that leaves it \`deleted\`. History and parts come into sight and leave
  it with their member or meeting, without entries of their own.
- A client sees its organisation and all below it. What is foreign is answered like what is absent.`;

export const info: Json = {
  title: "dangbo",
  version: "1.0.0",
  summary: "The record of a Party organisation.",
  description,
  license: { name: "Apache-2.0", identifier: "Apache-2.0" },
};

const scopeTexts: Record<(typeof scopes)[number], string> = {
  "dangbo/read": "Read records that are not restricted.",
  "dangbo/write": "Write records.",
  "dangbo/publish": "Publish articles.",
  "dangbo/admin": "See restricted records; manage clients.",
};

/** A token for a client's own credentials; the token endpoint itself takes them by Basic or in the form. */
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

/** One tag for each function that answers calls. */
export const tagsOf = (used: readonly FunctionName[]): Json[] =>
  [...new Set(used)].map((name) => ({ name, description: `${functions[name].about}.` }));
