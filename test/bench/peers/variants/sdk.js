import { etagOf, id, member } from "./member.js";
import { readMember } from "./table.js";

/** The document client and zod, without router, middleware or entities. */
export const handler = async ({ pathParameters }) => {
  const asked = id.safeParse(pathParameters.memberId);
  const item = asked.success ? await readMember(asked.data) : undefined;
  if (!item) return { statusCode: 404, headers: {}, body: "" };
  const headers = { "content-type": "application/json", etag: etagOf(item) };
  return { statusCode: 200, headers, body: JSON.stringify(member.parse(item)) };
};
