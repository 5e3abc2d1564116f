import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { etagOf, id, member } from "./member.js";
import { readMember } from "./table.js";

const app = new Hono();

app.get("/v1/members/:memberId", async (context) => {
  const asked = id.safeParse(context.req.param("memberId"));
  const item = asked.success ? await readMember(asked.data) : undefined;
  if (!item) return context.json({ code: "not-found" }, 404);
  context.header("etag", etagOf(item));
  return context.json(member.parse(item));
});

export const handler = handle(app);
