import type { Reply } from "./client/calls.ts";
import type { Worker } from "./client/worker.ts";
import type { Doubt, Kept } from "./journal.ts";
import { type Fields, isSame, type Kind } from "./records.ts";

/** A record to be made by a POST. */
export type Making = {
  kind: Kind;
  path: string;
  body: Fields;
  mark: string;
  /** Records it goes with. */
  within?: readonly string[];
  /** Records that it changes besides. */
  changes?: readonly string[];
  /** Problems that may be the answer. */
  allowed?: readonly string[];
};

/** Whether a reply is a success; a refusal that was not to be expected is a fault of the load or of the service. */
export const succeeded = (
  { journal }: Worker,
  what: string,
  reply: Reply,
  allowed: readonly string[] = [],
): boolean => {
  if (reply.status < 300) return true;
  if (!allowed.includes(String(reply.body.code))) journal.fault(`${what} answered ${reply.status}: ${reply.text}`);
  return false;
};

const unknownYet = (hrefs: readonly string[]): NonNullable<Doubt["changes"]> =>
  new Map(hrefs.map((href) => [href, undefined]));

/** POSTs a record by a key of its own; now and then once more, which has to give the same answer. */
export const make = (worker: Worker, making: Making): Promise<Kept | undefined> => {
  const { api, journal, random, name: owner } = worker;
  const { kind, path, body, mark, within = [], changes = [], allowed = [] } = making;
  const ask = { operation: `POST ${kind}`, method: "POST", path, body, headers: { "idempotency-key": mark } } as const;
  return journal.doubting({ about: `POST ${path} ${mark}`, makes: [mark], changes: unknownYet(changes) }, async () => {
    const reply = await api.repeat(ask);
    if (!succeeded(worker, `POST ${path} ${JSON.stringify(body)}`, reply, allowed)) return undefined;
    const href = reply.location ?? "";
    const kept = journal.keep({ kind, href, record: reply.body, etag: reply.etag, owner, within });
    if (random.percent(5)) checkReplay(worker, kind, reply, await api.repeat({ ...ask, operation: "POST again" }));
    for (const changed of changes) await lookAgain(worker, changed);
    return kept;
  });
};

/** The same key gives the same answer: the text itself, but for secrets, which are shown once. */
export const checkReplay = ({ journal }: Worker, kind: Kind, first: Reply, again: Reply) => {
  const same = first.text === again.text || (kind === "client" && isSame(kind, first.body, again.body));
  if (again.isReplayed && again.status === first.status && same) return;
  journal.fault(`A replay differs: ${first.status} ${first.text}, then ${again.status} ${again.text}`);
};

/** Takes a record as it is now: something that was done to another has moved it. */
export const lookAgain = async ({ api, journal }: Worker, href: string) => {
  const reply = await api.repeat({ operation: "GET after a change", method: "GET", path: href });
  if (reply.status === 200) journal.renew(href, reply.body, reply.etag);
  else journal.fault(`${href} was acknowledged and answered ${reply.status}`);
};

/** PATCHes a record of one's own. */
export const change = (
  worker: Worker,
  kept: Kept,
  patch: Fields,
  allowed: readonly string[] = [],
): Promise<boolean> => {
  const { api, journal } = worker;
  const { href, kind } = kept;
  return journal.doubting({ about: `PATCH ${href}`, changes: new Map([[href, patch]]) }, async () => {
    const reply = await api.change(href, `PATCH ${kind}`, () => patch);
    if (succeeded(worker, `PATCH ${href} ${JSON.stringify(patch)}`, reply, allowed))
      journal.renew(href, reply.body, reply.etag);
    return true;
  });
};

/** DELETEs a record of one's own, with all that goes with it. */
export const remove = (worker: Worker, { href, kind }: Kept, allowed: readonly string[] = []): Promise<boolean> => {
  const { api, journal } = worker;
  return journal.doubting({ about: `DELETE ${href}`, removes: journal.wholeOf(href) }, async () => {
    const reply = await api.remove(href, `DELETE ${kind}`);
    // 404 after a try that was cut off: it had happened.
    if (reply.status === 404 || succeeded(worker, `DELETE ${href}`, reply, allowed)) journal.drop(href);
    return true;
  });
};

/** PUTs a record at an address that the client itself chose, again and again until it is answered. */
export const put = (
  worker: Worker,
  { kind, path, body, mark, within = [] }: Pick<Making, "kind" | "path" | "body" | "mark" | "within">,
  before?: Kept,
): Promise<Kept | undefined> => {
  const { api, journal, name: owner } = worker;
  const changes = new Map([[before?.href ?? path, body]]);
  return journal.doubting({ about: `PUT ${path}`, makes: before ? [] : [mark], changes }, async () => {
    const reply = await api.repeat({ operation: `PUT ${kind}`, method: "PUT", path, body });
    if (!succeeded(worker, `PUT ${path} ${JSON.stringify(body)}`, reply)) return undefined;
    const href = before?.href ?? reply.location ?? hrefAfter(kind, path, reply);
    return journal.keep({ kind, href, record: reply.body, etag: reply.etag, owner, within });
  });
};

const collections: Partial<Record<Kind, string>> = {
  organisation: "/v1/organisations/",
  member: "/v1/members/",
  meeting: "/v1/meetings/",
  award: "/v1/awards/",
};

/** The first try may have made it and been cut off: then the next has replaced it, and says no place. */
const hrefAfter = (kind: Kind, path: string, { body }: Reply): string => {
  const collection = collections[kind];
  return collection === undefined ? path : `${collection}${body.id}`;
};
