import { type Api, listAll } from "../../../test/demo/api.ts";
import type { Fields, Kind, Seen } from "../records.ts";
import { atOnce } from "./at-once.ts";

/** Requests at a time. */
const most = 8;

type Record = Fields & { id: string };

const seenAs = (kind: Kind, collection: string, records: readonly Record[]): Seen[] =>
  records.map((record) => ({ kind, href: `${collection}/${record.id}`, record }));

/** Organisations below one (or the root), and those below them: a list gives children of a superior, the subtree of a committee. */
const organisationsBelow = async (api: Api, parentId: string | undefined): Promise<Record[]> => {
  const path = `/v1/organisations?limit=100${parentId === undefined ? "" : `&parentId=${parentId}`}`;
  const found = await listAll<Record>(api, path);
  const further = found.filter(({ kind }) => kind === "superior-committee" || kind === "grassroots-committee");
  // A committee gives itself no more, a superior its children one level at a time.
  const below = await atOnce(further, most, ({ id }) => organisationsBelow(api, id));
  return [...found, ...below.flat()];
};

const parts = [
  ["attendees", "attendee"],
  ["documents", "document"],
  ["votes", "vote"],
  ["guidance", "guidance"],
] as const satisfies readonly (readonly [string, Kind])[];

/** A meeting's parts in one answer, more than the 200 it shows at most page by page. */
const partsOf = async (api: Api, meeting: Seen): Promise<Seen[]> => {
  const include = "include=agenda,attendees,documents,votes,guidance,photos,article";
  const whole = await api.get<Fields & { more?: { [part: string]: string } }>(`${meeting.href}?${include}`);
  if (whole.more) throw new Error(`${meeting.href} has parts of more than a page`);
  const agenda = whole.agenda as unknown[];
  return [
    ...parts.flatMap(([name, kind]) => seenAs(kind, `${meeting.href}/${name}`, whole[name] as Record[])),
    ...seenAs("photo", "/v1/photos", whole.photos as Record[]),
    ...(agenda.length > 0 ? [one("agenda", `${meeting.href}/agenda`, { items: agenda })] : []),
    ...(whole.article ? [one("article", `${meeting.href}/article`, whole.article as Fields)] : []),
  ];
};

const one = (kind: Kind, href: string, record: Fields): Seen => ({ kind, href, record });

export const historyOf = async (api: Api, { href }: Seen): Promise<Seen[]> =>
  seenAs("history-entry", `${href}/history`, await listAll<Record>(api, `${href}/history?limit=100`));

const listed = async (api: Api, kind: Kind, path: string): Promise<Seen[]> =>
  seenAs(kind, path.split("?")[0] ?? "", await listAll<Record>(api, path));

/**
 * Everything that lists show to a client, from an organisation down, but for histories. By the place where it can be read.
 * @param wants of which meetings the parts are read
 */
export const readAll = async (
  api: Api,
  own?: Record,
  wants: (meetingHref: string) => boolean = () => true,
): Promise<Map<string, Seen>> => {
  const below = await organisationsBelow(api, own?.id);
  const organisations = [...new Map([...(own ? [own] : []), ...below].map((found) => [found.id, found])).values()];
  const isTenant = ({ kind }: Record) => kind === "superior-committee" || kind === "grassroots-committee";
  const within = organisations.filter((found) => isTenant(found) || found.id === own?.id);
  const lists = within.flatMap(({ id }) => [
    ["member", `/v1/members?limit=100&organisationId=${id}`] as const,
    ["member", `/v1/members?limit=100&standing=former&organisationId=${id}`] as const,
    ["meeting", `/v1/meetings?limit=100&organisationId=${id}`] as const,
    ["award", `/v1/awards?limit=100&organisationId=${id}`] as const,
    ["client", `/v1/clients?limit=100&organisationId=${id}`] as const,
  ]);
  const rootLists = own ? [] : [["client", "/v1/clients?limit=100"] as const];
  const found = (await atOnce([...lists, ...rootLists], most, ([kind, path]) => listed(api, kind, path))).flat();
  const meetings = found.filter(({ kind, href }) => kind === "meeting" && wants(href));
  const inMeetings = (await atOnce(meetings, most, (meeting) => partsOf(api, meeting))).flat();
  const all = [...seenAs("organisation", "/v1/organisations", organisations), ...found, ...inMeetings];
  return new Map(all.map((seen) => [seen.href, seen]));
};
