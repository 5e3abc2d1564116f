import type { RequestContext, Result } from "../records/request-context.ts";
import { completeCitation } from "../shared/citation.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { inputOf } from "../shared/merge-patch.ts";
import { type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { sameContent } from "../shared/same.ts";
import { keys } from "../table/keys.ts";
import { insert } from "../table/write.ts";
import { decrementPartCount, incrementPartCount } from "./items.ts";
import { type DocumentInput, documentInput, type MeetingDocument } from "./part-schemas.ts";
import {
  attendeeReferenceWrites,
  checkPartReference,
  deletePartWrite,
  documents,
  partItemOf,
  requirePart,
  updateAtVersion,
} from "./parts.ts";
import { requireMeetingAnd } from "./reads.ts";

const completed = ({ citation, ...fields }: DocumentInput) => ({
  ...fields,
  ...(citation === undefined ? {} : { citation: completeCitation(citation) }),
});

const attendeeKeys = (meetingId: string, named: string | undefined) =>
  named === undefined ? [] : [keys.attendee(meetingId, named)];

/** Adds a document to a meeting. Throws 404, `invalid-input`. */
export const addDocument = async (
  context: RequestContext,
  meetingId: string,
  validation: InputValidation<DocumentInput>,
): Promise<Result> => {
  const { presenterId } = validation.value;
  const { items } = await requireMeetingAnd(context, meetingId, attendeeKeys(meetingId, presenterId));
  checkPartReference(validation, "/presenterId", presenterId, items[0]);
  const record: MeetingDocument = {
    ...completed(validation.valueOrThrow()),
    status: "draft",
    id: context.newId(),
    createdAt: context.now,
    updatedAt: context.now,
  };
  const writes = [
    insert(partItemOf(documents, meetingId, record)),
    ...attendeeReferenceWrites(meetingId, undefined, presenterId, "/presenterId"),
    incrementPartCount(meetingId),
  ];
  return context.commit(writes, { record, version: 1, created: true });
};

const refuseAdopted = ({ status }: MeetingDocument) => {
  if (status === "adopted") throw new Problem("already-adopted");
};

/** Changes a document. Throws 404, 428, 412, `invalid-input`, or 409 `already-adopted`. */
export const updateDocument = async (
  context: RequestContext,
  meetingId: string,
  id: string,
  precondition: Precondition | undefined,
  change: (current: Partial<DocumentInput>) => InputValidation<DocumentInput>,
): Promise<Result> => {
  // The presenter asked for stands in the patch, whatever the record says.
  const wanted = change({}).value.presenterId;
  const found = await requirePart(context, documents, meetingId, id, attendeeKeys(meetingId, wanted));
  const { item, items, record, version } = found;
  requireIfMatch(precondition, version);
  const validation = change(inputOf(documentInput, record));
  checkPartReference(validation, "/presenterId", wanted, items[0]);
  const input = completed(validation.valueOrThrow());
  refuseAdopted(record);
  if (sameContent(input, inputOf(documentInput, record))) return { record, version };
  const after = { ...input, status: record.status, id, createdAt: record.createdAt, updatedAt: context.now };
  const next = { ...partItemOf(documents, meetingId, after), version: version + 1 };
  const writes = [
    updateAtVersion(item, next),
    ...attendeeReferenceWrites(meetingId, record.presenterId, after.presenterId, "/presenterId"),
  ];
  return context.commit(writes, { record: after, version: version + 1 });
};

/** Removes a document. Throws 404, 428, 412, or 409 `already-adopted`, or `in-use` where a vote names it. */
export const deleteDocument = async (
  context: RequestContext,
  meetingId: string,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const found = await requirePart(context, documents, meetingId, id);
  requireIfMatch(precondition, found.version);
  refuseAdopted(found.record);
  const writes = [
    deletePartWrite(found),
    ...attendeeReferenceWrites(meetingId, found.record.presenterId, undefined, ""),
    decrementPartCount(meetingId),
  ];
  await context.commit(writes, { record: {} });
};
