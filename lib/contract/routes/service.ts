import type { Routes } from "../route.ts";

export const serviceRoutes = {
  getHealth: {
    method: "GET",
    path: "/health",
    function: "service",
    scope: "open",
    summary: "Whether the service answers",
    status: 200,
  },
  getOpenApi: {
    method: "GET",
    path: "/openapi.json",
    function: "service",
    scope: "open",
    summary: "This document",
    status: 200,
  },
  getDocs: {
    method: "GET",
    path: "/docs",
    function: "service",
    scope: "open",
    summary: "This document as a page to read",
    status: 200,
    contentType: "text/html; charset=utf-8",
  },
} as const satisfies Routes;
