import { listEvents, listWithCovers } from "../../lib/articles/event-lists.ts";
import { findEvent, findEventPhoto } from "../../lib/articles/events.ts";
import { pagesRoutes } from "../../lib/contract/routes/pages.ts";
import { notFound } from "../../lib/shared/problem.ts";
import { operation } from "../shared/operation.ts";
import { languageOf } from "../shared/problem-response.ts";
import { eventListPage } from "./event-list-page.ts";
import { eventPage } from "./event-page.ts";
import { feed } from "./feed.ts";
import { notFoundPage, policyOf } from "./layout.ts";
import { listPath } from "./paths.ts";
import { notFoundResponse, pageResponse } from "./response.ts";
import type { Site } from "./site.ts";

/** Events on a page of the list, unless the request has a `limit`. */
const eventsPerPage = 20;
/** Entries of the feed: more than an organisation publishes between two polls of a feed reader. */
const feedEntries = 50;
/** Seconds; with the five minutes of the URL behind a redirect, a cached one leaves four to load the photo. */
const redirectMaxAge = 60;
const noContentPolicy = "default-src 'none'; frame-ancestors 'none'";

/** An open book. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#8c1d18"/><path d="M16 10c-3-2-6-2.5-9-2.5v15c3 0 6 .5 9 2.5 3-2 6-2.5 9-2.5v-15c-3 0-6 .5-9 2.5zm0 0v15" fill="none" stroke="#fbf9f4" stroke-width="2" stroke-linejoin="round"/></svg>`;

export const createPageOperations = (site: () => Site) => ({
  getEvent: operation(pagesRoutes.getEvent, async (request, { table }) => {
    const { url, photoOrigin: pictures } = site();
    const event = await findEvent(table, request.params.slug);
    const policy = policyOf(pictures);
    if (!event) return notFoundResponse(notFoundPage(), policy);
    const body = eventPage(event, url, request.query.view === "print");
    const headers = { "content-language": event.article.language };
    return pageResponse(request, { type: pagesRoutes.getEvent.contentType, body, policy, headers });
  }),

  getEventPhoto: operation(pagesRoutes.getEventPhoto, async ({ params }, { table, now }) => {
    const { slug, photoId, rendition } = params;
    const found = await findEventPhoto(table, slug, photoId, rendition);
    if (!found) throw notFound();
    const location = await site().views.sign(found.key, now);
    return { raw: { body: "", headers: { location, "cache-control": `public, max-age=${redirectMaxAge}` } } };
  }),

  getEventsFeed: operation(pagesRoutes.getEventsFeed, async (request, { table }) => {
    const { items } = await listEvents(table, undefined, { limit: feedEntries });
    const type = pagesRoutes.getEventsFeed.contentType;
    return pageResponse(request, { type, body: feed(items, site().url), policy: noContentPolicy });
  }),

  /** Browsers request an icon of each site; without one every page would log an error. */
  getEventsIcon: operation(pagesRoutes.getEventsIcon, async () => ({
    raw: {
      body: icon,
      headers: {
        "content-type": pagesRoutes.getEventsIcon.contentType,
        "cache-control": "public, max-age=86400",
        "content-security-policy": noContentPolicy,
      },
    },
  })),

  listEvents: operation(pagesRoutes.listEvents, async (request, { table }) => {
    const { section, limit, cursor } = request.query;
    const { after } = request.page();
    const { url, photoOrigin: pictures } = site();
    const { items: events, next } = await listWithCovers(table, section, { limit: limit ?? eventsPerPage, after });
    const language = languageOf(request.header("accept-language"), "vi");
    const older = next === undefined ? undefined : listPath({ section, limit, cursor: request.cursorAt(next) });
    return pageResponse(request, {
      type: pagesRoutes.listEvents.contentType,
      body: eventListPage({ language, events, section, older, isContinued: cursor !== undefined }, url),
      policy: policyOf(pictures),
      headers: { "content-language": language, vary: "accept-language" },
    });
  }),
});
