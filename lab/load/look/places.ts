import type { Fields, Seen } from "../records.ts";

type Organisation = { id: string; kind: string; parentId?: string; establishedOn?: string; dissolvedOn?: string };

/** Organisations that were seen, as a tree to walk up. */
export type Places = {
  all: readonly Organisation[];
  /** An organisation and all above it that were seen, from itself upward. */
  chain(id: string): Organisation[];
  /** The committee whose numbers and external ids are its own. */
  tenantOf(id: string): string;
};

const isTenant = ({ kind }: Organisation) => kind === "grassroots-committee" || kind === "superior-committee";

export const placesOf = (seen: ReadonlyMap<string, Seen>): Places => {
  const found = [...seen.values()].filter(({ kind }) => kind === "organisation");
  const all = found.map(({ record }) => record as Fields & Organisation);
  const byId = new Map(all.map((one) => [one.id, one]));
  const chain = (id: string | undefined): Organisation[] => {
    const own = id === undefined ? undefined : byId.get(id);
    return own ? [own, ...chain(own.parentId)] : [];
  };
  return { all, chain, tenantOf: (id) => chain(id).find(isTenant)?.id ?? id };
};
