import { isJson } from "../../lib/contract/openapi/json.ts";
import type { Picture } from "./pictures.ts";
import type { Random } from "./random.ts";
import type { Answer, Send } from "./send.ts";
import type { Actor, Sent } from "./sent.ts";

/** One call more, made because of an answer, and what its answer must be beside documented. */
export type FollowUp = { sent: Sent; faultsOf(answer: Answer): string[] };

/** Calls whose answer is foretold by the one before: a replay, the record just made, the same version again. */
export const followUps = (sent: Sent, answer: Answer, cast: readonly Actor[], random: Random): FollowUp[] => {
  const isSuccess = answer.status >= 200 && answer.status < 300;
  if (!isSuccess) return [];
  const found: FollowUp[] = [];
  if (isKeyed(sent) && random.chance(0.3)) found.push(replay(sent, answer));
  const { location, etag } = answer.headers;
  const isReplay = answer.headers["idempotency-replayed"] !== undefined;
  if (answer.status === 201 && location && !isReplay && random.chance(0.5)) found.push(readBack(location, cast));
  if (sent.operation?.responses.has(304) && etag && random.chance(0.3)) found.push(readAgain(sent, etag));
  return found;
};

export const isKeyed = ({ method, headers }: Sent) => method === "POST" && headers["idempotency-key"] !== undefined;

const replay = (sent: Sent, first: Answer): FollowUp => ({
  sent,
  faultsOf: (answer) => {
    if (answer.status !== first.status) return [`a replay answers ${answer.status}, the first time ${first.status}`];
    const isMarked = answer.headers["idempotency-replayed"] === "true";
    return [
      ...(isMarked ? [] : ["a replay does not say so"]),
      ...(idOf(answer) === idOf(first) ? [] : [`a replay shows ${idOf(answer)}, the first time ${idOf(first)}`]),
    ];
  },
});

const idOf = ({ json }: Answer) => (isJson(json) ? json.id : undefined);

/** The first client sees all, so that what was just made is there for it. */
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
  faultsOf: ({ status }) => (status === 200 ? [] : [`what was made at ${location} answers ${status}`]),
});

const readAgain = (sent: Sent, etag: string): FollowUp => ({
  sent: { ...sent, headers: { ...sent.headers, "if-none-match": etag } },
  faultsOf: ({ status, headers }) =>
    status === 200 && headers.etag === etag ? ["the same version is sent again"] : [],
});

/** Sends the bytes of an announced picture to where an answer says. */
export const upload = async (answer: Answer, pictures: readonly Picture[], send: Send): Promise<void> => {
  const asked = isJson(answer.json) ? answer.json.upload : undefined;
  if (!isJson(asked) || typeof asked.url !== "string" || !isJson(asked.headers)) return;
  const { headers } = asked;
  const picture = pictures.find(({ announced }) => answer.text.includes(announced.sha256));
  if (!picture) return;
  const { origin, pathname, search } = new URL(asked.url);
  await send(origin, {
    method: "PUT",
    url: pathname + search,
    headers: headers as Record<string, string>,
    body: picture.bytes,
  });
};
