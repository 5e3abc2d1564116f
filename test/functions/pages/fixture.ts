import type { Context } from "aws-lambda";
import { presentPageProblem } from "../../../functions/pages/errors.ts";
import { createPageOperations } from "../../../functions/pages/operations.ts";
import { serve } from "../../../functions/shared/http.ts";
import { awardInput } from "../../../lib/awards/schema.ts";
import { createAward } from "../../../lib/awards/writes.ts";
import type { Route } from "../../../lib/contract/route.ts";
import { routes } from "../../../lib/contract/routes.ts";
import { photoItemOf, photosOf, readPhoto } from "../../../lib/photos/items.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { replace } from "../../../lib/table/write.ts";
import { createArticleFixtures } from "../../store/articles/article-fixtures.ts";
import { announcePhotos } from "../../store/meetings/meeting-fixtures.ts";
import { apiEvent, type RequestParts } from "../../support/api-event.ts";
import type { World } from "../../support/world.ts";

const site = () => ({
  url: "https://pages.example",
  photoOrigin: "https://storage.example",
  views: { sign: async (key: string) => `https://storage.example/${key}?signed` },
});

const renditionsOf = (id: string) =>
  [320, 1600].map((width, i) => ({
    name: (["thumb", "screen"] as const)[i] ?? "thumb",
    contentType: "image/webp" as const,
    width,
    height: (width * 3) / 4,
    bytes: width * 10,
    key: `renditions/${id}/A/${width}.webp`,
  }));

/** Requests pages and creates the records behind them. */
export const createPagesFixture = (world: World) => {
  const articles = createArticleFixtures(world);
  const { table } = world.dependencies;
  const ask = async (route: Pick<Route, "method" | "path">, asked: RequestParts = {}) => {
    const options = { presentProblem: presentPageProblem };
    const handler = serve(createPageOperations(site), options, () => world.dependencies);
    const { body = "", ...response } = await handler(apiEvent(route, asked), {} as Context);
    return { ...response, body };
  };
  return {
    ...articles,
    ask,
    page: (slug: string, asked: RequestParts = {}) => ask(routes.getEvent, { params: { slug }, ...asked }),
    index: (query = "", headers = {}) => ask(routes.listEvents, { query, headers }),
    /** Creates photos of a meeting whose bytes have been checked. Returns their ids in order. */
    ready: async (meetingId: string, ...photos: object[]) => {
      await announcePhotos(world, meetingId, photos);
      const { items } = await table.query(photosOf(meetingId));
      for (const item of items) {
        const photo = readPhoto(item);
        const record = { ...photo.record, status: "ready" as const };
        const whole = photoItemOf({ ...photo, record, renditions: renditionsOf(record.id) });
        await table.write([replace(whole, photo.version)]);
      }
      return items.map(({ id }) => String(id));
    },
    honour: async (organisationId: string, meetingId: string, recipients: object[], fields: object = {}) => {
      const award = { form: "certificate-of-merit", title: "Giấy khen", year: 2023, recipients, ...fields };
      const input = validateInput(awardInput, { organisationId, meetingId, ...award });
      await createAward(world.contextAs(), input, "vi");
    },
  };
};
export type PagesFixture = ReturnType<typeof createPagesFixture>;
