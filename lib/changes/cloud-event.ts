import { eventTypePrefix } from "../vocabulary/events.ts";
import { changeVerbFor } from "./audience.ts";
import type { FeedEntry } from "./items.ts";

/** A change as a CloudEvent 1.0; undefined for entries of the audit only. The bus belongs to the operator, who sees every change. */
export const cloudEventOf = (change: FeedEntry): object | undefined => {
  const verb = change.special ? undefined : changeVerbFor({ organisationId: null, isAdmin: true }, change);
  if (!verb) return undefined;
  const { id, at, kind, resourceId, href, client, before, after } = change;
  const type = `${kind}.${verb}`;
  return {
    specversion: "1.0",
    id,
    source: "/v1",
    type: `${eventTypePrefix}${type}`,
    subject: href,
    time: at,
    datacontenttype: "application/json",
    data: {
      id,
      at,
      type,
      resource: { kind, id: resourceId, href },
      client,
      /** From the top down, so that a rule can choose a subtree. */
      organisations: (after ?? before)?.path ?? [],
      restricted: (after ?? before)?.adminOnly ?? false,
    },
  };
};
