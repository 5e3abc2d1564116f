import type { Random } from "../../test/support/random.ts";
import type { LoadResponse, RetryingClient } from "./client.ts";
import type { Acknowledged, Journal, Pending } from "./journal.ts";
import { type Fields, isSame, type Kind } from "./records.ts";
import type { Committee } from "./tree.ts";

/** One client at work: it writes in its own committee, and only it changes its own records. */
export type Worker = {
  name: string;
  committee: Committee;
  /** Superiors of the committee that it may read. */
  above: readonly string[];
  random: Random;
  api: RetryingClient;
  journal: Journal;
  /** A new unique mark. */
  mark(): string;
};

/** An action of a worker. Returns false where there was nothing to act on. */
export type Action = { name: string; weight: number; run(worker: Worker): Promise<boolean> };

/** The worker's own records of a kind. */
export const ownRecords = ({ journal, name }: Worker, kind: Kind): Acknowledged[] => journal.ofOwner(name, kind);

export const oneOwn = (worker: Worker, kind: Kind): Acknowledged | undefined =>
  worker.random.pick(ownRecords(worker, kind));

/** A record to be created. */
export type Creation = {
  kind: Kind;
  path: string;
  body: Fields;
  mark: string;
  /** Records it is deleted with. */
  within?: readonly string[];
  /** Other records that it changes. */
  changes?: readonly string[];
  /** Problem codes that the response may have. */
  allowed?: readonly string[];
};

/** Whether a response is a success. A problem that is not allowed is a fault of the load or of the service. */
export const isSuccess = (
  { journal }: Worker,
  request: string,
  response: LoadResponse,
  allowed: readonly string[] = [],
): boolean => {
  if (response.status < 300) return true;
  if (!allowed.includes(String(response.body.code)))
    journal.fault(`${request} returned ${response.status}: ${response.text}`);
  return false;
};

const unknownChanges = (hrefs: readonly string[]): NonNullable<Pending["changes"]> =>
  new Map(hrefs.map((href) => [href, undefined]));

/** POSTs a record with a key; one in twenty times again, which must replay the response. */
export const create = (worker: Worker, creation: Creation): Promise<boolean> => {
  const { api, journal, random, name: owner } = worker;
  const { kind, path, body, mark, within = [], changes = [], allowed = [] } = creation;
  const request = {
    operation: `POST ${kind}`,
    method: "POST",
    path,
    body,
    headers: { "idempotency-key": mark },
  } as const;
  const pending = { about: `POST ${path} ${mark}`, creates: [mark], changes: unknownChanges(changes) };
  return journal.whilePending(pending, async () => {
    const response = await api.repeat(request);
    if (!isSuccess(worker, `POST ${path} ${JSON.stringify(body)}`, response, allowed)) return true;
    journal.acknowledge({
      kind,
      href: response.location ?? "",
      record: response.body,
      etag: response.etag,
      owner,
      within,
    });
    if (random.chance(0.05))
      checkReplay(worker, kind, response, await api.repeat({ ...request, operation: "POST replay" }));
    for (const changed of changes) await readAgain(worker, changed);
    return true;
  });
};

/** A replay has the same text, but for secrets, which are shown once. */
export const checkReplay = ({ journal }: Worker, kind: Kind, first: LoadResponse, replay: LoadResponse) => {
  const same = first.text === replay.text || (kind === "client" && isSame(kind, first.body, replay.body));
  if (replay.isReplayed && replay.status === first.status && same) return;
  journal.fault(`A replay differs: ${first.status} ${first.text}, then ${replay.status} ${replay.text}`);
};

/** Reads a record that a write to another one has changed. */
const readAgain = async ({ api, journal }: Worker, href: string) => {
  const response = await api.repeat({ operation: "GET after a change", method: "GET", path: href });
  if (response.status === 200) journal.update(href, response.body, response.etag);
  else journal.fault(`${href} was acknowledged and returned ${response.status}`);
};

/** PATCHes an own record, if there is one. */
export const change = async (worker: Worker, record: Acknowledged | undefined, patch: Fields): Promise<boolean> => {
  if (!record) return false;
  const { api, journal } = worker;
  const { href, kind } = record;
  return journal.whilePending({ about: `PATCH ${href}`, changes: new Map([[href, patch]]) }, async () => {
    const response = await api.change(href, `PATCH ${kind}`, () => patch);
    if (isSuccess(worker, `PATCH ${href} ${JSON.stringify(patch)}`, response))
      journal.update(href, response.body, response.etag);
    return true;
  });
};

/** DELETEs one of some own records, with its parts. */
export const removeOne = async (
  worker: Worker,
  records: readonly Acknowledged[],
  allowed: readonly string[] = [],
): Promise<boolean> => {
  const { api, journal, random } = worker;
  const record = random.pick(records);
  if (!record) return false;
  const { href, kind } = record;
  return journal.whilePending({ about: `DELETE ${href}`, deletes: journal.withParts(href) }, async () => {
    const response = await api.remove(href, `DELETE ${kind}`);
    // 404 after a lost connection: the first attempt has deleted it.
    if (response.status === 404 || isSuccess(worker, `DELETE ${href}`, response, allowed)) journal.remove(href);
    return true;
  });
};

/** PUTs a record at an address that the client chooses. */
export const put = (
  worker: Worker,
  { kind, path, body, mark, within = [] }: Pick<Creation, "kind" | "path" | "body" | "mark" | "within">,
  before?: Acknowledged,
): Promise<boolean> => {
  const { api, journal, name: owner } = worker;
  const changes = new Map([[before?.href ?? path, body]]);
  return journal.whilePending({ about: `PUT ${path}`, creates: before ? [] : [mark], changes }, async () => {
    const response = await api.repeat({ operation: `PUT ${kind}`, method: "PUT", path, body });
    if (!isSuccess(worker, `PUT ${path} ${JSON.stringify(body)}`, response)) return true;
    // Without Location where a first attempt has created it and this one replaced it.
    const href = before?.href ?? response.location ?? hrefOf(kind, path, response);
    journal.acknowledge({ kind, href, record: response.body, etag: response.etag, owner, within });
    return true;
  });
};

/** Creates a record by POST, or with the given probability by PUT at an external id. */
export const createOrPut = (worker: Worker, creation: Creation, byPut: number): Promise<boolean> =>
  worker.random.chance(byPut)
    ? put(worker, { ...creation, path: `${creation.path}/external/load/${creation.mark}` })
    : create(worker, creation);

const hrefOf = (kind: Kind, path: string, { body }: LoadResponse): string =>
  ["organisation", "member", "meeting", "award"].includes(kind) ? `/v1/${kind}s/${body.id}` : path;
