import { getArticle } from "../../lib/articles/reads.ts";
import { publishArticle, putArticle, unpublishArticle, updateArticle } from "../../lib/articles/writes.ts";
import { articlesRoutes } from "../../lib/contract/routes/articles.ts";
import { operation } from "../shared/operation.ts";

/** Every operation of this function by its name. */
export const operations = {
  getArticle: operation(articlesRoutes.getArticle, ({ params }, context) => getArticle(context, params.meetingId)),
  publishArticle: operation(articlesRoutes.publishArticle, ({ params, precondition }, context) =>
    publishArticle(context, { meetingId: params.meetingId, precondition }),
  ),
  putArticle: operation(articlesRoutes.putArticle, ({ params, precondition, validation }, context) =>
    putArticle(context, params.meetingId, { precondition, validation: validation() }),
  ),
  unpublishArticle: operation(articlesRoutes.unpublishArticle, ({ params, precondition }, context) =>
    unpublishArticle(context, { meetingId: params.meetingId, precondition }),
  ),
  updateArticle: operation(articlesRoutes.updateArticle, ({ params, precondition, change }, context) =>
    updateArticle(context, params.meetingId, { precondition, change }),
  ),
};
