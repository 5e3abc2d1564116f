/** Kinds of records that change, and where each can be read. `{of}` is the member or meeting that a part belongs to. */
export const changeKinds = {
  organisation: "/v1/organisations/{id}",
  member: "/v1/members/{id}",
  "history-entry": "/v1/members/{of}/history/{id}",
  meeting: "/v1/meetings/{id}",
  agenda: "/v1/meetings/{of}/agenda",
  attendee: "/v1/meetings/{of}/attendees/{id}",
  document: "/v1/meetings/{of}/documents/{id}",
  vote: "/v1/meetings/{of}/votes/{id}",
  guidance: "/v1/meetings/{of}/guidance/{id}",
  award: "/v1/awards/{id}",
  photo: "/v1/photos/{id}",
  article: "/v1/meetings/{of}/article",
  client: "/v1/clients/{id}",
  webhook: "/v1/webhooks/{id}",
} as const;

export type ChangeKind = keyof typeof changeKinds;
export const changeKindList = Object.keys(changeKinds) as ChangeKind[];

/** What happens to a record, as far as a reader of the feed sees. */
export const changeVerbs = ["created", "updated", "deleted"] as const;
export type ChangeVerb = (typeof changeVerbs)[number];

/** What happens to a person's data without a change of the record; told in the audit alone. */
export const auditVerbs = ["exported", "erased"] as const;
export type AuditVerb = (typeof auditVerbs)[number];

/** Every type of the change feed: `member.created`. */
export const changeTypes = changeKindList.flatMap((kind) => changeVerbs.map((verb) => `${kind}.${verb}` as const));
export type ChangeType = (typeof changeTypes)[number];
export const auditTypes = [...changeTypes, ...auditVerbs.map((verb) => `member.${verb}` as const)];
export type AuditType = (typeof auditTypes)[number];

/** Stands as client where the service itself changed something: a photo that was checked, one that expired. */
export const serviceClient = "service";

/** Where a record can be read. */
export const hrefOf = (kind: ChangeKind, id: string, of: string): string =>
  changeKinds[kind].replace("{of}", of).replace("{id}", id);
