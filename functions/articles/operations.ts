import { getArticle } from "../../lib/articles/reads.ts";
import { publishArticle, putArticle, unpublishArticle, updateArticle } from "../../lib/articles/writes.ts";
import { articlesRoutes } from "../../lib/contract/routes/articles.ts";
import { operation } from "../shared/operation.ts";

/** Every operation of this function by its name. */
export const operations = {
  getArticle: operation(articlesRoutes.getArticle, (request, context) => getArticle(context, request.params.meetingId)),
  publishArticle: operation(articlesRoutes.publishArticle, (request, context) =>
    publishArticle(context, request.params.meetingId),
  ),
  putArticle: operation(articlesRoutes.putArticle, (request, context) =>
    putArticle(context, request.params.meetingId, { precondition: request.ifMatch, validation: request.validation() }),
  ),
  unpublishArticle: operation(articlesRoutes.unpublishArticle, (request, context) =>
    unpublishArticle(context, request.params.meetingId),
  ),
  updateArticle: operation(articlesRoutes.updateArticle, (request, context) =>
    updateArticle(context, request.params.meetingId, { precondition: request.ifMatch, change: request.patched }),
  ),
};
