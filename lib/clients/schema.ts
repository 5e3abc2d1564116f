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

/** What callers send of a client (hệ thống gọi vào). Without `organisationId` it belongs to the caller's own, or to the root. */
export const clientInput = z.strictObject({
  organisationId: z.optional(reference),
  name,
  scopes: scopeList.check(
    z.minLength(1),
    rejectIf(repeats, "duplicate"),
    z.meta({ uniqueItems: true, description: "Scopes of the client; the caller must have them too." }),
  ),
  ...sharedInput,
});
export type ClientInput = z.output<typeof clientInput>;

const clientFields = {
  ...recordFields,
  /** None for a client of the root. */
  organisationId: z.optional(id),
  name: z.string(),
  scopes: scopeList,
  ...sharedRecord,
};

export const clientRecord = z.object({ ...clientFields, clientId: id });
export type Client = z.output<typeof clientRecord>;

/** The answer that shows a secret: never again, also not when the same request is answered once more. */
export const clientWithSecret = z.object({ ...clientFields, clientId: id, clientSecret: z.optional(z.string()) });

export const clientPage = pageOf(clientRecord);

export const clientQuery = z.strictObject({
  organisationId: z.optional(z.string()),
  externalId: externalIdQuery,
  ...pageQuery,
});
export type ClientQuery = z.output<typeof clientQuery>;

const storedSecret = z.object({ salt: z.string(), hash: z.string() });
/** What is kept of a secret: a salt and the SHA-256 of salt and secret, both base64url. */
export type StoredSecret = z.output<typeof storedSecret>;

/** A secret that has been replaced; `until` is the RFC 3339 instant from which it opens nothing. */
const retiredSecret = z.extend(storedSecret, { until: z.string() });
export type RetiredSecret = z.output<typeof retiredSecret>;

export const clientItem = z.object({
  ...itemFields,
  ...clientFields,
  /** The grassroots committee or superior it lives in; `ROOT` for the root's. */
  tenantId: z.string(),
  secret: storedSecret,
  retired: z.array(retiredSecret),
});
