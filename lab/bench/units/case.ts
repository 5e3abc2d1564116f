import { randomUUID } from "node:crypto";
import { type OperationName, routeList, routes } from "../../../lib/contract/routes.ts";
import type { RequestParts } from "../../../test/support/api-event.ts";
import type { AnyRecord } from "../../../test/support/service.ts";
import type { DirectApi } from "../direct-api.ts";
import type { Sample } from "../sample.ts";

type Values = Readonly<Record<string, string>>;

/**
 * One realistic call of an operation. `{name}` in any text is the id of that name in the sample, or of a record that an
 * earlier step created. Parameters of the path that are not given are ids of the sample too. A POST has an
 * Idempotency-Key, a PATCH or DELETE the current version.
 */
export type Case = {
  /** Distinguishes it from other calls of the operation. */
  about?: string;
  /** Calls that prepare the request and are not measured; `gives`: the name for the id of the record. */
  first?: readonly { call: OperationName; params?: Values; body?: object; gives?: string }[];
  params?: Values;
  query?: string;
  headers?: Values;
  body?: object | string;
  withoutKey?: true;
  /** Round trips beyond the usual, with the reason. */
  allows?: { roundTrips: number; because: string };
};

/** A member of the sample by number: `{member5}`. */
const memberIds = (sample: Sample) => sample.memberIds.map((id, i) => [`member${i}`, id] as const);

const idsOf = (sample: Sample): Values => ({
  ...Object.fromEntries(Object.entries(sample).flatMap(([name, id]) => (typeof id === "string" ? [[name, id]] : []))),
  ...Object.fromEntries(memberIds(sample)),
  organisationId: sample.cellId,
  memberId: sample.memberIds[0] ?? "",
  attendeeId: sample.attendees[0]?.id ?? "",
  clientId: sample.client.id,
  basicCredentials: Buffer.from(`${sample.client.clientId}:${sample.client.clientSecret}`).toString("base64"),
});

const placeholder = /\{(\w+)\}/g;

const filled = <T>(template: T, ids: Values): T =>
  JSON.parse(
    JSON.stringify(template).replace(placeholder, (_, name: string) => {
      const id = ids[name];
      if (id === undefined) throw new Error(`The sample has no ${name}`);
      return id;
    }),
  );

const paramsOf = (operation: OperationName, given: Values = {}): Values => ({
  ...Object.fromEntries([...routes[operation].path.matchAll(placeholder)].map(([text, name]) => [name, text])),
  ...given,
});

/** The id of a created record: of a photo, of the only new attendee, of an article's page, or its own. */
const idIn = (record: AnyRecord): string => {
  const { photo, items, slug } = record as { photo?: AnyRecord; items?: AnyRecord[]; slug?: string };
  return photo?.id ?? items?.[0]?.id ?? slug ?? record.id;
};

const currentVersion = async (operation: OperationName, params: Values, direct: DirectApi): Promise<string> => {
  const read = routeList.find(({ method, path }) => method === "GET" && path === routes[operation].path);
  if (!read) throw new Error(`No read of the record that ${operation} writes`);
  return (await direct.call(read.operation, { params })).etag;
};

/** Prepares the request of a case. */
export const requestOf = async (
  operation: OperationName,
  { first = [], params: given, query, headers, body, withoutKey }: Case,
  { sample, direct }: { sample: Sample; direct: DirectApi },
): Promise<RequestParts> => {
  let ids = idsOf(sample);
  for (const { call, params, body: sent, gives } of first) {
    const { record } = await direct.call(call, filled({ params: paramsOf(call, params), body: sent }, ids));
    if (gives) ids = { ...ids, [gives]: idIn(record) };
  }
  const request = filled({ params: paramsOf(operation, given), query, headers, body }, ids) as RequestParts;
  const { method } = routes[operation];
  if (method === "POST" && !withoutKey) request.headers = { "idempotency-key": randomUUID() };
  if (method === "PATCH" || method === "DELETE")
    request.headers = { "if-match": await currentVersion(operation, request.params ?? {}, direct) };
  return request;
};
