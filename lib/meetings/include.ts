import type { RequestContext, Result } from "../records/request-context.ts";
import { resultOf } from "../records/versions.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { keys } from "../table/keys.ts";
import type { Range } from "../table/range.ts";
import type { Found } from "../table/table.ts";
import type { Item, Key } from "../table/write.ts";
import { agendaOf } from "./agenda.ts";
import { attendees } from "./attendees.ts";
import { documents } from "./documents.ts";
import { guidancePoints } from "./guidance.ts";
import type { PartKind, PartRecord } from "./parts.ts";
import { requireMeeting, requireMeetingAnd, type VisibleMeeting } from "./reads.ts";
import { votes } from "./votes.ts";

/** Items of one part that a response includes (product: meeting). */
const includedMaximum = 200;
/** Bytes of JSON that one part may take: seven parts stay under the 6 MB of a Lambda response. */
const includedBytes = 700_000;

/** The request that reads a meeting, and the meeting as it was read. */
export type MeetingReader = { context: RequestContext; meeting: VisibleMeeting };

/** A part that is a list: its items, how they are presented to a reader, and the path of the complete list. */
export type IncludedList = {
  range: (meetingId: string) => Range;
  present: (reader: MeetingReader, items: readonly Item[]) => object[] | Promise<object[]>;
  path: (meetingId: string) => string;
};

/** A part that is a single item. */
export type IncludedItem = {
  key: (meetingId: string) => Key;
  present: (item: Item | undefined) => unknown;
};

/** The parts that `include` can name. Each area describes its own; the wiring of the function puts them together. */
export type IncludableParts = Readonly<Record<string, IncludedList | IncludedItem>>;

const listOf = <T extends PartRecord>(kind: PartKind<T>, name: string): IncludedList => ({
  range: kind.range,
  present: (_, items) => items.map((item) => decodeStored(kind.schema, item)),
  path: (meetingId) => `/v1/meetings/${meetingId}/${name}`,
});

/** The parts that meetings store themselves. */
export const includedMeetingParts = {
  agenda: { key: keys.agenda, present: (item: Item | undefined) => agendaOf(item).items },
  attendees: listOf(attendees, "attendees"),
  documents: listOf(documents, "documents"),
  votes: listOf(votes, "votes"),
  guidance: listOf(guidancePoints, "guidance"),
} satisfies IncludableParts;

type Named<T> = [name: string, part: T];
const isItem = (entry: Named<IncludedList | IncludedItem>): entry is Named<IncludedItem> => "key" in entry[1];
const isList = (entry: Named<IncludedList | IncludedItem>): entry is Named<IncludedList> => "range" in entry[1];

/** A meeting; with parts, read in the same round trip, and then without a version. Throws 404. */
export const getMeeting = async (
  context: RequestContext,
  id: string,
  { include = [], parts = {} }: { include?: readonly string[] | undefined; parts?: IncludableParts } = {},
): Promise<Result> => {
  if (include.length === 0) return resultOf(await requireMeeting(context, id));
  const wanted = Object.entries(parts).filter(([name]) => include.includes(name));
  const [singles, lists] = [wanted.filter(isItem), wanted.filter(isList)];
  const itemKeys = singles.map(([, part]) => part.key(id));
  const [{ meeting, items }, ...found] = await Promise.all([
    requireMeetingAnd(context, id, itemKeys),
    ...lists.map(([, part]) =>
      context.table.query({ ...part.range(id), limit: includedMaximum + 1, consistency: "eventual" }),
    ),
  ]);
  const listed = await Promise.all(lists.map((entry, i) => firstOf({ context, meeting }, entry, found[i])));
  const more = listed.filter(({ isComplete }) => !isComplete).map(({ name, path }) => [name, path]);
  return {
    record: {
      ...meeting.record,
      ...Object.fromEntries(singles.map(([name, part], i) => [name, part.present(items[i])])),
      ...Object.fromEntries(listed.map(({ name, included }) => [name, included])),
      ...(more.length > 0 ? { more: Object.fromEntries(more) } : {}),
    },
  };
};

const empty: Found = { items: [], more: false };

/** The items of a list that one response includes, from the first on. */
const firstOf = async (reader: MeetingReader, [name, part]: Named<IncludedList>, { items, more }: Found = empty) => {
  const all = await part.present(reader, items);
  let bytes = 0;
  const included = all.slice(0, includedMaximum).filter((one) => {
    bytes += Buffer.byteLength(JSON.stringify(one));
    return bytes <= includedBytes;
  });
  const isComplete = !more && included.length === all.length;
  return { name, included, isComplete, path: part.path(reader.meeting.record.id) };
};
