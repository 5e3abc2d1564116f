import { publishArticle as publish } from "../../lib/articles/publish.ts";
import { articlesRoutes } from "../../lib/contract/routes/articles.ts";
import { operation } from "../shared/operation.ts";

export const publishArticle = operation(articlesRoutes.publishArticle, (request, context) =>
  publish(context, request.params.meetingId),
);
