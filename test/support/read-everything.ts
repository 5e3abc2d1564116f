import { createHash } from "node:crypto";
import { type ChainSummary, verifyChain } from "../../infra/audit/chain.ts";
import { type Api, connect, listAll, localAdmin } from "../demo/api.ts";
import { readAudit } from "./read-audit.ts";

type Named = { id: string };
type Page = { items: Named[]; nextCursor: string };
type Photo = Named & { original: { url: string }; renditions: { name: string; url: string }[] };

/** Entries of the feed after a cursor, and the next cursor. */
export const readFeed = async (api: Api, from = ""): Promise<Page> => {
  const items: Named[] = [];
  for (let after = from; ; ) {
    const page = await api.get<Page>(`/v1/changes?limit=100${after && `&after=${encodeURIComponent(after)}`}`);
    items.push(...page.items);
    if (page.items.length === 0) return { items, nextCursor: page.nextCursor };
    after = page.nextCursor;
  }
};

export const verifyAudit = (url: string): Promise<ChainSummary> =>
  verifyChain(readAudit({ url, client: localAdmin.clientId, secret: localAdmin.clientSecret }));

const digestOf = async (url: string) =>
  createHash("sha256")
    .update(Buffer.from(await (await fetch(url)).arrayBuffer()))
    .digest("hex");

/** Digests of the bytes of every photo of a meeting, original and renditions. */
const photoBytes = async (api: Api, meetingId: string) => {
  const photos = await listAll<Named>(api, `/v1/meetings/${meetingId}/photos`);
  return Promise.all(
    photos.map(async ({ id }) => {
      const { original, renditions } = await api.get<Photo>(`/v1/photos/${id}`);
      return [id, ...(await Promise.all([original, ...renditions].map(({ url }) => digestOf(url))))];
    }),
  );
};

/** All records of a committee that the API returns, with statistics of every level, digests of photos, feed and audit log. */
export const readEverything = async (url: string, committee: string) => {
  const api = await connect(url, localAdmin);
  const tops = await listAll<Named>(api, "/v1/organisations");
  const organisations: Named[] = [];
  for (const parents = [...tops]; parents.length > 0; ) {
    const parent = parents.shift() as Named;
    organisations.push(parent);
    parents.push(...(await listAll<Named>(api, `/v1/organisations?parentId=${parent.id}`)));
  }
  const list = (kind: string) => listAll<Named>(api, `/v1/${kind}?organisationId=${committee}&limit=100`);
  const statistics = organisations.map(({ id }) =>
    api.get<object>(`/v1/organisations/${id}/statistics?asOf=2023-12-31`).then((each) => ({ ...each, computedAt: "" })),
  );
  const meetings = await list("meetings");
  return {
    organisations,
    members: await list("members"),
    awards: await list("awards"),
    statistics: await Promise.all(statistics),
    photos: await Promise.all(meetings.map(({ id }) => photoBytes(api, id))),
    feed: await readFeed(api),
    audit: await verifyAudit(url),
  };
};
