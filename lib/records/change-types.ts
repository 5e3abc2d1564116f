import { recordKindList } from "./kinds.ts";

/** What a change does to a record for a reader of the feed. */
export const changeVerbs = ["created", "updated", "deleted"] as const;
export type ChangeVerb = (typeof changeVerbs)[number];

/** Requests about a person's data that change no record; published in the audit only. */
export const auditVerbs = ["exported", "erased"] as const;
export type AuditVerb = (typeof auditVerbs)[number];

/** Every type of the change feed: `member.created`. */
export const changeTypes = recordKindList.flatMap((kind) => changeVerbs.map((verb) => `${kind}.${verb}` as const));
export type ChangeType = (typeof changeTypes)[number];
export const auditTypes = [...changeTypes, ...auditVerbs.map((verb) => `member.${verb}` as const)];
export type AuditType = (typeof auditTypes)[number];

/** The client of changes by the service itself: a photo that was checked or expired. */
export const serviceClient = "service";
