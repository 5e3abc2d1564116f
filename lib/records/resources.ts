/** Kinds of records and where each can be read. */
export const resources = {
  organisation: "/v1/organisations/",
  member: "/v1/members/",
  meeting: "/v1/meetings/",
  award: "/v1/awards/",
  photo: "/v1/photos/",
  client: "/v1/clients/",
  webhook: "/v1/webhooks/",
} as const;

export type ResourceKind = keyof typeof resources;

/** A record as an answer refers to it. */
export const refer = (kind: ResourceKind, id: string) => ({ kind, id, href: `${resources[kind]}${id}` });
