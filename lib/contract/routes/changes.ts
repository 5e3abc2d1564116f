import { auditPage, auditQuery, changesPage, changesQuery } from "../../changes/schema.ts";
import type { Routes } from "../route.ts";

export const changesRoutes = {
  listChanges: {
    method: "GET",
    path: "/v1/changes",
    function: "changes",
    scope: "dangbo/read",
    summary: "Follow every change, in order",
    query: changesQuery,
    status: 200,
    response: changesPage,
  },
  listAudit: {
    method: "GET",
    path: "/v1/audit",
    function: "changes",
    scope: "dangbo/admin",
    summary: "Who changed what, and when; chained by hash, oldest first",
    query: auditQuery,
    status: 200,
    response: auditPage,
  },
} as const satisfies Routes;
