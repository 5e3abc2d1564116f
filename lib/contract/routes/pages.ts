import * as z from "zod/mini";
import { name, queryInteger } from "../../shared/schema.ts";
import { limits } from "../../vocabulary/limits.ts";
import type { Routes } from "../route.ts";

const page = { method: "GET", function: "pages", scope: "open", status: 200 } as const;
const html = "text/html; charset=utf-8";
/** Links to pages are passed on by others, who hang parameters of their own on them: what is not known is left aside. */
const lenient = z.object;

export const pagesRoutes = {
  listEvents: {
    ...page,
    path: "/events",
    query: lenient({
      section: z.optional(name.check(z.meta({ description: "Name of the section to list, or its form in a path." }))),
      limit: z.optional(queryInteger(1, limits.pageMaximum)),
      cursor: z.optional(z.string().check(z.maxLength(2_000))),
    }),
    summary: "The published events, newest first, as a page",
    contentType: html,
  },
  getEventsFeed: {
    ...page,
    path: "/events/feed.xml",
    query: lenient({}),
    summary: "The newest events as an Atom feed",
    contentType: "application/atom+xml; charset=utf-8",
  },
  getEventsIcon: {
    ...page,
    path: "/events/icon.svg",
    query: lenient({}),
    summary: "The sign of the pages in a browser's tabs",
    contentType: "image/svg+xml",
  },
  getEvent: {
    ...page,
    path: "/events/{slug}",
    query: lenient({
      view: z.optional(z.string().check(z.meta({ description: "`print`: laid out for paper." }))),
    }),
    summary: "The page of an event",
    contentType: html,
  },
  getEventPhoto: {
    ...page,
    path: "/events/{slug}/photos/{photoId}/{rendition}",
    query: lenient({}),
    status: 302,
    summary: "Where a photo of an event's page is, for a few minutes",
    contentType: "text/plain",
  },
} as const satisfies Routes;
