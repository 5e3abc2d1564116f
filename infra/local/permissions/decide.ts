import type { Context, Rule } from "./policy.ts";

/** Where a rule stands: in the policy of the caller's role, or of the resource. */
export type Origin = "identity" | "resource";
export type Placed = Rule & { origin: Origin };

export type Decision =
  | { allowed: true; by: Placed }
  /** `by` is the rule that refuses; without one nothing allows it. */
  | { allowed: false; by?: Placed };

/** What must be given with every request, so that no policy can be decided without it. */
export type Asked = { action: string; resource: string };

/** The rules that speak of a request, whatever their conditions say. */
export const relevant = (rules: readonly Placed[], { action, resource }: Asked): Placed[] =>
  rules.filter(({ fitsAction, fitsResource }) => fitsAction(action) && fitsResource(resource));

/**
 * Decides as AWS does within one account: a rule that refuses wins over every rule that allows, and what none allows is refused.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(rules: readonly Placed[], context: Context): Decision {
  const holding = rules.filter(({ holds }) => holds === undefined || holds(context));
  const refusing = holding.find(({ effect }) => effect === "Deny");
  if (refusing) return { allowed: false, by: refusing };
  const allowing = holding.find(({ effect }) => effect === "Allow");
  return allowing ? { allowed: true, by: allowing } : { allowed: false };
}

/** A refusal in AWS's words. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function inWords(user: string, { action, resource }: Asked, by: Placed | undefined): string {
  const why = by
    ? `with an explicit deny in ${by.origin === "identity" ? "an identity-based" : "a resource-based"} policy`
    : `because no identity-based policy allows the ${action} action`;
  return `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
}
