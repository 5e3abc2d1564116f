import { listWithCovers as list } from "../../lib/articles/event-lists.ts";
import { pagesRoutes } from "../../lib/contract/routes/pages.ts";
import { operation } from "../shared/operation.ts";
import { languageOf } from "../shared/problem-response.ts";
import { indexPage } from "./event-list-page.ts";
import { eventsPath, policyOf } from "./layout.ts";
import { pageAnswer } from "./response.ts";
import type { Site } from "./site.ts";

const route = pagesRoutes.listEvents;
/** Events of a page unless another number is asked for. */
const usual = 20;

type Asked = { section?: string | undefined; limit?: number | undefined };

const addressOf = ({ section, limit }: Asked, cursor: string): string => {
  const query = new URLSearchParams({
    ...(section === undefined ? {} : { section }),
    ...(limit === undefined ? {} : { limit: String(limit) }),
    cursor,
  });
  return `${eventsPath}?${query}`;
};

export const createListEvents = (site: () => Site) =>
  operation(route, async (request, { table }) => {
    const { section, limit, cursor } = request.query;
    const { after } = request.page();
    const { url, pictures } = site();
    const { items: events, next } = await list(table, section, { limit: limit ?? usual, after });
    const language = languageOf(request.header("accept-language"), "vi");
    const older = next === undefined ? undefined : addressOf(request.query, request.cursorAt(next));
    return pageAnswer(request, {
      type: route.contentType,
      body: indexPage({ language, events, section, older, isContinued: cursor !== undefined }, url),
      policy: policyOf(pictures),
      headers: { "content-language": language, vary: "accept-language" },
    });
  });
