import { newest, type PlanGenerator, perhaps, randomExternalIds, remember, remove, update } from "./context.ts";

const addClient: PlanGenerator = (context) => {
  const { random, known } = context;
  return {
    operation: "createClient",
    withKey: random.chance(0.9),
    body: {
      organisationId: perhaps(random, 0.8, [...known.tenantIds, ...known.cells]),
      name: context.marker(),
      scopes: ["dangbo/read"],
      externalIds: randomExternalIds(context),
    },
    onSuccess: remember(known.clients),
  };
};

const renewSecret: PlanGenerator = ({ random, known }) => {
  const clientId = random.pick(known.clients);
  return clientId === undefined ? undefined : { operation: "renewClientSecret", params: { clientId }, withKey: true };
};

const removeClient: PlanGenerator = ({ random, known }) => remove("Client", random.pick(known.clients));

export const clients = [addClient, addClient, renewSecret, renewSecret, removeClient];

/** Webhooks belong to the organisation of their caller: a committee or the root. */
const addWebhook: PlanGenerator = (context) => {
  const { random, known, all } = context;
  const path = random.chance(0.5) ? [] : [...all.superiors.slice(0, 2), ...all.tenantIds.slice(0, 1)];
  return {
    operation: "createWebhook",
    path,
    withKey: random.chance(0.9),
    body: { url: `https://receiver.example/${random.below(3)}`, externalIds: randomExternalIds(context) },
    onSuccess: ({ id }) => known.webhooks.push({ id: String(id), path }),
  };
};

const changeWebhook: PlanGenerator = (context) =>
  update(context, "Webhook", newest(context.random, context.known.webhooks), (marker) => ({
    url: `https://receiver.example/${marker}`,
    status: context.random.pick(["enabled", "disabled"]),
    externalIds: randomExternalIds(context),
  }));

const removeWebhook: PlanGenerator = ({ random, known }) => remove("Webhook", newest(random, known.webhooks));

export const webhooks = [addWebhook, addWebhook, changeWebhook, changeWebhook, removeWebhook];
