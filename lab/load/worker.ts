import type { Random } from "../../test/support/random.ts";
import type { LoadRequest, LoadResponse, RetryingClient } from "./client.ts";
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

/** The worker's own records of a kind, or those that are parts of another record. */
export const ownRecords = ({ journal, name }: Worker, kind: Kind, within?: Acknowledged): Acknowledged[] =>
  journal.ofOwner(name, kind).filter((one) => within === undefined || one.within.includes(within.href));

export const oneOwn = (worker: Worker, kind: Kind): Acknowledged | undefined =>
  worker.random.pick(ownRecords(worker, kind));

/** Whether a response is a success. A problem that is not allowed is a fault of the load or of the service. */
export const isSuccess = (
  { journal }: Worker,
  { method, path, body }: Pick<LoadRequest, "method" | "path" | "body">,
  response: LoadResponse,
  allowed: readonly string[] = [],
): boolean => {
  if (response.status < 300) return true;
  if (!allowed.includes(String(response.body.code)))
    journal.fault(`${method} ${path} ${JSON.stringify(body)} returned ${response.status}: ${response.text}`);
  return false;
};

/** A request, what it may do while it has no response, and problem codes that the response may have. */
type Write = Pending & { request: LoadRequest; allowed?: readonly string[] | undefined };

const write = async (
  worker: Worker,
  { request, allowed, ...pending }: Write,
  acknowledge: (response: LoadResponse) => unknown,
): Promise<void> => {
  await worker.journal.whilePending(pending, async () => {
    const response = await worker.api.repeat(request);
    if (isSuccess(worker, request, response, allowed)) await acknowledge(response);
  });
};

const unknownChanges = (hrefs: readonly string[]) => new Map(hrefs.map((href) => [href, undefined]));

/** A record to be created. */
export type Creation = {
  kind: Kind;
  path: string;
  body: Fields;
  /** The mark of the record, or of each record. */
  marks: readonly string[];
  /** Records it is deleted with. */
  within?: readonly string[];
  /** Other records that it changes. */
  changes?: readonly string[] | undefined;
  /** Problem codes that the response may have. */
  allowed?: readonly string[] | undefined;
  /** The created records of a response, by default its body at its Location. */
  recordsIn?: (response: LoadResponse) => { href: string; record: Fields; etag?: string | undefined }[];
  /** Done once the records are acknowledged. */
  andThen?: ((response: LoadResponse) => Promise<void>) | undefined;
};

const locatedRecord: NonNullable<Creation["recordsIn"]> = ({ location = "", body, etag }) => [
  { href: location, record: body, etag },
];

/** POSTs a record with a key; one in twenty times again, which must replay the response. */
export const create = (worker: Worker, creation: Creation): Promise<void> => {
  const { api, journal, random, name: owner } = worker;
  const { kind, path, body, marks, within = [], changes = [], allowed, recordsIn = locatedRecord, andThen } = creation;
  const headers = { "idempotency-key": marks.join("-") };
  const request = { operation: `POST ${kind}`, method: "POST", path, body, headers } as const;
  const pending = { creates: marks, changes: unknownChanges(changes) };
  return write(worker, { request, allowed, ...pending }, async (response) => {
    for (const { href, record, etag } of recordsIn(response))
      journal.acknowledge({ kind, href, record, etag, owner, within });
    // The replay of an announced photo has another signed URL.
    if (kind !== "photo" && random.chance(0.05))
      checkReplay(worker, kind, response, await api.repeat({ ...request, operation: "POST replay" }));
    for (const changed of changes) await readAgain(worker, changed);
    await andThen?.(response);
  });
};

/** A replay has the same text, but for secrets, which are shown once. */
const checkReplay = ({ journal }: Worker, kind: Kind, first: LoadResponse, replay: LoadResponse) => {
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

/** PUTs a record at an address that the client chooses: a new one, or over an earlier one. */
export const put = (
  worker: Worker,
  { kind, path, body, marks, within = [] }: Pick<Creation, "kind" | "path" | "body" | "marks" | "within">,
  before?: Acknowledged,
): Promise<void> => {
  const request = { operation: `PUT ${kind}`, method: "PUT", path, body } as const;
  const pending = { creates: before ? [] : marks, changes: new Map([[before?.href ?? path, body]]) };
  return write(worker, { request, ...pending }, ({ body: record, location, etag }) => {
    // Without Location where a first attempt has created it and this one replaced it.
    const href = before?.href ?? location ?? (path.includes("/external/") ? `/v1/${kind}s/${record.id}` : path);
    worker.journal.acknowledge({ kind, href, record, etag, owner: worker.name, within });
  });
};

/** POSTs to an action of an own record, which returns the record. */
export const act = async (worker: Worker, { href }: Acknowledged, action: string): Promise<void> => {
  const headers = { "idempotency-key": worker.mark() };
  const request = { operation: `POST ${action}`, method: "POST", path: `${href}/${action}`, headers } as const;
  await write(worker, { request, changes: unknownChanges([href]) }, ({ body, etag }) =>
    worker.journal.update(href, body, etag),
  );
};

/** PATCHes an own record. */
export const change = async (
  worker: Worker,
  { href, kind }: Acknowledged,
  { body, allowed = [] }: { body: Fields; allowed?: readonly string[] },
): Promise<void> => {
  const { api, journal } = worker;
  await journal.whilePending({ changes: new Map([[href, body]]) }, async () => {
    const response = await api.change(href, `PATCH ${kind}`, () => body);
    if (isSuccess(worker, { method: "PATCH", path: href, body }, response, allowed))
      journal.update(href, response.body, response.etag);
  });
};

/** DELETEs an own record with its parts. */
export const remove = async (worker: Worker, { href, kind }: Acknowledged, allowed: readonly string[] = []) => {
  const { api, journal } = worker;
  await journal.whilePending({ deletes: journal.withParts(href) }, async () => {
    const response = await api.remove(href, `DELETE ${kind}`);
    // 404 after a lost connection: the first attempt has deleted it.
    if (response.status === 404 || isSuccess(worker, { method: "DELETE", path: href }, response, allowed))
      journal.remove(href);
  });
};
