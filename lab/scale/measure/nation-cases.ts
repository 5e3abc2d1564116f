import type { OperationName } from "../../../lib/contract/routes.ts";
import type { Caller } from "../../../lib/shared/work.ts";
import type { Asked } from "../../../test/support/api-event.ts";
import { callerAt, rootCaller } from "../../../test/support/world.ts";
import type { Direct } from "../../bench/place/direct.ts";
import { posted } from "../../bench/units/case.ts";
import type { Manifest } from "../bulk/manifest.ts";

/** What the root, and the client of the nation's largest committee, ask with. */
type Known = { manifest: Manifest; largest: Caller; cellId: string };

export type NationCase = { operation: OperationName; about: string; ask(known: Known): Asked };

const idOf = ({ organisationId }: Caller) => organisationId ?? "";
const asRoot = (asked: Asked): Asked => ({ ...asked, caller: rootCaller });

/** Calls that see more than one committee, or the largest one: what could grow with a nation. */
export const nationCases: readonly NationCase[] = [
  {
    operation: "getStatistics",
    about: "of the nation, by the root",
    ask: ({ manifest: { superiors } }) => asRoot({ params: { organisationId: superiors[0]?.id ?? "" } }),
  },
  {
    operation: "getStatistics",
    about: "of the nation on a day",
    ask: ({ manifest: { superiors } }) =>
      asRoot({ params: { organisationId: superiors[0]?.id ?? "" }, query: "asOf=2010-05-19" }),
  },
  { operation: "listOrganisations", about: "at the top, by the root", ask: () => asRoot({}) },
  {
    operation: "listOrganisations",
    about: "20 below a superior, by the root",
    ask: ({ largest: { path } }) => asRoot({ query: `parentId=${path.at(-2)}&limit=20` }),
  },
  { operation: "listChanges", about: "first 50, by the root", ask: () => asRoot({}) },
  {
    operation: "getMember",
    about: "of the largest committee, by the root",
    ask: ({ manifest: { largest } }) => asRoot({ params: { memberId: largest.members[0]?.id ?? "" } }),
  },
  {
    operation: "getMember",
    about: "of the largest committee",
    ask: ({ manifest, largest }) => ({ params: { memberId: manifest.largest.members[0]?.id ?? "" }, caller: largest }),
  },
  {
    operation: "getStatistics",
    about: "of the largest committee",
    ask: ({ largest }) => ({ params: { organisationId: idOf(largest) }, caller: largest }),
  },
  {
    operation: "listMembers",
    about: "first 50 of the largest committee",
    ask: ({ largest }) => ({ query: `organisationId=${idOf(largest)}`, caller: largest }),
  },
  {
    operation: "listMembers",
    about: "of the largest committee, by two words",
    ask: ({ largest }) => ({ query: `organisationId=${idOf(largest)}&q=nguyen+dung`, caller: largest }),
  },
  {
    operation: "listMembers",
    about: "of the largest committee, on a day",
    ask: ({ largest }) => ({ query: `organisationId=${idOf(largest)}&asOf=2015-01-01`, caller: largest }),
  },
  {
    operation: "listOrganisations",
    about: "first 50 below the largest committee",
    ask: ({ largest }) => ({ query: `parentId=${idOf(largest)}`, caller: largest }),
  },
  {
    operation: "createMember",
    about: "in the largest committee",
    ask: ({ largest, cellId }) => {
      const body = { organisationId: cellId, fullName: "Lê Thị Hồng", gender: "female", admittedOn: "2015-05-19" };
      return { ...posted(body), caller: largest };
    },
  },
];

/** Looks up what those cases need. */
export const knownOf = async ({ call }: Direct, manifest: Manifest): Promise<Known> => {
  const largest = callerAt(manifest.largest.path);
  const query = `parentId=${manifest.largest.id}&kind=cell&limit=1`;
  const { record } = await call("listOrganisations", { query, caller: largest });
  const [cell] = record.items as { id: string }[];
  return { manifest, largest, cellId: cell?.id ?? "" };
};
