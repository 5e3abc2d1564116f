import { findEventPhoto } from "../../lib/articles/events.ts";
import { pagesRoutes } from "../../lib/contract/routes/pages.ts";
import { notFound } from "../../lib/shared/problem.ts";
import { operation } from "../shared/operation.ts";
import type { Site } from "./site.ts";

/** Seconds that a redirect may be kept: the URL it leads to lives five minutes, so who keeps it has four left to load. */
const kept = 60;

/** Leads to what is kept of a photo. Throws 404 where the photo is on no page of this slug. */
export const createGetEventPhoto = (site: () => Site) =>
  operation(pagesRoutes.getEventPhoto, async ({ params }, { table, now }) => {
    const { slug, photoId, rendition } = params;
    const found = await findEventPhoto(table, slug, photoId, rendition);
    if (!found) throw notFound();
    const location = await site().views.sign(found.key, now);
    return { raw: { body: "", headers: { location, "cache-control": `public, max-age=${kept}` } } };
  });
