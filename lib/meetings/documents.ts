import { completeCitation, givenCitation } from "../shared/citation.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { type DocumentInput, documentInput, documentRecord, type MeetingDocument } from "./part-schemas.ts";
import { type EditablePartKind, partsWithPrefix } from "./parts.ts";

/** Documents of a meeting. One that a vote has adopted can no longer be changed or deleted. */
export const documents: EditablePartKind<DocumentInput, MeetingDocument> = {
  name: "document",
  key: keys.document,
  range: partsWithPrefix("DOC#"),
  schema: documentRecord,
  input: documentInput,
  attendeeField: "presenterId",
  patchable: ({ citation, ...record }) => (citation ? { ...record, citation: givenCitation(citation) } : record),
  complete: ({ citation, ...fields }, before) => ({
    ...fields,
    ...(citation === undefined ? {} : { citation: completeCitation(citation) }),
    status: before?.status ?? "draft",
  }),
  assertEditable: ({ status }) => {
    if (status === "adopted") throw new Problem("already-adopted");
  },
};
