import type { FieldError } from "../vocabulary/field-errors.ts";
import type { AgendaInput } from "./agenda-schema.ts";
import type { AttendeeInput } from "./attendee-schema.ts";

/** Places of a list that say again what an earlier one said. */
const repeated = <T>(values: readonly (T | undefined)[]): number[] =>
  values.flatMap((value, i) => (value !== undefined && values.indexOf(value) < i ? [i] : []));

const duplicate = (pointer: string): FieldError => ({ pointer, code: "duplicate" });

/** What cannot be true of an agenda: two items of one number. */
export const agendaFaults = (items: AgendaInput["items"]): FieldError[] =>
  repeated(items.map(({ number }) => number)).map((i) => duplicate(`/items/${i}/number`));

const who = "memberId, guest, group";

/** What cannot be true of attendees that come together; `undefined` stands for one with faults of its own. */
export const attendeesFaults = (attendees: readonly (AttendeeInput | undefined)[]): FieldError[] => [
  ...attendees.flatMap((attendee, i): FieldError[] => {
    if (!attendee) return [];
    const named = [attendee.memberId, attendee.guest, attendee.group].filter((one) => one !== undefined);
    return named.length === 1 ? [] : [{ pointer: `/attendees/${i}`, code: "exactly-one", values: { fields: who } }];
  }),
  ...attendees.flatMap((attendee, i) => rolesFaults(attendee?.roles ?? [], `/attendees/${i}`)),
  ...repeated(attendees.map((attendee) => attendee?.memberId)).map((i) => duplicate(`/attendees/${i}/memberId`)),
];

/** Roles that stand there twice. */
export const rolesFaults = (roles: readonly string[], pointer = ""): FieldError[] =>
  repeated(roles).map((i) => duplicate(`${pointer}/roles/${i}`));
