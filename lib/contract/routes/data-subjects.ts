import { erasureRecord, memberExport } from "../../data-subjects/schema.ts";
import type { Routes } from "../route.ts";

const subject = { function: "dataSubjects", scope: "dangbo/admin" } as const;
const erasure = { ...subject, path: "/v1/members/{memberId}/erasure", response: erasureRecord } as const;

export const dataSubjectsRoutes = {
  exportMember: {
    ...subject,
    method: "GET",
    path: "/v1/members/{memberId}/export",
    summary: "Export all data about a person, also of a deleted member; the audit log records the request",
    status: 200,
    response: memberExport,
  },
  eraseMember: {
    ...erasure,
    method: "POST",
    summary: "Erase a person's data within a day, also of a deleted member; statistics do not change",
    status: 202,
    ifMatch: "optional",
  },
  getErasure: {
    ...erasure,
    method: "GET",
    summary: "Read the progress of an erasure",
    status: 200,
  },
} as const satisfies Routes;
