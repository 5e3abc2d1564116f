import { updateArticle as update } from "../../lib/articles/write.ts";
import { articlesRoutes } from "../../lib/contract/routes/articles.ts";
import { operation } from "../shared/operation.ts";

export const updateArticle = operation(articlesRoutes.updateArticle, (request, context) =>
  update(context, request.params.meetingId, request.ifMatch, request.patched),
);
