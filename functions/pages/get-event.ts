import { findEvent } from "../../lib/articles/events.ts";
import { pagesRoutes } from "../../lib/contract/routes/pages.ts";
import { operation } from "../shared/operation.ts";
import { eventPage } from "./event-page.ts";
import { policyOf } from "./layout.ts";
import { notFoundPage } from "./not-found.ts";
import { notFoundAnswer, pageAnswer } from "./response.ts";
import type { Site } from "./site.ts";

const route = pagesRoutes.getEvent;

export const createGetEvent = (site: () => Site) =>
  operation(route, async (request, { table }) => {
    const { url, pictures } = site();
    const event = await findEvent(table, request.params.slug);
    const policy = policyOf(pictures);
    if (!event) return notFoundAnswer(notFoundPage(), policy);
    const body = eventPage(event, url, request.query.view === "print");
    const headers = { "content-language": event.article.language };
    return pageAnswer(request, { type: route.contentType, body, policy, headers });
  });
