import type { ConditionContext, PolicyRule } from "./policy.ts";

/** A rule of the policy of the caller's role, or of the resource. */
export type AttachedRule = PolicyRule & { attachedTo: "identity" | "resource" };

export type Decision =
  | { allowed: true; by: AttachedRule }
  /** `by` is the denying rule; without one no rule allows the request. */
  | { allowed: false; by?: AttachedRule };

/** The action and resource of a request. */
export type AccessRequest = { action: string; resource: string };

/** The rules for an action and resource, regardless of their conditions. */
export const matchingRules = (rules: readonly AttachedRule[], { action, resource }: AccessRequest): AttachedRule[] =>
  rules.filter(({ matchesAction, matchesResource }) => matchesAction(action) && matchesResource(resource));

/**
 * Decides as AWS does within one account: an explicit deny overrides every allow, and without an allow access is denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const decide = (rules: readonly AttachedRule[], context: ConditionContext): Decision => {
  const applicable = rules.filter(({ condition }) => condition === undefined || condition(context));
  const denying = applicable.find(({ effect }) => effect === "Deny");
  if (denying) return { allowed: false, by: denying };
  const allowing = applicable.find(({ effect }) => effect === "Allow");
  return allowing ? { allowed: true, by: allowing } : { allowed: false };
};

/** The error message of AWS. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export const denialMessage = (
  user: string,
  { action, resource }: AccessRequest,
  by: AttachedRule | undefined,
): string => {
  const reason = by
    ? `with an explicit deny in ${by.attachedTo === "identity" ? "an identity-based" : "a resource-based"} policy`
    : `because no identity-based policy allows the ${action} action`;
  return `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
};
