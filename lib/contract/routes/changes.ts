import { auditPage, auditQuery, changesPage, changesQuery } from "../../changes/schema.ts";
import type { Routes } from "../route.ts";

export const changesRoutes = {
  listChanges: {
    method: "GET",
    path: "/v1/changes",
    function: "changes",
    scope: "dangbo/read",
    summary: "Read the change feed, oldest change first",
    query: changesQuery,
    status: 200,
    response: changesPage,
  },
  listAudit: {
    method: "GET",
    path: "/v1/audit",
    function: "changes",
    scope: "dangbo/admin",
    summary: "Read the audit log, a hash chain, oldest entry first",
    query: auditQuery,
    status: 200,
    response: auditPage,
  },
} as const satisfies Routes;
