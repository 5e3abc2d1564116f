import { randomBytes } from "node:crypto";
import { type Asked, type Decision, decide, inWords, type Placed, relevant } from "./decide.ts";
import type { Callers } from "./permissions.ts";
import type { Context } from "./policy.ts";

/** What a caller signs with. */
export type AccessKey = { accessKeyId: string; secretAccessKey: string };

/** A function as AWS's services see it: by the key in its variables, with the rules of its role. */
export type Caller = {
  /** The function. */
  name: string;
  credentials: AccessKey;
  /** Why it may not, in AWS's words; undefined where it may. */
  refused(asked: Asked, context?: Context): string | undefined;
};

/** Decisions remembered for a caller; keys of objects are without end. */
const remembered = 10_000;

type Settings = {
  name: string;
  /** The ARN of the role it has taken. */
  user: string;
  /** All that may speak of its calls. */
  rules(): readonly Placed[];
  /** Hears which rule has allowed what. */
  onAllowed(by: Placed): void;
};

export type RememberingCaller = Caller & { forget(): void };

/**
 * What no condition speaks of is decided once for each action and resource: a call then costs one look-up.
 * The id of a key is as long as a secret, for those services here that look at nothing else.
 */
export function createCaller({ name, user, rules, onAllowed }: Settings): RememberingCaller {
  const known = new Map<string, (context: Context) => Decision>();
  const decider = (asked: Asked) => {
    const speaking = relevant(rules(), asked);
    if (speaking.some(({ holds }) => holds !== undefined)) return (context: Context) => decide(speaking, context);
    const decision = decide(speaking, {});
    return () => decision;
  };
  const told = (asked: Asked, decision: Decision) => {
    if (!decision.allowed) return inWords(user, asked, decision.by);
    onAllowed(decision.by);
    return undefined;
  };
  return {
    name,
    credentials: { accessKeyId: randomBytes(16).toString("hex"), secretAccessKey: randomBytes(20).toString("hex") },
    refused(asked, context = {}) {
      const key = `${asked.action} ${asked.resource}`;
      let decideIn = known.get(key);
      if (decideIn === undefined) {
        if (known.size >= remembered) known.clear();
        decideIn = decider(asked);
        known.set(key, decideIn);
      }
      return told(asked, decideIn(context));
    },
    forget: () => known.clear(),
  };
}

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
