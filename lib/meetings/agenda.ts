import * as z from "zod/mini";
import type { RequestContext, Result } from "../records/request-context.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import type { InputValidation, ValidParts } from "../shared/input-validation.ts";
import { sameContent } from "../shared/merge-patch.ts";
import { checkPrecondition, type Precondition } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { itemFields } from "../shared/schema.ts";
import { keys } from "../table/keys.ts";
import { type Item, insert, replace } from "../table/write.ts";
import { incrementPartCount } from "./items.ts";
import { type Agenda, type AgendaInput, agendaMaximum, agendaRecord } from "./part-schemas.ts";
import { attendeeReferenceWrites, checkPartReference } from "./parts.ts";
import { requireMeetingAnd } from "./reads.ts";
import { agendaErrors } from "./rules.ts";

const agendaItem = z.object(itemFields);

const readAgenda = (item: Item) => ({
  record: decodeStored(agendaRecord, item),
  version: decodeStored(agendaItem, item).version,
});

/** The agenda in an item; one without items where none was set. */
export const agendaOf = (item: Item | undefined): Agenda => (item ? readAgenda(item).record : { items: [] });

/** The agenda of a meeting; without a version where none was set. Throws 404. */
export const getAgenda = async (context: RequestContext, meetingId: string): Promise<Result> => {
  const { items } = await requireMeetingAnd(context, meetingId, [keys.agenda(meetingId)]);
  return items[0] ? readAgenda(items[0]) : { record: agendaOf(undefined) };
};

const presentersOf = (items: NonNullable<ValidParts<AgendaInput>["items"]>) =>
  new Set(items.flatMap((item) => item?.presenterId ?? []));

/** Sets the complete agenda. Throws 404, 412, `invalid-input`. */
export const putAgenda = async (
  context: RequestContext,
  meetingId: string,
  { precondition, validation }: { precondition: Precondition | undefined; validation: InputValidation<AgendaInput> },
): Promise<Result> => {
  const points = (validation.valid.items ?? []).slice(0, agendaMaximum);
  const named = [...presentersOf(points)];
  const wanted = [keys.agenda(meetingId), ...named.map((id) => keys.attendee(meetingId, id))];
  const [item, ...found] = (await requireMeetingAnd(context, meetingId, wanted)).items;
  const before = item && readAgenda(item);
  checkPrecondition(precondition, before?.version);
  validation.checkReadOnly(before?.record);
  validation.addErrors(agendaErrors(points));
  points.forEach((point, i) => {
    const id = point?.presenterId;
    checkPartReference(validation, `/items/${i}/presenterId`, { id, item: found[named.indexOf(id ?? "")] });
  });
  const input = validation.valueOrThrow().items;
  const items = [...input].sort((a, b) => a.number - b.number);
  if (before && sameContent(items, before.record.items)) return before;
  const record = { items, createdAt: before?.record.createdAt ?? context.now, updatedAt: context.now };
  const version = (before?.version ?? 0) + 1;
  const after = { ...keys.agenda(meetingId), ...record, version };
  const writes = [
    before ? replace(after, before.version, onOvertaken(precondition)) : insert(after, onOvertaken(precondition)),
    ...presenterWrites(meetingId, before?.record.items ?? [], input),
    ...(before ? [] : [incrementPartCount(meetingId)]),
  ];
  return context.commit(writes, { record, version, created: !before });
};

/** Without `If-Match` the caller has not seen a version that could be stale. */
const onOvertaken = (precondition: Precondition | undefined) => () =>
  new Problem(precondition ? "stale" : "write-conflict");

const presenterWrites = (meetingId: string, before: Agenda["items"], after: AgendaInput["items"]) => {
  const [old, now] = [presentersOf(before), presentersOf(after)];
  const pointerOf = (id: string) => `/items/${after.findIndex(({ presenterId }) => presenterId === id)}/presenterId`;
  return [
    ...[...now]
      .filter((id) => !old.has(id))
      .flatMap((id) => attendeeReferenceWrites(meetingId, "agenda", { after: id, pointer: pointerOf(id) })),
    ...[...old]
      .filter((id) => !now.has(id))
      .flatMap((id) => attendeeReferenceWrites(meetingId, "agenda", { before: id, pointer: "" })),
  ];
};
