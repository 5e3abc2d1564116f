import { type Api, listAll } from "../../../test/demo/api.ts";
import type { Fields, Kind, Shown } from "../records.ts";

/** Runs something for each item of a list, `most` at a time. Returns the results in the order of the list. */
export const inParallel = async <T, R>(list: readonly T[], most: number, run: (one: T) => Promise<R>): Promise<R[]> => {
  const results: R[] = [];
  let next = 0;
  const work = async () => {
    while (next < list.length) {
      const i = next++;
      results[i] = await run(list[i] as T);
    }
  };
  await Promise.all(Array.from({ length: most }, work));
  return results;
};

const parallel = 8;

type Listed = Fields & { id: string };

const shownAs = (kind: Kind, collection: string, records: readonly Listed[]): Shown[] =>
  records.map((record) => ({ kind, href: `${collection}/${record.id}`, record }));

const isTenant = ({ kind }: Listed) => kind === "superior-committee" || kind === "grassroots-committee";

/** Organisations below one, or below the root. A list has the children of a superior, and the subtree of a committee. */
const organisationsBelow = async (api: Api, parentId: string | undefined): Promise<Listed[]> => {
  const path = `/v1/organisations?limit=100${parentId === undefined ? "" : `&parentId=${parentId}`}`;
  const found = await listAll<Listed>(api, path);
  const below = await inParallel(found.filter(isTenant), parallel, ({ id }) => organisationsBelow(api, id));
  return [...found, ...below.flat()];
};

const partKinds = [
  ["attendees", "attendee"],
  ["documents", "document"],
  ["votes", "vote"],
  ["guidance", "guidance"],
] as const satisfies readonly (readonly [string, Kind])[];

/** The parts of a meeting in one response. Throws where it has more than a page of them. */
const partsOf = async (api: Api, { href }: Shown): Promise<Shown[]> => {
  const include = "include=agenda,attendees,documents,votes,guidance,photos,article";
  const meeting = await api.get<Fields & { more?: { [part: string]: string } }>(`${href}?${include}`);
  if (meeting.more) throw new Error(`${href} has more than a page of parts`);
  const agenda = meeting.agenda as unknown[];
  return [
    ...partKinds.flatMap(([name, kind]) => shownAs(kind, `${href}/${name}`, meeting[name] as Listed[])),
    ...shownAs("photo", "/v1/photos", meeting.photos as Listed[]),
    ...(agenda.length > 0 ? [{ kind: "agenda", href: `${href}/agenda`, record: { items: agenda } } as const] : []),
    ...(meeting.article
      ? [{ kind: "article", href: `${href}/article`, record: meeting.article as Fields } as const]
      : []),
  ];
};

export const historyOf = async (api: Api, { href }: Shown): Promise<Shown[]> =>
  shownAs("history-entry", `${href}/history`, await listAll<Listed>(api, `${href}/history?limit=100`));

/**
 * Reads all records that lists show to a client, from an organisation down (by default from the root), without histories.
 * Returns them by their addresses.
 * @param hasParts whether the parts of a meeting are read
 */
export const readAll = async (
  api: Api,
  own?: Listed,
  hasParts: (meetingHref: string) => boolean = () => true,
): Promise<Map<string, Shown>> => {
  const below = await organisationsBelow(api, own?.id);
  const organisations = [...new Map([...(own ? [own] : []), ...below].map((found) => [found.id, found])).values()];
  const lists: (readonly [Kind, string])[] = organisations
    .filter((found) => isTenant(found) || found.id === own?.id)
    .flatMap(({ id }) => [
      ...(["member", "meeting", "award", "client"] as const).map(
        (kind) => [kind, `/v1/${kind}s?limit=100&organisationId=${id}`] as const,
      ),
      ["member", `/v1/members?limit=100&standing=former&organisationId=${id}`] as const,
    ]);
  if (!own) lists.push(["client", "/v1/clients?limit=100"]);
  const found = await inParallel(lists, parallel, async ([kind, path]) =>
    shownAs(kind, path.split("?")[0] ?? "", await listAll<Listed>(api, path)),
  );
  const meetings = found.flat().filter(({ kind, href }) => kind === "meeting" && hasParts(href));
  const parts = await inParallel(meetings, parallel, (meeting) => partsOf(api, meeting));
  const all = [...shownAs("organisation", "/v1/organisations", organisations), ...found.flat(), ...parts.flat()];
  return new Map(all.map((shown) => [shown.href, shown]));
};
