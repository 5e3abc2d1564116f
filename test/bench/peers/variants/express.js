import express from "express";
import serverless from "serverless-http";
import { etagOf, id, member } from "./member.js";
import { readMember } from "./table.js";

const app = express();
app.use(express.json());

app.get("/v1/members/:memberId", async (request, response) => {
  const asked = id.safeParse(request.params.memberId);
  const item = asked.success ? await readMember(asked.data) : undefined;
  if (!item) return response.status(404).json({ code: "not-found" });
  return response.set("etag", etagOf(item)).json(member.parse(item));
});

export const handler = serverless(app);
