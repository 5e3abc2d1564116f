import type { Api } from "./api.ts";
import type { Facts } from "./facts.ts";
import { madeUpName } from "./people.ts";
import type { Tree } from "./tree.ts";

export type Member = { id: string; fullName: string; organisationId: string; standing: string };

/** The members: those the report names, the others with made-up names, spread over the cells. */
export const recordMembers = async (api: Api, { members }: Facts, tree: Tree): Promise<Member[]> => {
  const recorded: Member[] = [];
  for (let i = 0; i < members.total; i++) {
    const named = members.named[i];
    const cell = tree.cells[i % tree.cells.length];
    const position = named && { organisationId: tree.byKey.get(named.position.of)?.id, role: named.position.role };
    const body = {
      organisationId: cell?.id,
      fullName: named?.fullName ?? madeUpName(i),
      ...(named ? { jobTitle: named.jobTitle, positions: [position] } : {}),
      // The report says how many are official, not since when: confirmed on an unknown day.
      ...(i < members.official ? { confirmed: true } : {}),
    };
    recorded.push(await api.put<Member>(`/v1/members/external/personnel/${i + 1}`, body));
  }
  return recorded;
};
