import { randomBytes } from "node:crypto";
import type { Context } from "./condition.ts";
import { type Asked, type Decision, decide, inWords, type Placed, relevant } from "./decide.ts";

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
