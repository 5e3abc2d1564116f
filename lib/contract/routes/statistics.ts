import { statisticsQuery, statisticsRecord } from "../../statistics/schema.ts";
import type { Routes } from "../route.ts";

export const statisticsRoutes = {
  getStatistics: {
    query: statisticsQuery,
    response: statisticsRecord,
    method: "GET",
    path: "/v1/organisations/{organisationId}/statistics",
    function: "statistics",
    scope: "dangbo/read",
    summary: "Read the statistics of an organisation as of a day",
    status: 200,
  },
} as const satisfies Routes;
