import { randomBytes } from "node:crypto";
import {
  type AccessRequest,
  type AttachedRule,
  type Decision,
  decide,
  denialMessage,
  matchingRules,
} from "./decide.ts";
import type { ConditionContext } from "./policy.ts";

/** Finds callers by the id of their access key. */
export type Callers = { find(accessKeyId: string): IamCaller | undefined };

export type AccessKey = { accessKeyId: string; secretAccessKey: string };

/** A function with its access key and the policies of its role. */
export type IamCaller = {
  /** The name of the function. */
  name: string;
  credentials: AccessKey;
  /** The error message of AWS when access is denied; undefined when it is allowed. */
  denialOf(request: AccessRequest, context?: ConditionContext): string | undefined;
};

/** Cached decisions of a caller; there is no limit to the keys of objects. */
const maxCached = 10_000;

type CallerSettings = {
  name: string;
  /** The ARN of the assumed role. */
  user: string;
  /** All rules that can apply to its requests. */
  rules(): readonly AttachedRule[];
  /** Called with the rule that allows a request. */
  onAllowed(rule: AttachedRule): void;
};

export type CachingCaller = IamCaller & { clearCache(): void };

/**
 * Caches decisions without conditions by action and resource, so that a request costs one look-up. The id of the access key
 * is as long as a secret, since some local services check only the id.
 */
export const createCaller = ({ name, user, rules, onAllowed }: CallerSettings): CachingCaller => {
  const cache = new Map<string, (context: ConditionContext) => Decision>();
  const decider = (request: AccessRequest) => {
    const matching = matchingRules(rules(), request);
    if (matching.some(({ condition }) => condition !== undefined))
      return (context: ConditionContext) => decide(matching, context);
    const decision = decide(matching, {});
    return () => decision;
  };
  return {
    name,
    credentials: { accessKeyId: randomBytes(16).toString("hex"), secretAccessKey: randomBytes(20).toString("hex") },
    denialOf(request, context = {}) {
      const key = `${request.action} ${request.resource}`;
      let decideIn = cache.get(key);
      if (decideIn === undefined) {
        if (cache.size >= maxCached) cache.clear();
        decideIn = decider(request);
        cache.set(key, decideIn);
      }
      const decision = decideIn(context);
      if (!decision.allowed) return denialMessage(user, request, decision.by);
      onAllowed(decision.by);
      return undefined;
    },
    clearCache: () => cache.clear(),
  };
};

/** An error with the exception name of the JSON services. */
export type AccessError = { type: string; message: string };

/** The id of the access key that signed a request. */
const credentialPattern = /Credential=([\w-]+)\//;

/** Finds the caller by the `Authorization` header; returns an error for an unknown one. */
export const authenticateCaller = (callers: Callers, authorization: string | undefined): IamCaller | AccessError => {
  const id = credentialPattern.exec(authorization ?? "")?.[1];
  if (id === undefined) return { type: "MissingAuthenticationTokenException", message: "Missing Authentication Token" };
  const unknown = {
    type: "UnrecognizedClientException",
    message: "The security token included in the request is invalid.",
  };
  return callers.find(id) ?? unknown;
};

/** The error of the first denied access, or undefined. */
export const firstDenial = (
  caller: IamCaller,
  requests: readonly AccessRequest[],
  context?: ConditionContext,
): AccessError | undefined => {
  for (const request of requests) {
    const message = caller.denialOf(request, context);
    if (message !== undefined) return { type: "AccessDeniedException", message };
  }
  return undefined;
};
