import { connect } from "../../../test/demo/api.ts";
import { atOnce } from "../../load/look/at-once.ts";
import { historyOf, readAll } from "../../load/look/read-all.ts";
import type { Viewer } from "../../load/place/tree.ts";
import type { Fields } from "../../load/records.ts";
import { type FeedEntry, verbOf } from "./entries.ts";
import { livesIn } from "./lives.ts";
import { readFeed } from "./read-feed.ts";

/**
 * Whether a client's own feed leaves it with exactly the records that it is shown: no more, no fewer. To who sees only a part
 * of a committee a member may come from elsewhere and go again, and the history comes and goes with the member.
 */
export const faultsOfSubtree = async (url: string, { organisationId, credentials }: Viewer): Promise<string[]> => {
  const api = await connect(url, credentials);
  const own = organisationId ? await api.get<Organisation>(`/v1/organisations/${organisationId}`) : undefined;
  const listed = await readAll(api, own);
  const members = [...listed.values()].filter(({ kind }) => kind === "member");
  const histories = (await atOnce(members, 8, (member) => historyOf(api, member))).flat().map(({ href }) => href);
  const shown = new Set([...listed.keys(), ...histories]);
  const alive = aliveIn(await readFeed(api, undefined, 100));
  const told = isUnit(own) ? withHistories(alive, histories) : alive;
  const who = `A client of ${own ? `the ${own.kind} ${own.name}` : "the root"}`;
  return [
    ...[...shown].filter((href) => !told.has(href)).map((href) => `${who} is not told of ${href}`),
    ...[...told].filter((href) => !shown.has(href)).map((href) => `${who} is told of ${href} and not shown it`),
  ];
};

type Organisation = Fields & { id: string };

const isUnit = (own: Organisation | undefined) => own?.kind === "cell" || own?.kind === "departmental-committee";

/** Records that a feed has not told the end of. */
const aliveIn = (entries: readonly FeedEntry[]): Set<string> =>
  new Set([...livesIn(entries)].filter(([, life]) => !isOver(life.at(-1))).map(([href]) => href));

const isOver = (last: FeedEntry | undefined) => last !== undefined && verbOf(last) === "deleted";

const memberOf = (href: string) => /^(.*)\/history\//.exec(href)?.[1];

/** The same with the whole history of every member that is there, and of no other. */
const withHistories = (alive: ReadonlySet<string>, histories: readonly string[]): Set<string> => {
  const others = [...alive].filter((href) => memberOf(href) === undefined);
  return new Set([...others, ...histories.filter((href) => alive.has(memberOf(href) ?? ""))]);
};
