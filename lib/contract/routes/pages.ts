import * as z from "zod/mini";
import { name, queryInteger } from "../../shared/schema.ts";
import { limits } from "../../vocabulary/limits.ts";
import type { Routes } from "../route.ts";

const page = { method: "GET", function: "pages", scope: "open", status: 200 } as const;
const html = "text/html; charset=utf-8";
/** Other sites append parameters of their own to links: unknown ones are ignored. */
const lenient = z.object;

export const pagesRoutes = {
  listEvents: {
    ...page,
    path: "/events",
    query: lenient({
      section: z.optional(name.check(z.meta({ description: "Name or slug of the section to list." }))),
      limit: z.optional(queryInteger(1, limits.pageMaximum)),
      cursor: z.optional(z.string().check(z.maxLength(2_000))),
    }),
    summary: "Show the published events, newest first",
    contentType: html,
  },
  getEventsFeed: {
    ...page,
    path: "/events/feed.xml",
    query: lenient({}),
    summary: "Read the newest events as an Atom feed",
    contentType: "application/atom+xml; charset=utf-8",
  },
  getEventsCalendar: {
    ...page,
    path: "/events/calendar.ics",
    query: lenient({}),
    summary: "Read the planned public meetings as an iCalendar file",
    contentType: "text/calendar; charset=utf-8",
  },
  getEventsIcon: {
    ...page,
    path: "/events/icon.svg",
    query: lenient({}),
    summary: "Get the icon of the pages",
    contentType: "image/svg+xml",
  },
  getEvent: {
    ...page,
    path: "/events/{slug}",
    query: lenient({
      view: z.optional(z.string().check(z.meta({ description: "`print`: the print version." }))),
    }),
    summary: "Show an event",
    contentType: html,
  },
  getEventPhoto: {
    ...page,
    path: "/events/{slug}/photos/{photoId}/{rendition}",
    query: lenient({}),
    status: 302,
    summary: "Redirect to a photo of an event; the URL expires after a few minutes",
    contentType: "text/plain",
  },
} as const satisfies Routes;

/** Every other path below the pages, which are not found there; also `/events/`, which is redirected. */
export const otherPages = { method: "GET", path: "/events/{path+}", function: "pages", scope: "open" } as const;
