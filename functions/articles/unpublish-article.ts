import { unpublishArticle as unpublish } from "../../lib/articles/publish.ts";
import { articlesRoutes } from "../../lib/contract/routes/articles.ts";
import { operation } from "../shared/operation.ts";

export const unpublishArticle = operation(articlesRoutes.unpublishArticle, (request, context) =>
  unpublish(context, request.params.meetingId),
);
