import { completeCitation } from "../shared/citation.ts";
import type { InputValidation } from "../shared/draft.ts";
import { type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { sameContent } from "../shared/same.ts";
import type { Outcome, RequestContext } from "../shared/work.ts";
import { keys } from "../table/keys.ts";
import { insert } from "../table/write.ts";
import { amend } from "./amend.ts";
import { type DocumentInput, documentInput, type MeetingDocument } from "./document-schema.ts";
import { requireSeenWith } from "./find.ts";
import { inputOf } from "./input.ts";
import { attendeeNamed, checkPart } from "./named.ts";
import { documents, partItemOf, removePart, requirePart } from "./parts.ts";
import { partAdded, partRemoved } from "./store.ts";

const completed = ({ citation, ...fields }: DocumentInput) => ({
  ...fields,
  ...(citation === undefined ? {} : { citation: completeCitation(citation) }),
});

const attendeeKeys = (meetingId: string, named: string | undefined) =>
  named === undefined ? [] : [keys.attendee(meetingId, named)];

/** Adds a document to a meeting. Throws 404, `invalid-input`. */
export const addDocument = async (
  work: RequestContext,
  meetingId: string,
  draft: InputValidation<DocumentInput>,
): Promise<Outcome> => {
  const { presenterId } = draft.value;
  const { items } = await requireSeenWith(work, meetingId, attendeeKeys(meetingId, presenterId));
  checkPart(draft, "/presenterId", presenterId, items[0]);
  const record: MeetingDocument = {
    ...completed(draft.valueOrThrow()),
    status: "draft",
    id: work.newId(),
    createdAt: work.now,
    updatedAt: work.now,
  };
  const writes = [
    insert(partItemOf(documents, meetingId, record)),
    ...attendeeNamed(meetingId, undefined, presenterId, "/presenterId"),
    partAdded(meetingId),
  ];
  return work.commit(writes, { record, version: 1, made: true });
};

const refuseAdopted = ({ status }: MeetingDocument) => {
  if (status === "adopted") throw new Problem("already-adopted");
};

/** Changes a document. Throws 404, 428, 412, `invalid-input`, or 409 `already-adopted`. */
export const updateDocument = async (
  work: RequestContext,
  meetingId: string,
  id: string,
  precondition: Precondition | undefined,
  change: (current: Partial<DocumentInput>) => InputValidation<DocumentInput>,
): Promise<Outcome> => {
  // The presenter asked for stands in the patch, whatever the record says.
  const wanted = change({}).value.presenterId;
  const found = await requirePart(work, documents, meetingId, id, attendeeKeys(meetingId, wanted));
  const { item, items, record, version } = found;
  requireIfMatch(precondition, version);
  const draft = change(inputOf(documentInput, record));
  checkPart(draft, "/presenterId", wanted, items[0]);
  const input = completed(draft.valueOrThrow());
  refuseAdopted(record);
  if (sameContent(input, inputOf(documentInput, record))) return { record, version };
  const after = { ...input, status: record.status, id, createdAt: record.createdAt, updatedAt: work.now };
  const next = { ...partItemOf(documents, meetingId, after), version: version + 1 };
  const writes = [
    amend(item, next),
    ...attendeeNamed(meetingId, record.presenterId, after.presenterId, "/presenterId"),
  ];
  return work.commit(writes, { record: after, version: version + 1 });
};

/** Removes a document. Throws 404, 428, 412, or 409 `already-adopted`, or `in-use` where a vote names it. */
export const deleteDocument = async (
  work: RequestContext,
  meetingId: string,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const found = await requirePart(work, documents, meetingId, id);
  requireIfMatch(precondition, found.version);
  refuseAdopted(found.record);
  const writes = [
    removePart(found),
    ...attendeeNamed(meetingId, found.record.presenterId, undefined, ""),
    partRemoved(meetingId),
  ];
  await work.commit(writes, { record: {} });
};
