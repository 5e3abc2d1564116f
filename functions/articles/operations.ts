import { getArticle } from "../../lib/articles/reads.ts";
import { publishArticle, putArticle, unpublishArticle, updateArticle } from "../../lib/articles/writes.ts";
import { articlesRoutes } from "../../lib/contract/routes/articles.ts";
import { operation } from "../shared/operation.ts";

/** Every operation of this function by its name. */
export const operations = {
  getArticle: operation(articlesRoutes.getArticle, ({ params }, context) => getArticle(context, params.meetingId)),
  publishArticle: operation(articlesRoutes.publishArticle, ({ params }, context) =>
    publishArticle(context, params.meetingId),
  ),
  putArticle: operation(articlesRoutes.putArticle, ({ params, precondition, validation }, context) =>
    putArticle(context, params.meetingId, { precondition, validation: validation() }),
  ),
  unpublishArticle: operation(articlesRoutes.unpublishArticle, ({ params }, context) =>
    unpublishArticle(context, params.meetingId),
  ),
  updateArticle: operation(articlesRoutes.updateArticle, ({ params, precondition, change }, context) =>
    updateArticle(context, params.meetingId, { precondition, change }),
  ),
};
