import { listAudit as list } from "../../lib/changes/audit.ts";
import { changesRoutes } from "../../lib/contract/routes/changes.ts";
import { operation } from "../shared/operation.ts";

export const listAudit = operation(changesRoutes.listAudit, async (request, work) => ({
  page: await list(work, request.query, request.page()),
}));
