import type { RequestContext, Result } from "../records/request-context.ts";
import { completeCitation } from "../shared/citation.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { inputOf } from "../shared/merge-patch.ts";
import { type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { sameContent } from "../shared/same.ts";
import { keys, lists } from "../table/keys.ts";
import { type Item, insert } from "../table/write.ts";
import { decrementPartCount, incrementPartCount } from "./items.ts";
import { type Guidance, type GuidanceInput, guidanceInput } from "./part-schemas.ts";
import {
  attendeeReferenceWrites,
  checkPartReference,
  deletePartWrite,
  guidancePoints,
  partItemOf,
  requirePart,
  updateAtVersion,
} from "./parts.ts";
import { requireMeetingAnd } from "./reads.ts";

const numberDigits = 4;

const itemOf = (meetingId: string, record: Guidance): Item => ({
  ...partItemOf(guidancePoints, meetingId, record),
  inGroup: lists.ofMeeting(meetingId, "guidance"),
  sort: `${String(record.number).padStart(numberDigits, "0")}#${record.id}`,
});

const completed = ({ references, ...fields }: GuidanceInput) => ({
  ...fields,
  ...(references ? { references: references.map(completeCitation) } : {}),
});

const attendeeKeys = (meetingId: string, named: string | undefined) =>
  named === undefined ? [] : [keys.attendee(meetingId, named)];

/** Records a point of guidance. Throws 404, `invalid-input`. */
export const addGuidance = async (
  context: RequestContext,
  meetingId: string,
  validation: InputValidation<GuidanceInput>,
): Promise<Result> => {
  const { attendeeId } = validation.value;
  const { items } = await requireMeetingAnd(context, meetingId, attendeeKeys(meetingId, attendeeId));
  checkPartReference(validation, "/attendeeId", attendeeId, items[0]);
  const record: Guidance = {
    ...completed(validation.valueOrThrow()),
    id: context.newId(),
    createdAt: context.now,
    updatedAt: context.now,
  };
  const writes = [
    insert(itemOf(meetingId, record)),
    ...attendeeReferenceWrites(meetingId, undefined, attendeeId, "/attendeeId"),
    incrementPartCount(meetingId),
  ];
  return context.commit(writes, { record, version: 1, created: true });
};

/** Changes a point of guidance. Throws 404, 428, 412, `invalid-input`. */
export const updateGuidance = async (
  context: RequestContext,
  meetingId: string,
  id: string,
  precondition: Precondition | undefined,
  change: (current: Partial<GuidanceInput>) => InputValidation<GuidanceInput>,
): Promise<Result> => {
  // The attendee asked for stands in the patch, whatever the record says.
  const wanted = change({}).value.attendeeId;
  const found = await requirePart(context, guidancePoints, meetingId, id, attendeeKeys(meetingId, wanted));
  const { item, items, record, version } = found;
  requireIfMatch(precondition, version);
  const validation = change(inputOf(guidanceInput, record));
  checkPartReference(validation, "/attendeeId", wanted, items[0]);
  const input = completed(validation.valueOrThrow());
  if (sameContent(input, inputOf(guidanceInput, record))) return { record, version };
  const after = { ...input, id, createdAt: record.createdAt, updatedAt: context.now };
  const next = { ...itemOf(meetingId, after), version: version + 1 };
  const writes = [
    updateAtVersion(item, next),
    ...attendeeReferenceWrites(meetingId, record.attendeeId, after.attendeeId, "/attendeeId"),
  ];
  return context.commit(writes, { record: after, version: version + 1 });
};

/** Removes a point of guidance. Throws 404, 428, 412. */
export const deleteGuidance = async (
  context: RequestContext,
  meetingId: string,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const found = await requirePart(context, guidancePoints, meetingId, id);
  requireIfMatch(precondition, found.version);
  const writes = [
    deletePartWrite(found),
    ...attendeeReferenceWrites(meetingId, found.record.attendeeId, undefined, ""),
    decrementPartCount(meetingId),
  ];
  await context.commit(writes, { record: {} });
};
