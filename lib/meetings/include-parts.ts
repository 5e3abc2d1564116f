import { awardList } from "../awards/award-list.ts";
import { readAward } from "../awards/items.ts";
import { isVisibleTo } from "../organisations/find.ts";
import { accessCheck } from "../organisations/reach.ts";
import { photosOf, readPhoto } from "../photos/items.ts";
import { type Gallery, showPhoto } from "../photos/show.ts";
import type { RequestContext } from "../records/request-context.ts";
import { decodeStored } from "../shared/shape.ts";
import { lists } from "../table/keys.ts";
import type { Range } from "../table/range.ts";
import type { Item } from "../table/write.ts";
import type { SeenMeeting } from "./find.ts";
import type { IncludedPart } from "./include-schema.ts";
import { attendees, documents, guidancePoints, type PartKind, type PartRecord, votes } from "./parts.ts";

/** For whom parts are shown: the caller, the meeting they have found, how photos are shown and the language of messages. */
export type Reader = { context: RequestContext; meeting: SeenMeeting; gallery: Gallery };

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
      return Promise.all(seen.map((photo) => showPhoto(context, gallery, photo)));
    },
    path: below("photos"),
  },
} satisfies Partial<Record<IncludedPart, ListedPart>>;

export type ListedName = keyof typeof listedParts;
export const isListed = (part: IncludedPart): part is ListedName => part in listedParts;
