import type { Permissions } from "../../../infra/local/permissions/permissions.ts";
import { parseRolePolicy } from "../../../infra/local/permissions/policy.ts";

export const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });

export const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});

/** Adds a function whose role has a policy of these statements. */
export const addCaller = (permissions: Permissions, name: string, ...statements: object[]) => {
  const role = permissions.addRole(name);
  permissions.allow(name, parseRolePolicy(policy(...statements)));
  return permissions.assume(name, role);
};
