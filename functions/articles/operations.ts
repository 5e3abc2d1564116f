import { getArticle } from "./get-article.ts";
import { publishArticle } from "./publish-article.ts";
import { putArticle } from "./put-article.ts";
import { unpublishArticle } from "./unpublish-article.ts";
import { updateArticle } from "./update-article.ts";

/** Every operation of this function, told apart by route. */
export const operations = { getArticle, publishArticle, putArticle, unpublishArticle, updateArticle };
