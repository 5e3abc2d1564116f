import { putArticle as put } from "../../lib/articles/write.ts";
import { articlesRoutes } from "../../lib/contract/routes/articles.ts";
import { operation } from "../shared/operation.ts";

export const putArticle = operation(articlesRoutes.putArticle, (request, context) =>
  put(context, request.params.meetingId, request.ifMatch, request.validation()),
);
