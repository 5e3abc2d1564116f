import type { Route } from "./route.ts";
import { articlesRoutes } from "./routes/articles.ts";
import { awardsRoutes } from "./routes/awards.ts";
import { changesRoutes } from "./routes/changes.ts";
import { clientsRoutes } from "./routes/clients.ts";
import { dataSubjectsRoutes } from "./routes/data-subjects.ts";
import { meetingsRoutes } from "./routes/meetings.ts";
import { membersRoutes } from "./routes/members.ts";
import { organisationsRoutes } from "./routes/organisations.ts";
import { pagesRoutes } from "./routes/pages.ts";
import { photosRoutes } from "./routes/photos.ts";
import { serviceRoutes } from "./routes/service.ts";
import { statisticsRoutes } from "./routes/statistics.ts";
import { tokenRoutes } from "./routes/token.ts";
import { webhooksRoutes } from "./routes/webhooks.ts";

/** Every route of the API by operation. The stack, the handlers and the OpenAPI document are derived from this list. */
export const routes = {
  ...organisationsRoutes,
  ...statisticsRoutes,
  ...membersRoutes,
  ...dataSubjectsRoutes,
  ...meetingsRoutes,
  ...awardsRoutes,
  ...photosRoutes,
  ...articlesRoutes,
  ...pagesRoutes,
  ...clientsRoutes,
  ...changesRoutes,
  ...webhooksRoutes,
  ...tokenRoutes,
  ...serviceRoutes,
} as const;

export type OperationName = keyof typeof routes;

export const routeList: ReadonlyArray<Route & { operation: OperationName }> = Object.entries<Route>(routes).map(
  ([operation, route]) => ({ operation: operation as OperationName, ...route }),
);
