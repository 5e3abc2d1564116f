import * as z from "zod/mini";
import type { Routes } from "../route.ts";

export const serviceRoutes = {
  getHome: {
    method: "GET",
    path: "/",
    function: "service",
    scope: "open",
    summary: "Show what this service is, with links to its pages",
    status: 200,
    contentType: "text/html; charset=utf-8",
  },
  getHealth: {
    method: "GET",
    path: "/health",
    function: "service",
    scope: "open",
    summary: "Check that the service is available",
    status: 200,
    response: z.object({ status: z.literal("ok") }),
  },
  getOpenApi: {
    method: "GET",
    path: "/openapi.json",
    function: "service",
    scope: "open",
    summary: "Read this document as JSON",
    status: 200,
    response: z.record(z.string(), z.unknown()),
  },
  getDocs: {
    method: "GET",
    path: "/docs",
    function: "service",
    scope: "open",
    summary: "Read this document as a page",
    status: 200,
    contentType: "text/html; charset=utf-8",
  },
} as const satisfies Routes;
