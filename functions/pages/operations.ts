import { listWithCovers, readFeed } from "../../lib/articles/event-lists.ts";
import { findEvent, findEventPhoto } from "../../lib/articles/events.ts";
import { pagesRoutes } from "../../lib/contract/routes/pages.ts";
import { listPlannedMeetings } from "../../lib/meetings/calendar.ts";
import { readInstitutionName } from "../../lib/organisations/institution.ts";
import { readPublicNames } from "../../lib/organisations/public-names.ts";
import { notFound, Problem } from "../../lib/shared/problem.ts";
import { operation } from "../shared/operation.ts";
import { languageOf } from "../shared/problem-response.ts";
import { calendar } from "./calendar.ts";
import { eventListPage } from "./event-list-page.ts";
import { eventPage } from "./event-page.ts";
import { feed } from "./feed.ts";
import { policyOf } from "./layout.ts";
import { cursorOf, listPath, positionOf } from "./paths.ts";
import { pageResponse } from "./response.ts";
import type { Site } from "./site.ts";

/** Events on a page of the list, unless the request has a `limit`. */
const eventsPerPage = 20;
/** Seconds; with the five minutes of the URL behind a redirect, a cached one leaves four to load the photo. */
const redirectMaxAge = 60;
const noContentPolicy = "default-src 'none'; frame-ancestors 'none'";

/** An open book. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#8c1d18"/><path d="M16 10c-3-2-6-2.5-9-2.5v15c3 0 6 .5 9 2.5 3-2 6-2.5 9-2.5v-15c-3 0-6 .5-9 2.5zm0 0v15" fill="none" stroke="#fbf9f4" stroke-width="2" stroke-linejoin="round"/></svg>`;

export const createPageOperations = (site: () => Site) => ({
  getEvent: operation(pagesRoutes.getEvent, async (request, { table, today }) => {
    const { url, photoOrigin: pictures } = site();
    const [event, institution] = await Promise.all([
      findEvent(table, request.params.slug),
      readInstitutionName(table, today),
    ]);
    if (!event) throw notFound();
    if (event === "gone") throw new Problem("gone");
    const body = eventPage(event, { site: url, institution }, request.query.view === "print");
    const headers = { "content-language": event.article.language };
    return pageResponse(request, {
      type: pagesRoutes.getEvent.contentType,
      body,
      policy: policyOf(pictures),
      headers,
    });
  }),

  getEventPhoto: operation(pagesRoutes.getEventPhoto, async ({ params }, { table, now }) => {
    const { slug, photoId, rendition } = params;
    const found = await findEventPhoto(table, slug, photoId, rendition);
    if (!found) throw notFound();
    const location = await site().views.sign(found.key, now);
    return { raw: { body: "", headers: { location, "cache-control": `public, max-age=${redirectMaxAge}` } } };
  }),

  getEventsFeed: operation(pagesRoutes.getEventsFeed, async (request, { table, today }) => {
    const [events, institution] = await Promise.all([readFeed(table), readInstitutionName(table, today)]);
    const type = pagesRoutes.getEventsFeed.contentType;
    return pageResponse(request, { type, body: feed(events, institution, site().url), policy: noContentPolicy });
  }),

  getEventsCalendar: operation(pagesRoutes.getEventsCalendar, async (request, { table, today }) => {
    const [meetings, institution] = await Promise.all([
      listPlannedMeetings(table, today),
      readInstitutionName(table, today),
    ]);
    const names = await readPublicNames(
      table,
      meetings.map(({ record }) => record.organisationId),
    );
    const type = pagesRoutes.getEventsCalendar.contentType;
    return pageResponse(request, { type, body: calendar(meetings, names, institution), policy: noContentPolicy });
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

  listEvents: operation(pagesRoutes.listEvents, async (request, { table, today }) => {
    const { section, limit, cursor } = request.query;
    const { url, photoOrigin: pictures } = site();
    const asked = { limit: limit ?? eventsPerPage, ...positionOf(request.page().after) };
    const [{ items: events, older, newer }, institution] = await Promise.all([
      listWithCovers(table, section, asked),
      readInstitutionName(table, today),
    ]);
    const language = languageOf(request.header("accept-language"), "vi");
    const pathOf = (position: string | undefined) =>
      position === undefined ? undefined : listPath({ section, limit, cursor: request.cursorAt(position) });
    const sides = { older: pathOf(older), newer: pathOf(cursorOf(newer)), isContinued: cursor !== undefined };
    return pageResponse(request, {
      type: pagesRoutes.listEvents.contentType,
      body: eventListPage({ language, institution, events, section, ...sides }, url),
      policy: policyOf(pictures),
      headers: { "content-language": language, vary: "accept-language" },
    });
  }),
});
