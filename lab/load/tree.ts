import { type Api, type Credentials, localAdmin } from "../../test/demo/api.ts";
import { connect } from "./client.ts";

/** A committee that workers write in, with its initial organisations. */
export type Committee = {
  id: string;
  cells: readonly string[];
  departments: readonly string[];
  superiorId: string;
  /** A meeting whose minutes all workers of the committee write. */
  minutesHref: string;
};

/** A client of an organisation; of the root without one. */
export type Viewer = { organisationId: string | undefined; clientId: string; credentials: Credentials };

/** The organisations of a load, and a client of each level to compare views with. */
export type Tree = { committees: readonly Committee[]; viewers: readonly Viewer[] };

type Created = { id: string };

/** Creates two superiors, one below the other, a further one, and three committees with departments and cells. */
export const createTree = async (url: string): Promise<Tree> => {
  const api = await connect(url, localAdmin);
  let count = 0;
  const create = (kind: string, name: string, parentId?: string) =>
    api.post<Created>("/v1/organisations", { kind, name, ...(parentId ? { parentId } : {}) }, `tree-${++count}`);
  const top = await create("superior-committee", "Đảng bộ Khối");
  const ministry = await create("superior-committee", "Đảng bộ Bộ", top.id);
  const other = await create("superior-committee", "Đảng bộ Tỉnh");
  await create("cell", "Chi bộ trực thuộc", ministry.id);
  const committees: Committee[] = [];
  for (const [i, superior] of [ministry, ministry, other].entries()) {
    const committee = await create("grassroots-committee", `Đảng bộ Viện ${i + 1}`, superior.id);
    const department = await create("departmental-committee", `Đảng bộ bộ phận ${i + 1}`, committee.id);
    const parents = [committee.id, committee.id, department.id, department.id];
    const cells: string[] = [];
    for (const [n, parent] of parents.entries()) cells.push((await create("cell", `Chi bộ ${i + 1}-${n}`, parent)).id);
    const minutes = { organisationId: committee.id, kind: "other", title: "Sổ chung", startsOn: "2024-01-10" };
    const { id } = await api.post<Created>("/v1/meetings", minutes, `minutes-${committee.id}`);
    const own = { id: committee.id, cells, departments: [department.id], superiorId: superior.id };
    committees.push({ ...own, minutesHref: `/v1/meetings/${id}` });
  }
  const [first] = committees;
  const seen = [undefined, top.id, other.id, first?.id, first?.departments[0], first?.cells[0], first?.cells[2]];
  const viewers: Viewer[] = [];
  for (const organisationId of seen) viewers.push(await createClient(api, organisationId, "Viewer"));
  return { committees, viewers };
};

const allScopes = ["dangbo/read", "dangbo/write", "dangbo/publish", "dangbo/admin"];

/** Creates a client of an organisation, or of the root, with every scope. */
export const createClient = async (api: Api, organisationId: string | undefined, name: string): Promise<Viewer> => {
  const body = { ...(organisationId ? { organisationId } : {}), name, scopes: allScopes };
  const key = `${name.replace(" ", "-")}-${organisationId ?? "root"}`;
  const { clientId, clientSecret } = await api.post<Credentials>("/v1/clients", body, key);
  return { organisationId, clientId, credentials: { clientId, clientSecret } };
};
