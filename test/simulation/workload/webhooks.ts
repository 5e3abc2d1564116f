import type { Plan } from "../callers/retrying-caller.ts";
import { newest, randomExternalIds, type WorkloadContext, withoutUndefined } from "./context.ts";

/** Webhooks belong to the organisation of their caller: a committee or the root. */
const someone = ({ random, all }: WorkloadContext): string[] =>
  random.chance(0.5) ? [] : [...all.superiors.slice(0, 2), ...all.tenantIds.slice(0, 1)];

const create = (context: WorkloadContext): Plan => {
  const path = someone(context);
  return {
    operation: "createWebhook",
    path,
    withKey: context.random.chance(0.9),
    body: withoutUndefined({
      url: `https://receiver.example/${context.random.below(3)}`,
      externalIds: randomExternalIds(context),
    }),
    onSuccess: ({ id }) => context.known.webhooks.push({ id: String(id), path }),
  };
};

const change = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  const webhook = newest(random, known.webhooks);
  const marker = `https://receiver.example/${random.below(1_000_000_000)}`;
  return (
    webhook && {
      operation: "updateWebhook",
      path: webhook.path,
      params: { webhookId: webhook.id },
      read: "getWebhook",
      marker,
      body: withoutUndefined({
        url: marker,
        status: random.pick(["enabled", "disabled"]),
        externalIds: randomExternalIds(context),
      }),
    }
  );
};

const remove = ({ random, known }: WorkloadContext): Plan | undefined => {
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
