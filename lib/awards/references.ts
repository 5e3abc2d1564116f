import { seeWith } from "../meetings/find.ts";
import { type FoundOrganisation, findOrganisation } from "../organisations/find.ts";
import type { RequestContext } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { keys } from "../table/keys.ts";
import { mayConfer } from "./conferring.ts";
import { belongsTo, findRecipients, type SeenRecipient } from "./recipients.ts";
import { recipientId } from "./rules.ts";
import type { AwardInput } from "./schema.ts";

/** What an award's input names and the caller sees. */
export type References = {
  organisation: FoundOrganisation | undefined;
  meetingIsSeen: boolean;
  /** Attendees of the meeting among those who present. */
  attendees: ReadonlySet<string>;
  recipients: ReadonlyMap<string, SeenRecipient>;
};

const findAttendees = async (context: RequestContext, { meetingId, recipients = [] }: Partial<AwardInput>) => {
  const presenters = [...new Set(recipients.flatMap(({ presentedBy }) => presentedBy ?? []))];
  if (meetingId === undefined || presenters.length === 0) return new Set<string>();
  const items = await context.table.getMany(presenters.map((id) => keys.attendee(meetingId, id)));
  return new Set(presenters.filter((_, i) => items[i] !== undefined));
};

/** Reads all that an award names, in one wave. */
export const findReferences = async (context: RequestContext, input: Partial<AwardInput>): Promise<References> => {
  const [organisation, meeting, attendees, recipients] = await Promise.all([
    input.organisationId === undefined ? undefined : findOrganisation(context, input.organisationId),
    input.meetingId === undefined ? undefined : seeWith(context, input.meetingId, []),
    findAttendees(context, input),
    findRecipients(context, input.recipients ?? []),
  ]);
  return { organisation, meetingIsSeen: meeting !== undefined, attendees, recipients };
};

/** Adds what is wrong with what a new award names. */
export const checkReferences = (validation: InputValidation<AwardInput>, references: References): void => {
  const { organisationId, conferredBy, meetingId, recipients = [] } = validation.value;
  const { organisation } = references;
  if (organisationId !== undefined && !organisation) validation.addError("/organisationId", "unknown-reference");
  if (organisation && conferredBy !== undefined && !mayConfer(organisation.tree, conferredBy, organisation.record.id))
    validation.addError("/conferredBy", "unknown-reference");
  if (meetingId !== undefined && !references.meetingIsSeen) validation.addError("/meetingId", "unknown-reference");
  recipients.forEach((recipient, i) => {
    const field = recipient.memberId === undefined ? "organisationId" : "memberId";
    const seen = references.recipients.get(recipientId(recipient));
    if (!seen) validation.addError(`/recipients/${i}/${field}`, "unknown-reference");
    else if (organisation && !belongsTo(organisation.tenantId, seen))
      validation.addError(`/recipients/${i}/${field}`, "contradiction", { other: "organisationId" });
    const { presentedBy } = recipient;
    if (presentedBy !== undefined && meetingId !== undefined && !references.attendees.has(presentedBy))
      validation.addError(`/recipients/${i}/presentedBy`, "unknown-reference");
  });
};
