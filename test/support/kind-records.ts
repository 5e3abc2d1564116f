import { kindOperations } from "../../lib/contract/kinds.ts";
import { type RecordKind, recordKindList, specOf } from "../../lib/records/kinds.ts";
import { type Api, type OperationResponse, startApi } from "./api.ts";
import { captureLog } from "./console.ts";
import { kindSamples } from "./kind-samples.ts";
import { callerAt, useFixtures } from "./world.ts";

export type Json = Record<string, unknown>;
export type PageOfRecords = { items: Json[]; nextCursor: string | null };

/** The record in the response to its creation. */
export const recordIn = ({ status, json }: Pick<OperationResponse, "status" | "json">): Json => {
  if (status !== 201) throw new Error(JSON.stringify(json));
  const { photo, items, ...record } = json as { photo?: Json; items?: Json[] };
  return photo ?? (items?.[0] && "id" in items[0] ? items[0] : { ...record, ...(items ? { items } : {}) });
};

/** The API with a committee that has the samples of every kind of record. */
export const useKindRecords = () => {
  const log = captureLog();
  const api: Api = useFixtures(startApi);
  afterAll(() => log.release());
  const ids: Record<string, string> = {};
  /** The samples that were sent, and the records that were returned. */
  const created = new Map<RecordKind, { body: object; record: Json }[]>();
  const create = async (kind: RecordKind, body: object, asked: Parameters<Api["call"]>[1] = {}) =>
    api.call(kindOperations[kind].create, {
      params: ids,
      body: kindSamples[kind].request?.(body) ?? body,
      ...asked,
    });
  const read = async (kind: RecordKind, params = ids): Promise<{ record: Json; etag: string }> => {
    const { status, json, headers } = await api.call(kindOperations[kind].get, { params });
    expect([kind, status]).toEqual([kind, 200]);
    return { record: json as Json, etag: headers.etag ?? "" };
  };

  beforeAll(async () => {
    const organisation = async (body: object) => String(recordIn(await create("organisation", body)).id);
    const committee = { kind: "grassroots-committee", name: "Đảng bộ Viện" };
    ids.committeeId = await organisation(committee);
    ids.cellId = await organisation({ kind: "cell", name: "Chi bộ 1", parentId: ids.committeeId });
    for (const kind of recordKindList) {
      const { bodies, param } = kindSamples[kind];
      const made: { body: object; record: Json }[] = [];
      for (const bodyOf of bodies) {
        const body = bodyOf(ids);
        const response = await create(kind, body);
        if (response.status !== 201) throw new Error(`${kind}: ${JSON.stringify(response.json)}`);
        const record = recordIn(response);
        made.push({ body, record });
        if (typeof record.id === "string") ids[param] ??= record.id;
      }
      created.set(kind, made);
    }
  });
  let freshRecords = 0;
  /** A body that can be created next to all others, and the path parameters of the record. */
  const prepareFresh = async (kind: RecordKind) => {
    const n = ++freshRecords;
    const { bodies, fresh } = kindSamples[kind];
    const externalIds = specOf(kind).externalIds ? { externalIds: { fresh: `${kind}-${n}` } } : {};
    const visibility = specOf(kind).audience === "visibility" ? { visibility: "internal" } : {};
    const params = { ...ids };
    // A meeting has one agenda and one article, and the sample meeting is restricted.
    if (["agenda", "article", "photo"].includes(kind))
      params.meetingId = String(recordIn(await create("meeting", kindSamples.meeting.bodies.at(-1)?.(ids) ?? {})).id);
    return { body: { ...bodies.at(-1)?.(ids), ...visibility, ...externalIds, ...fresh?.(n) }, params };
  };
  const createFresh = async (kind: RecordKind, more: object = {}) => {
    const { body: prepared, params } = await prepareFresh(kind);
    const body = { ...prepared, ...more };
    const response = await create(kind, body, { params, caller: callerAt([ids.committeeId ?? ""]) });
    const record = recordIn(response);
    const own = typeof record.id === "string" && kind !== "article" ? { [kindSamples[kind].param]: record.id } : {};
    return { body, response, record, params: { ...params, ...own } };
  };
  return { api, ids, created, create, read, prepareFresh, createFresh };
};
