import type { Api } from "./api.ts";
import type { Facts } from "./facts.ts";

type Organisation = { id: string; name: string };

/** Ids of the organisations: by the key they have in the facts, cells by name. */
export type Tree = { byKey: Map<string, Organisation>; committee: Organisation; cells: Organisation[] };

/** The personnel system's names for the organisations: it writes them again and again by its own ids. */
const put = (api: Api, key: string, body: object) =>
  api.put<Organisation>(`/v1/organisations/external/personnel/${key}`, body);

export const recordTree = async (api: Api, { organisations }: Facts): Promise<Tree> => {
  const byKey = new Map<string, Organisation>();
  for (const { key, parent, ...fields } of [...organisations.superiors, organisations.committee]) {
    const above = parent === undefined ? {} : { parentId: byKey.get(parent)?.id };
    byKey.set(key, await put(api, key, { ...fields, ...above, visibility: "public" }));
  }
  const committee = byKey.get(organisations.committee.key);
  if (!committee) throw new Error("The facts name no committee");
  const cells: Organisation[] = [];
  for (const [i, name] of organisations.cells.entries()) {
    cells.push(await put(api, `cell-${i + 1}`, { kind: "cell", name, parentId: committee.id, visibility: "public" }));
  }
  return { byKey, committee, cells };
};
