import * as z from "zod/mini";
import {
  externalIdQuery,
  id,
  itemFields,
  name,
  pageOf,
  pageQuery,
  recordFields,
  reference,
  rejectIf,
  sharedInput,
  sharedRecord,
} from "../shared/schema.ts";
import { type Scope, scopes } from "../vocabulary/token.ts";

const scopeList = z.array(z.enum(scopes));
const repeats = (list: Scope[]) => new Set(list).size < list.length;

/** Fields of input and record, except the organisation. */
const details = {
  name,
  scopes: scopeList.check(
    z.minLength(1),
    rejectIf(repeats, "duplicate"),
    z.meta({ uniqueItems: true, description: "Scopes of the client; the caller must have them too." }),
  ),
};

/** A client (hệ thống gọi vào) as callers send it. Default organisation: the caller's own, or none for the root. */
export const clientInput = z.strictObject({ organisationId: z.optional(reference), ...details, ...sharedInput });
export type ClientInput = z.output<typeof clientInput>;

/** `organisationId` is absent for a client of the root. */
const clientFields = { ...recordFields, organisationId: z.optional(id), ...details, ...sharedRecord };

export const clientRecord = z.object({ ...clientFields, clientId: id });
export type Client = z.output<typeof clientRecord>;

/** The only response with the secret: it is absent when an idempotent request is repeated. */
export const clientWithSecret = z.object({ ...clientFields, clientId: id, clientSecret: z.optional(z.string()) });

export const clientPage = pageOf(clientRecord);

export const clientQuery = z.strictObject({
  organisationId: z.optional(z.string()),
  externalId: externalIdQuery,
  ...pageQuery,
});
export type ClientQuery = z.output<typeof clientQuery>;

const storedSecret = z.object({ salt: z.string(), hash: z.string() });
/** A salt, and the SHA-256 of salt and secret, both base64url. */
export type StoredSecret = z.output<typeof storedSecret>;

/** A replaced secret; it expires at the RFC 3339 instant `until`. */
const retiredSecret = z.extend(storedSecret, { until: z.string() });
export type RetiredSecret = z.output<typeof retiredSecret>;

export const clientItem = z.object({
  ...itemFields,
  ...clientFields,
  /** A committee, or `ROOT`. */
  tenantId: z.string(),
  secret: storedSecret,
  retired: z.array(retiredSecret),
});
