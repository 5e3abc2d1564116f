import type { Caller } from "../../lib/records/request-context.ts";
import { Problem } from "../../lib/shared/problem.ts";
import { type Scope, scopes } from "../../lib/vocabulary/scopes.ts";
import { claimNames, rootOrganisation } from "../../lib/vocabulary/token.ts";
import type { ApiEvent } from "./event.ts";

/** Who is asking, from the claims the gateway has verified. Throws `unauthorized` where there are none. */
export const callerOf = (event: ApiEvent): Caller => {
  const claims = "authorizer" in event.requestContext ? event.requestContext.authorizer.jwt.claims : undefined;
  const clientId = claims?.client_id;
  const organisation = claims?.[claimNames.organisation];
  if (!claims || typeof clientId !== "string" || typeof organisation !== "string") throw new Problem("unauthorized");
  const granted = String(claims.scope ?? "").split(" ");
  return {
    clientId,
    scopes: scopes.filter((scope) => granted.includes(scope)),
    organisationId: organisation === rootOrganisation ? null : organisation,
    path: String(claims[claimNames.path] ?? "")
      .split("/")
      .filter(Boolean),
  };
};

/** The gateway checks scopes first; this is the second lock of the same door. */
export const requireScope = (caller: Caller, scope: Scope): void => {
  if (!caller.scopes.includes(scope)) throw new Problem("forbidden");
};
