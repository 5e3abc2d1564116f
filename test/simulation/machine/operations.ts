import { operations as articles } from "../../../functions/articles/operations.ts";
import { operations as awards } from "../../../functions/awards/operations.ts";
import { createClient } from "../../../functions/clients/create-client.ts";
import { deleteClient } from "../../../functions/clients/delete-client.ts";
import { getClient } from "../../../functions/clients/get-client.ts";
import { renewClientSecret } from "../../../functions/clients/renew-client-secret.ts";
import { operations as meetings } from "../../../functions/meetings/operations.ts";
import { operations as members } from "../../../functions/members/operations.ts";
import { createOrganisation } from "../../../functions/organisations/create-organisation.ts";
import { deleteOrganisation } from "../../../functions/organisations/delete-organisation.ts";
import { getOrganisation } from "../../../functions/organisations/get-organisation.ts";
import { putOrganisationByExternalId } from "../../../functions/organisations/put-organisation-by-external-id.ts";
import { updateOrganisation } from "../../../functions/organisations/update-organisation.ts";
import { createPhotoOperations, createPhotoReplays } from "../../../functions/photos/operations.ts";
import { operation } from "../../../functions/shared/operation.ts";
import { deleteWebhook } from "../../../functions/webhooks/delete-webhook.ts";
import { getWebhook } from "../../../functions/webhooks/get-webhook.ts";
import { uploadsPrefix } from "../../../lib/contract/environment.ts";
import { webhooksRoutes } from "../../../lib/contract/routes/webhooks.ts";
import type { UploadSettings } from "../../../lib/photos/announce.ts";
import { createWebhook, type ReceiverCheck, updateWebhook } from "../../../lib/webhooks/writes.ts";
import { testPhotoPresenter } from "../../support/gallery.ts";

/** Upload URLs that lead nowhere and name the key: signing asks nobody, so nothing of it belongs to a simulation. */
const uploads = (): UploadSettings => ({
  prefix: uploadsPrefix,
  signer: {
    sign: async ({ key }, now) => ({
      method: "PUT",
      url: `https://storage.example/${key}`,
      headers: {},
      expiresAt: now,
    }),
  },
});

/** Every name leads to a public address, at once. */
const reaching: ReceiverCheck = { receivers: { loopback: false }, resolve: async () => ["93.184.215.14"] };
const secret = "whsec_c2ltdWxhdGVk";

/** Every operation that writes a record, and those by which a careful caller looks at one. */
export const operations = {
  ...articles,
  ...meetings,
  ...members,
  createOrganisation,
  getOrganisation,
  updateOrganisation,
  deleteOrganisation,
  putOrganisationByExternalId,
  ...awards,
  createClient,
  getClient,
  deleteClient,
  renewClientSecret,
  ...createPhotoOperations({ uploads, presenterFor: () => testPhotoPresenter }),
  createWebhook: operation(webhooksRoutes.createWebhook, (request, context) =>
    createWebhook(context, request.validation(), secret, reaching, "en"),
  ),
  updateWebhook: operation(webhooksRoutes.updateWebhook, (request, context) =>
    updateWebhook(context, request.params.webhookId, request.ifMatch, request.patched, reaching, "en"),
  ),
  getWebhook,
  deleteWebhook,
};
export type SimulatedOperation = keyof typeof operations;

export const replays = createPhotoReplays(uploads);
