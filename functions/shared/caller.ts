import type { Caller } from "../../lib/records/request-context.ts";
import { Problem } from "../../lib/shared/problem.ts";
import { claimNames, rootOrganisation, type Scope, scopes } from "../../lib/vocabulary/token.ts";
import type { ApiEvent } from "./event.ts";

/** The caller, from the claims that the gateway has verified. Throws `unauthorized` without claims. */
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

/** Throws `forbidden` where a body makes a record restricted, which only administrators may: others cannot see it afterwards. */
export const requireScopeOfBody = ({ scopes: granted }: Caller, body: unknown): void => {
  const visibility = typeof body === "object" && body !== null && "visibility" in body ? body.visibility : undefined;
  if (visibility === "restricted" && !granted.includes("dangbo/admin")) throw new Problem("forbidden");
};

/** Checks the scope again that the gateway has checked, in case a route is misconfigured there. */
export const requireScope = (caller: Caller, scope: Scope): void => {
  if (!caller.scopes.includes(scope)) throw new Problem("forbidden");
};
