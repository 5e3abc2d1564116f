import { listAudit as list } from "../../lib/changes/audit.ts";
import { changesRoutes } from "../../lib/contract/routes/changes.ts";
import { operation } from "../shared/operation.ts";

export const listAudit = operation(changesRoutes.listAudit, async (request, context) => ({
  page: await list(context, request.query, request.page()),
}));
