import { pagesRoutes } from "../../lib/contract/routes/pages.ts";
import { operation } from "../shared/operation.ts";

/** An open book. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#8c1d18"/><path d="M16 10c-3-2-6-2.5-9-2.5v15c3 0 6 .5 9 2.5 3-2 6-2.5 9-2.5v-15c-3 0-6 .5-9 2.5zm0 0v15" fill="none" stroke="#fbf9f4" stroke-width="2" stroke-linejoin="round"/></svg>`;

const { contentType } = pagesRoutes.getEventsIcon;

/** Browsers ask for a sign of each site; one that is found nowhere would be an error on every page. */
export const getEventsIcon = operation(pagesRoutes.getEventsIcon, async () => ({
  raw: {
    body: icon,
    headers: {
      "content-type": contentType,
      "cache-control": "public, max-age=86400",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    },
  },
}));
