import type { clientsRoutes } from "../../../../../lib/contract/routes/clients.ts";
import type { webhooksRoutes } from "../../../../../lib/contract/routes/webhooks.ts";
import { keys, lists } from "../../../../../lib/table/keys.ts";
import { type Given, idOf, type LeastOf } from "../given.ts";
import { current, named, noted, once, organisation, page, record, written } from "../needs.ts";

const oneClient = (given: Given) => current(keys.client(idOf(given, "clientId")));
const ofCommittee = ({ archive }: Given) => named(keys.tally(archive.committeeId));
const listed = ({ archive }: Given, list: string) => [
  ...current(keys.organisation(archive.committeeId)),
  ...page({ index: "byTenant", partition: lists.inTenant(archive.committeeId, list) }),
];

export const leastOfClients: LeastOf<keyof typeof clientsRoutes> = {
  createClient: [
    (given) => [
      ...once(given.after, given.asked.headers),
      ...organisation(given.archive.committeeId),
      ...record(keys.client(given.record.id)),
      ...ofCommittee(given),
    ],
  ],
  listClients: [(given) => listed(given, "client")],
  getClient: [oneClient],
  deleteClient: [
    (given) => [
      ...oneClient(given),
      ...record(keys.client(idOf(given, "clientId"))),
      ...noted(keys.client(idOf(given, "clientId"))),
      ...ofCommittee(given),
    ],
  ],
  renewClientSecret: [
    (given) => [
      ...once(given.after, given.asked.headers),
      ...oneClient(given),
      ...record(keys.client(idOf(given, "clientId"))),
    ],
  ],
};

const oneWebhook = (given: Given) => current(keys.webhook(idOf(given, "webhookId")));
/** How far it has come changes with every delivery, so apart from the record; the feed counts who follows it. */
const stateOf = (id: string) => written("work", keys.webhookState(id));
const followed = ({ archive }: Given) => written("work", keys.feedEnd(archive.committeeId));

export const leastOfWebhooks: LeastOf<keyof typeof webhooksRoutes> = {
  createWebhook: [
    (given) => [
      ...once(given.after, given.asked.headers),
      ...organisation(given.archive.committeeId),
      // It begins where its feed ends.
      ...current(keys.feedEnd(given.archive.committeeId)),
      ...record(keys.webhook(given.record.id)),
      ...stateOf(given.record.id),
      ...followed(given),
      ...ofCommittee(given),
    ],
  ],
  listWebhooks: [(given) => listed(given, "webhook")],
  getWebhook: [oneWebhook],
  updateWebhook: [
    (given) => [...oneWebhook(given), ...record(keys.webhook(given.record.id)), ...stateOf(given.record.id)],
  ],
  deleteWebhook: [
    (given) => {
      const id = idOf(given, "webhookId");
      return [
        ...oneWebhook(given),
        ...record(keys.webhook(id)),
        ...noted(keys.webhook(id)),
        ...stateOf(id),
        ...followed(given),
        ...ofCommittee(given),
      ];
    },
  ],
  listDeliveries: [
    (given) => {
      const { pk, sk } = keys.delivery(idOf(given, "webhookId"), "");
      return [...oneWebhook(given), ...page({ partition: pk, prefix: sk })];
    },
  ],
  replayWebhook: [
    (given) => [
      ...once(given.after, given.asked.headers),
      ...oneWebhook(given),
      ...record(keys.webhook(idOf(given, "webhookId"))),
      ...stateOf(idOf(given, "webhookId")),
    ],
  ],
};
