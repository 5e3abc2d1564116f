import { recordKindList } from "./kinds.ts";

/** What happens to a record, as far as a reader of the feed sees. */
export const changeVerbs = ["created", "updated", "deleted"] as const;
export type ChangeVerb = (typeof changeVerbs)[number];

/** What happens to a person's data without a change of the record; told in the audit alone. */
export const auditVerbs = ["exported", "erased"] as const;
export type AuditVerb = (typeof auditVerbs)[number];

/** Every type of the change feed: `member.created`. */
export const changeTypes = recordKindList.flatMap((kind) => changeVerbs.map((verb) => `${kind}.${verb}` as const));
export type ChangeType = (typeof changeTypes)[number];
export const auditTypes = [...changeTypes, ...auditVerbs.map((verb) => `member.${verb}` as const)];
export type AuditType = (typeof auditTypes)[number];

/** Stands as client where the service itself changed something: a photo that was checked, one that expired. */
export const serviceClient = "service";
