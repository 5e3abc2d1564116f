import { listEvents } from "../../lib/articles/event-lists.ts";
import { pagesRoutes } from "../../lib/contract/routes/pages.ts";
import { operation } from "../shared/operation.ts";
import { feed } from "./feed.ts";
import { pageAnswer } from "./response.ts";
import type { Site } from "./site.ts";

const route = pagesRoutes.getEventsFeed;
/** Entries of the feed: more than come between two looks of any reader. */
const newest = 50;
const policy = "default-src 'none'; frame-ancestors 'none'";

export const createGetEventsFeed = (site: () => Site) =>
  operation(route, async (request, { table }) => {
    const { items } = await listEvents(table, undefined, { limit: newest });
    return pageAnswer(request, { type: route.contentType, body: feed(items, site().url), policy });
  });
