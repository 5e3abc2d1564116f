import { readArticle } from "../articles/items.ts";
import { awardList, readAward } from "../awards/items.ts";
import { accessCheck } from "../organisations/access.ts";
import { isVisibleTo } from "../organisations/reads.ts";
import { photosOf, readPhoto } from "../photos/items.ts";
import { type PhotoPresenter, presentPhoto } from "../photos/presenter.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { decodeStored } from "../shared/shape.ts";
import { keys, lists } from "../table/keys.ts";
import type { Range } from "../table/range.ts";
import type { Found } from "../table/table.ts";
import type { Item } from "../table/write.ts";
import { agendaOf } from "./agenda.ts";
import type { IncludedPart, MeetingResponse } from "./include-schema.ts";
import { attendees, documents, guidancePoints, type PartKind, type PartRecord, votes } from "./parts.ts";
import { requireMeeting, requireMeetingAnd, type VisibleMeeting } from "./reads.ts";

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
  gallery: PhotoPresenter,
  include: readonly IncludedPart[] = [],
): Promise<Result> => {
  if (include.length === 0) {
    const { record, version } = await requireMeeting(context, id);
    return { record, version };
  }
  const wanted = [...new Set(include)];
  const names = wanted.filter(isListed);
  const singles = wanted.filter((name) => !isListed(name)) as (keyof typeof singleKeys)[];
  const [{ meeting, items }, ...found] = await Promise.all([
    requireMeetingAnd(
      context,
      id,
      singles.map((name) => singleKeys[name](id)),
    ),
    ...names.map((name) =>
      context.table.query({ ...listedParts[name].range(id), limit: includedMaximum + 1, consistency: "eventual" }),
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
  return { record: record as MeetingResponse };
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

/** For whom parts are shown: the caller, the meeting they have found, how photos are shown and the language of messages. */
export type Reader = { context: RequestContext; meeting: VisibleMeeting; gallery: PhotoPresenter };

/** A part of a meeting that is a list of its own: where it is read, what of it a reader sees, where the rest is. */
export type ListedPart = {
  range: (meetingId: string) => Range;
  show: (reader: Reader, items: readonly Item[]) => object[] | Promise<object[]>;
  path: (meetingId: string) => string;
};

const below = (name: string) => (meetingId: string) => `/v1/meetings/${meetingId}/${name}`;

const own = <T extends PartRecord>(kind: PartKind<T>, name: string): ListedPart => ({
  range: kind.range,
  show: (_, items) => items.map((item) => decodeStored(kind.schema, item)),
  path: below(name),
});

/** An award may be the record of another organisation than the meeting: one beside, above, or of another home. */
const seenAwards: ListedPart["show"] = async ({ context, meeting, gallery }, items) => {
  const awards = items.map((item) => readAward(item, gallery.language));
  const reached = await accessCheck(
    context,
    awards.map(({ tenantId }) => tenantId),
    [meeting.tree],
  );
  return awards
    .filter(({ record, tenantId }) => reached({ tenantId, organisationId: record.organisationId }))
    .map(({ record }) => record)
    .filter((record) => isVisibleTo(context.caller, record));
};

export const listedParts = {
  attendees: own(attendees, "attendees"),
  documents: own(documents, "documents"),
  votes: own(votes, "votes"),
  guidance: own(guidancePoints, "guidance"),
  awards: {
    range: (id) => ({ index: "byGroup", partition: lists.ofMeeting(id, awardList), descending: true }),
    show: seenAwards,
    path: (id) => `/v1/awards?meetingId=${id}`,
  },
  photos: {
    range: photosOf,
    show: ({ context, gallery }, items) => {
      const seen = items.map(readPhoto).filter(({ record }) => isVisibleTo(context.caller, record));
      return Promise.all(seen.map((photo) => presentPhoto(context, gallery, photo)));
    },
    path: below("photos"),
  },
} satisfies Partial<Record<IncludedPart, ListedPart>>;

export type ListedName = keyof typeof listedParts;
export const isListed = (part: IncludedPart): part is ListedName => part in listedParts;
