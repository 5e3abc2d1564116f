import * as z from "zod/mini";
import { name, reference, title } from "../shared/schema.ts";

/** Items of an agenda, so that it and the presenters it names are read in one call of 100 keys. */
const agendaMaximum = 90;
/** Agenda items and points of guidance are numbered by people. */
export const itemNumber = z.int().check(z.gte(1), z.lte(9_999));

const agendaItem = {
  number: itemNumber,
  title,
  kind: z.optional(name),
  presenterId: z.optional(reference),
};

/** The agenda of a meeting, whole. `presenterId` is an attendee of the meeting. */
export const agendaInput = z.strictObject({
  items: z.array(z.strictObject(agendaItem)).check(z.maxLength(agendaMaximum)),
});
export type AgendaInput = z.output<typeof agendaInput>;

/** An agenda in order of its numbers; without times of making as long as none was set. */
export const agendaRecord = z.object({
  items: z.array(z.object(agendaItem)),
  createdAt: z.optional(z.string()),
  updatedAt: z.optional(z.string()),
});
export type Agenda = z.output<typeof agendaRecord>;
