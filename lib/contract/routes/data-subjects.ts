import { erasureRecord, memberExport } from "../../data-subjects/schema.ts";
import type { Routes } from "../route.ts";

const subject = { function: "dataSubjects", scope: "dangbo/admin" } as const;
const erasure = { ...subject, path: "/v1/members/{memberId}/erasure", response: erasureRecord } as const;

export const dataSubjectsRoutes = {
  exportMember: {
    ...subject,
    method: "GET",
    path: "/v1/members/{memberId}/export",
    summary: "All that is kept about a person; the audit tells who asked",
    status: 200,
    response: memberExport,
  },
  eraseMember: {
    ...erasure,
    method: "POST",
    summary: "Erase a person's data everywhere, within a day; figures stay as they are",
    status: 202,
  },
  getErasure: {
    ...erasure,
    method: "GET",
    summary: "How far an erasure has come",
    status: 200,
  },
} as const satisfies Routes;
