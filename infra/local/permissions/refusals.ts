import type { Caller } from "./caller.ts";
import type { Context } from "./condition.ts";
import type { Asked } from "./decide.ts";
import type { Callers } from "./permissions.ts";

/** A refusal by the name services that speak JSON give it. */
export type AccessRefusal = { type: string; message: string };

/** The id of the key that a request is signed with. */
const credential = /Credential=([\w-]+)\//;

/** Who calls, by the `Authorization` of a request; the refusal where nobody known does. */
export function callerOf(callers: Callers, authorization: string | undefined): Caller | AccessRefusal {
  const id = credential.exec(authorization ?? "")?.[1];
  if (id === undefined) return { type: "MissingAuthenticationTokenException", message: "Missing Authentication Token" };
  const unknown = {
    type: "UnrecognizedClientException",
    message: "The security token included in the request is invalid.",
  };
  return callers.find(id) ?? unknown;
}

/** The first refusal among all that a request asks for. */
export function refusalOf(caller: Caller, asked: readonly Asked[], context?: Context): AccessRefusal | undefined {
  for (const each of asked) {
    const message = caller.refused(each, context);
    if (message !== undefined) return { type: "AccessDeniedException", message };
  }
  return undefined;
}
