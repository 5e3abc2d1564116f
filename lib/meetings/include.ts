import { readArticle } from "../articles/items.ts";
import type { Gallery } from "../photos/show.ts";
import type { Outcome, RequestContext } from "../records/request-context.ts";
import { keys } from "../table/keys.ts";
import type { Found } from "../table/table.ts";
import { agendaOf } from "./agenda.ts";
import { requireSeenMeeting, requireSeenWith } from "./find.ts";
import { isListed, type ListedName, type ListedPart, listedParts, type Reader } from "./include-parts.ts";
import type { IncludedPart, MeetingAnswer } from "./include-schema.ts";

/** Items that an answer includes of one part (product: meeting). */
const includedMaximum = 200;
/** Bytes of JSON that one part may take: seven of them stay under the 6 MB of a function's answer. */
const includedBytes = 700_000;

/** Parts that are one item. */
const singleKeys = { agenda: keys.agenda, article: keys.article } as const;

/** A meeting; with parts, all in the same round trip, and then without version. Throws 404. */
export const getMeeting = async (
  context: RequestContext,
  id: string,
  gallery: Gallery,
  include: readonly IncludedPart[] = [],
): Promise<Outcome> => {
  if (include.length === 0) {
    const { record, version } = await requireSeenMeeting(context, id);
    return { record, version };
  }
  const wanted = [...new Set(include)];
  const names = wanted.filter(isListed);
  const singles = wanted.filter((name) => !isListed(name)) as (keyof typeof singleKeys)[];
  const [{ meeting, items }, ...found] = await Promise.all([
    requireSeenWith(
      context,
      id,
      singles.map((name) => singleKeys[name](id)),
    ),
    ...names.map((name) =>
      context.table.query({ ...listedParts[name].range(id), limit: includedMaximum + 1, mayLag: true }),
    ),
  ]);
  const [agenda, article] = (["agenda", "article"] as const).map((name) => items[singles.indexOf(name)]);
  const reader = { context, meeting, gallery };
  const parts = await Promise.all(names.map((name, i) => partOf(reader, name, found[i])));
  const more = Object.fromEntries(
    parts.flatMap(({ name, whole }) => (whole ? [] : [[name, listedParts[name].path(id)]])),
  );
  const record = {
    ...meeting.record,
    ...(wanted.includes("agenda") ? { agenda: agendaOf(agenda).items } : {}),
    ...Object.fromEntries(parts.map(({ name, shown }) => [name, shown])),
    ...(wanted.includes("article") ? { article: article ? readArticle(article).record : null } : {}),
    ...(Object.keys(more).length > 0 ? { more } : {}),
  };
  return { record: record as MeetingAnswer };
};

const nothing: Found = { items: [], more: false };

const partOf = async (reader: Reader, name: ListedName, { items, more }: Found = nothing) => {
  const part: ListedPart = listedParts[name];
  const all = await part.show(reader, items);
  const shown = fitting(all);
  return { name, shown, whole: !more && shown.length === all.length };
};

/** As many as an answer includes, from the first on. */
const fitting = (all: readonly object[]): object[] => {
  let bytes = 0;
  return all.slice(0, includedMaximum).filter((one) => {
    bytes += Buffer.byteLength(JSON.stringify(one));
    return bytes <= includedBytes;
  });
};
