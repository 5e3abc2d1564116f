import { kindOperations } from "../../lib/contract/kinds.ts";
import { routes } from "../../lib/contract/routes.ts";
import { recordKindList, specOf } from "../../lib/records/kinds.ts";
import { scopes } from "../../lib/vocabulary/token.ts";
import { recordIn } from "./kind-records.ts";
import { kindSamples } from "./kind-samples.ts";
import { type AnyRecord, recordOf, type TestService } from "./service.ts";

/** A committee with one record of every kind, and a client of its own with every scope. */
export type CommitteeWithRecords = {
  committee: AnyRecord;
  cell: AnyRecord;
  params: Readonly<Record<string, string>>;
  token: string;
};

/** The path of a route with the ids of records. */
export const pathWithIds = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = params[name];
    if (id === undefined)
      throw new Error(`${path}: test/support/tenant-records.ts creates no record for the parameter ${name}`);
    return id;
  });

/**
 * Creates a committee below a parent, its client, and with it the first sample of every kind, visible to readers. `mark`
 * distinguishes the committee from others.
 */
export const createCommitteeWithRecords = async (
  service: TestService,
  parentId: string,
  mark: string,
): Promise<CommitteeWithRecords> => {
  const post = async (path: string, body: object) =>
    recordOf(await service.call("POST", path, { token: service.admin, body }));
  const committee = await post("/v1/organisations", {
    kind: "grassroots-committee",
    name: `Đảng bộ ${mark}`,
    parentId,
  });
  const cell = await post("/v1/organisations", { kind: "cell", name: "Chi bộ 1", parentId: committee.id });
  const client = await post("/v1/clients", { organisationId: committee.id, name: `Hệ thống ${mark}`, scopes });
  const token = await service.token({ clientId: String(client.clientId), clientSecret: String(client.clientSecret) });
  const params: Record<string, string> = {
    organisationId: committee.id,
    committeeId: committee.id,
    cellId: cell.id,
    source: "hr",
    externalId: `x-${mark}`,
  };
  for (const kind of recordKindList) {
    const { bodies, param, request } = kindSamples[kind];
    const visibility = specOf(kind).audience === "visibility" ? { visibility: "internal" } : {};
    const sample = { ...bodies[0]?.(params), ...visibility };
    const { method, path } = routes[kindOperations[kind].create];
    const body = request?.(sample) ?? sample;
    const response = await service.call(method, pathWithIds(path, params), { token, body });
    const { id } = recordIn({ status: response.status, json: response.body });
    if (typeof id === "string") params[param] ??= id;
  }
  return { committee, cell, params, token };
};
