import { awardList, readAward } from "../awards/items.ts";
import { maySee } from "../organisations/find.ts";
import { photosOf, readPhoto } from "../photos/items.ts";
import type { Outcome, Work } from "../shared/work.ts";
import { keys, lists } from "../table/keys.ts";
import type { Range } from "../table/range.ts";
import type { Found } from "../table/table.ts";
import type { Item } from "../table/write.ts";
import { agendaOf } from "./agenda.ts";
import { requireMeeting, requireWith } from "./find.ts";
import type { IncludedPart, MeetingAnswer } from "./include-schema.ts";
import { attendees, documents, guidancePoints, votes } from "./parts.ts";

/** Items that an answer includes of one part (product: meeting). */
const includedMaximum = 200;
/** Bytes of JSON that one part may take: seven of them stay under the 6 MB of a function's answer. */
const includedBytes = 700_000;

type Part = {
  range: (meetingId: string) => Range;
  /** Turns an item into what is shown, or leaves it out. */
  show: (work: Work, item: Item) => object | undefined;
  path: (meetingId: string) => string;
};

const below = (name: string) => (meetingId: string) => `/v1/meetings/${meetingId}/${name}`;

const seen = <T extends Parameters<typeof maySee>[1]>(work: Work, record: T) =>
  maySee(work.caller, record) ? record : undefined;

const listed = {
  attendees: {
    range: attendees.range,
    show: (_, item) => attendees.schema.parse(item),
    path: below("attendees"),
  },
  documents: { range: documents.range, show: (_, item) => documents.schema.parse(item), path: below("documents") },
  votes: { range: votes.range, show: (_, item) => votes.schema.parse(item), path: below("votes") },
  guidance: {
    range: guidancePoints.range,
    show: (_, item) => guidancePoints.schema.parse(item),
    path: below("guidance"),
  },
  awards: {
    range: (id) => ({ index: "byGroup", partition: lists.ofMeeting(id, awardList), descending: true }),
    show: (work, item) => seen(work, readAward(item).record),
    path: (id) => `/v1/awards?meetingId=${id}`,
  },
  photos: { range: photosOf, show: (work, item) => seen(work, readPhoto(item).record), path: below("photos") },
} as const satisfies Partial<Record<IncludedPart, Part>>;

type ListedPart = keyof typeof listed;
const isListed = (part: IncludedPart): part is ListedPart => part in listed;

/** A meeting; with parts, all in the same round trip, and then without version. Throws 404. */
export const getMeeting = async (work: Work, id: string, include: readonly IncludedPart[] = []): Promise<Outcome> => {
  if (include.length === 0) {
    const { record, version } = await requireMeeting(work, id);
    return { record, version };
  }
  const wanted = [...new Set(include)];
  const [{ meeting, items }, ...found] = await Promise.all([
    requireWith(work, id, wanted.includes("agenda") ? [keys.agenda(id)] : []),
    ...wanted.filter(isListed).map(async (name) => partOf(work, name, id, await readPart(work, listed[name], id))),
  ]);
  const more = Object.fromEntries(found.flatMap(({ name, whole }) => (whole ? [] : [[name, listed[name].path(id)]])));
  const record = {
    ...meeting.record,
    ...(wanted.includes("agenda") ? { agenda: agendaOf(items[0]).items } : {}),
    ...Object.fromEntries(found.map(({ name, shown }) => [name, shown])),
    ...(wanted.includes("article") ? { article: null } : {}),
    ...(Object.keys(more).length > 0 ? { more } : {}),
  };
  return { record: record as MeetingAnswer };
};

const readPart = (work: Work, part: Part, meetingId: string) =>
  work.table.query({ ...part.range(meetingId), limit: includedMaximum + 1 });

const partOf = (work: Work, name: ListedPart, meetingId: string, { items, more }: Found) => {
  const part: Part = listed[name];
  const all = items.flatMap((item) => part.show(work, item) ?? []);
  const shown = fitting(all);
  return { name, shown, whole: !more && shown.length === all.length, meetingId };
};

/** As many as an answer includes, from the first on. */
const fitting = (all: readonly object[]): object[] => {
  let bytes = 0;
  return all.slice(0, includedMaximum).filter((one) => {
    bytes += Buffer.byteLength(JSON.stringify(one));
    return bytes <= includedBytes;
  });
};
