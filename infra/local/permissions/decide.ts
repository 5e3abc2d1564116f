import type { ConditionContext, PolicyRule } from "./policy.ts";

/** Where a rule stands: in the policy of the caller's role, or of the resource. */
export type Origin = "identity" | "resource";
export type AttachedRule = PolicyRule & { origin: Origin };

export type Decision =
  | { allowed: true; by: AttachedRule }
  /** `by` is the rule that refuses; without one nothing allows it. */
  | { allowed: false; by?: AttachedRule };

/** What must be given with every request, so that no policy can be decided without it. */
export type AccessRequest = { action: string; resource: string };

/** The rules that speak of a request, whatever their conditions say. */
export const matchingRules = (rules: readonly AttachedRule[], { action, resource }: AccessRequest): AttachedRule[] =>
  rules.filter(
    ({ matchesAction: fitsAction, matchesResource: fitsResource }) => fitsAction(action) && fitsResource(resource),
  );

/**
 * Decides as AWS does within one account: a rule that refuses wins over every rule that allows, and what none allows is refused.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const decide = (rules: readonly AttachedRule[], context: ConditionContext): Decision => {
  const holding = rules.filter(({ condition: holds }) => holds === undefined || holds(context));
  const refusing = holding.find(({ effect }) => effect === "Deny");
  if (refusing) return { allowed: false, by: refusing };
  const allowing = holding.find(({ effect }) => effect === "Allow");
  return allowing ? { allowed: true, by: allowing } : { allowed: false };
};

/** A refusal in AWS's words. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export const denialMessage = (
  user: string,
  { action, resource }: AccessRequest,
  by: AttachedRule | undefined,
): string => {
  const why = by
    ? `with an explicit deny in ${by.origin === "identity" ? "an identity-based" : "a resource-based"} policy`
    : `because no identity-based policy allows the ${action} action`;
  return `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
};
