import { isJson } from "../../lib/contract/openapi/json.ts";
import type { Random } from "../support/random.ts";
import { type HttpResponse, requestToken, type Send } from "../support/send.ts";
import { defective } from "./defects.ts";
import type { Picture } from "./pictures.ts";
import type { Actor, Sent } from "./plan.ts";

/** Callers besides the first: enough for different organisations and scopes. */
const most = 12;

export const createCast = (send: Send, base: string, root: Actor) => {
  const actors = [root];
  return {
    actors: actors as readonly Actor[],
    /** Adds the client of a response that shows its secret. */
    join: async ({ json }: HttpResponse): Promise<void> => {
      if (!isJson(json) || actors.length > most) return;
      const { clientId, clientSecret } = json;
      if (typeof clientId !== "string" || typeof clientSecret !== "string") return;
      if (actors.some((actor) => actor.clientId === clientId)) return;
      const credentials = { clientId, clientSecret };
      actors.push({ ...credentials, token: await requestToken(send, base, credentials) });
    },
  };
};

/** A further call with an expected response. */
export type FollowUp = { sent: Sent; faultsOf(response: HttpResponse): string[] };

/** Further calls with a known response: a replay, a GET of the created record, of the same version, the request with a defect. */
export const followUps = (sent: Sent, response: HttpResponse, cast: readonly Actor[], random: Random): FollowUp[] => {
  const isSuccess = response.status >= 200 && response.status < 300;
  if (!isSuccess) return [];
  const found: FollowUp[] = [];
  if (isKeyed(sent) && random.chance(0.3)) found.push(replay(sent, response));
  const { location, etag } = response.headers;
  const isReplay = response.headers["idempotency-replayed"] !== undefined;
  if (response.status === 201 && location && !isReplay && random.chance(0.5)) found.push(readBack(location, cast));
  if (random.chance(0.15)) found.push(...[defective(sent, response, random)].filter((one) => one !== undefined));
  if (sent.operation?.responses.has(304) && etag && random.chance(0.3)) found.push(readAgain(sent, etag));
  return found;
};

export const isKeyed = ({ method, headers }: Sent) => method === "POST" && headers["idempotency-key"] !== undefined;

const replay = (sent: Sent, first: HttpResponse): FollowUp => ({
  sent,
  faultsOf: (response) => {
    if (response.status !== first.status)
      return [`a replay returns ${response.status}, the first time ${first.status}`];
    const isMarked = response.headers["idempotency-replayed"] === "true";
    return [
      ...(isMarked ? [] : ["a replay without its header"]),
      ...(idOf(response) === idOf(first) ? [] : [`a replay shows ${idOf(response)}, the first time ${idOf(first)}`]),
    ];
  },
});

const idOf = ({ json }: HttpResponse) => (isJson(json) ? json.id : undefined);

/** The first client sees every record. */
const readBack = (location: string, [root]: readonly Actor[]): FollowUp => ({
  sent: {
    method: "GET",
    url: location,
    path: location,
    headers: { authorization: `Bearer ${root?.token}` },
    actor: 0,
    binding: {},
    references: [],
  },
  faultsOf: ({ status }) => (status === 200 ? [] : [`the created ${location} returns ${status}`]),
});

const readAgain = (sent: Sent, etag: string): FollowUp => ({
  sent: { ...sent, headers: { ...sent.headers, "if-none-match": etag } },
  faultsOf: ({ status, headers }) =>
    status === 200 && headers.etag === etag ? ["a version that If-None-Match names is sent"] : [],
});

/** Uploads the bytes of an announced picture to the URL of a response. */
export const upload = async (response: HttpResponse, pictures: readonly Picture[], send: Send): Promise<void> => {
  const target = isJson(response.json) ? response.json.upload : undefined;
  if (!isJson(target) || typeof target.url !== "string" || !isJson(target.headers)) return;
  const { headers } = target;
  const picture = pictures.find(({ announced }) => response.text.includes(announced.sha256));
  if (!picture) return;
  const { origin, pathname, search } = new URL(target.url);
  await send(origin, {
    method: "PUT",
    url: pathname + search,
    headers: headers as Record<string, string>,
    body: picture.bytes,
  });
};
