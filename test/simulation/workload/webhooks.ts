import type { Plan } from "../callers/retrying-caller.ts";
import { type Drawing, given, newest, someExternalIds } from "./context.ts";

/** Webhooks are those of their caller's own organisation: of a committee, or of the root. */
const someone = ({ random, all }: Drawing): string[] =>
  random.chance(0.5) ? [] : [...all.superiors.slice(0, 2), ...all.tenantIds.slice(0, 1)];

const create = (drawing: Drawing): Plan => {
  const path = someone(drawing);
  return {
    operation: "createWebhook",
    path,
    keyed: drawing.random.chance(0.9),
    body: given({ url: `https://receiver.example/${drawing.random.below(3)}`, externalIds: someExternalIds(drawing) }),
    learn: ({ id }) => drawing.known.webhooks.push({ id: String(id), path }),
  };
};

const change = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const webhook = newest(random, known.webhooks);
  const mark = `https://receiver.example/${random.below(1_000_000_000)}`;
  return (
    webhook && {
      operation: "updateWebhook",
      path: webhook.path,
      params: { webhookId: webhook.id },
      read: "getWebhook",
      mark,
      body: given({ url: mark, status: random.pick(["enabled", "disabled"]), externalIds: someExternalIds(drawing) }),
    }
  );
};

const remove = ({ random, known }: Drawing): Plan | undefined => {
  const webhook = newest(random, known.webhooks);
  return (
    webhook && {
      operation: "deleteWebhook",
      path: webhook.path,
      params: { webhookId: webhook.id },
      read: "getWebhook",
    }
  );
};

export const webhooks = [create, create, change, change, remove];
