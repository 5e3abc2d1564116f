import { type Api, type Credentials, connect, localAdmin } from "../../../test/demo/api.ts";

/** A committee whose record a client keeps, with the organisations that stand in it from the beginning. */
export type Home = {
  id: string;
  cells: readonly string[];
  departments: readonly string[];
  /** The committee above it. */
  superiorId: string;
  /** A meeting that clients of the home all write minutes of. */
  minutesHref: string;
};

/** The tree the load works in, and a client for each place in it. */
export type Tree = {
  tenantIds: readonly Home[];
  superiors: readonly string[];
  /** Organisation and credentials of one client of each level, to see what it sees. */
  viewers: readonly Viewer[];
};

export type Viewer = { organisationId: string | undefined; clientId: string; credentials: Credentials };

type Made = { id: string };

/** Two superiors one below the other, and beside the lower one a second; three committees with departments and cells. */
export const plantTree = async (url: string): Promise<Tree> => {
  const api = await connect(url, localAdmin);
  let made = 0;
  const make = (kind: string, name: string, parentId?: string) =>
    api.post<Made>("/v1/organisations", { kind, name, ...(parentId ? { parentId } : {}) }, `tree-${++made}`);
  const top = await make("superior-committee", "Đảng bộ Khối");
  const ministry = await make("superior-committee", "Đảng bộ Bộ", top.id);
  const other = await make("superior-committee", "Đảng bộ Tỉnh");
  await make("cell", "Chi bộ trực thuộc", ministry.id);
  const tenantIds: Home[] = [];
  for (const [i, superior] of [ministry, ministry, other].entries()) {
    const committee = await make("grassroots-committee", `Đảng bộ Viện ${i + 1}`, superior.id);
    const department = await make("departmental-committee", `Đảng bộ bộ phận ${i + 1}`, committee.id);
    const parents = [committee.id, committee.id, department.id, department.id];
    const cells: string[] = [];
    for (const [n, parent] of parents.entries()) cells.push((await make("cell", `Chi bộ ${i + 1}-${n}`, parent)).id);
    const minutes = { organisationId: committee.id, kind: "other", title: "Sổ chung", startsOn: "2024-01-10" };
    const { id } = await api.post<Made>("/v1/meetings", minutes, `minutes-${committee.id}`);
    const minutesHref = `/v1/meetings/${id}`;
    tenantIds.push({ id: committee.id, cells, departments: [department.id], superiorId: superior.id, minutesHref });
  }
  const [first] = tenantIds;
  const seen = [undefined, top.id, other.id, first?.id, first?.departments[0], first?.cells[0], first?.cells[2]];
  const viewers: Viewer[] = [];
  for (const organisationId of seen) viewers.push(await makeClient(api, organisationId, "Viewer"));
  return { tenantIds, superiors: [top.id, ministry.id, other.id], viewers };
};

const allScopes = ["dangbo/read", "dangbo/write", "dangbo/publish", "dangbo/admin"];

/** A client of an organisation, or of the root, with every scope. */
export const makeClient = async (api: Api, organisationId: string | undefined, name: string): Promise<Viewer> => {
  const body = { ...(organisationId ? { organisationId } : {}), name, scopes: allScopes };
  const key = `${name.replace(" ", "-")}-${organisationId ?? "root"}`;
  const made = await api.post<{ clientId: string; clientSecret: string }>("/v1/clients", body, key);
  const { clientId, clientSecret } = made;
  return { organisationId, clientId, credentials: { clientId, clientSecret } };
};
