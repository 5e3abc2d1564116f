import { getArticle as get } from "../../lib/articles/find.ts";
import { articlesRoutes } from "../../lib/contract/routes/articles.ts";
import { operation } from "../shared/operation.ts";

export const getArticle = operation(articlesRoutes.getArticle, (request, context) =>
  get(context, request.params.meetingId),
);
