import { randomBytes } from "node:crypto";
import {
  type AccessRequest,
  type AttachedRule,
  type Decision,
  decide,
  denialMessage,
  matchingRules,
} from "./decide.ts";
import type { Callers } from "./permissions.ts";
import type { ConditionContext } from "./policy.ts";

/** What a caller signs with. */
export type AccessKey = { accessKeyId: string; secretAccessKey: string };

/** A function as AWS's services see it: by the key in its variables, with the rules of its role. */
export type Caller = {
  /** The function. */
  name: string;
  credentials: AccessKey;
  /** Why it may not, in AWS's words; undefined where it may. */
  denialOf(asked: AccessRequest, context?: ConditionContext): string | undefined;
};

/** Decisions remembered for a caller; keys of objects are without end. */
const remembered = 10_000;

type Settings = {
  name: string;
  /** The ARN of the role it has taken. */
  user: string;
  /** All that may speak of its calls. */
  rules(): readonly AttachedRule[];
  /** Hears which rule has allowed what. */
  onAllowed(by: AttachedRule): void;
};

export type CachingCaller = Caller & { forget(): void };

/**
 * What no condition speaks of is decided once for each action and resource: a call then costs one look-up.
 * The id of a key is as long as a secret, for those services here that look at nothing else.
 */
export const createCaller = ({ name, user, rules, onAllowed }: Settings): CachingCaller => {
  const known = new Map<string, (context: ConditionContext) => Decision>();
  const decider = (asked: AccessRequest) => {
    const speaking = matchingRules(rules(), asked);
    if (speaking.some(({ condition: holds }) => holds !== undefined))
      return (context: ConditionContext) => decide(speaking, context);
    const decision = decide(speaking, {});
    return () => decision;
  };
  const told = (asked: AccessRequest, decision: Decision) => {
    if (!decision.allowed) return denialMessage(user, asked, decision.by);
    onAllowed(decision.by);
    return undefined;
  };
  return {
    name,
    credentials: { accessKeyId: randomBytes(16).toString("hex"), secretAccessKey: randomBytes(20).toString("hex") },
    denialOf(asked, context = {}) {
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
};

/** A refusal by the name services that speak JSON give it. */
export type AccessError = { type: string; message: string };

/** The id of the key that a request is signed with. */
const credential = /Credential=([\w-]+)\//;

/** Who calls, by the `Authorization` of a request; the refusal where nobody known does. */
export const authenticateCaller = (callers: Callers, authorization: string | undefined): Caller | AccessError => {
  const id = credential.exec(authorization ?? "")?.[1];
  if (id === undefined) return { type: "MissingAuthenticationTokenException", message: "Missing Authentication Token" };
  const unknown = {
    type: "UnrecognizedClientException",
    message: "The security token included in the request is invalid.",
  };
  return callers.find(id) ?? unknown;
};

/** The first refusal among all that a request asks for. */
export const firstDenial = (
  caller: Caller,
  asked: readonly AccessRequest[],
  context?: ConditionContext,
): AccessError | undefined => {
  for (const each of asked) {
    const message = caller.denialOf(each, context);
    if (message !== undefined) return { type: "AccessDeniedException", message };
  }
  return undefined;
};
