import type { Grant } from "../../../../infra/local/permissions/permissions.ts";
import type { FunctionName } from "../../../../lib/contract/functions.ts";

/** The function of a role: `dangbo-local-api-OrganisationsRole088A923F` is that of `organisations`. */
export const functionOf = ({ role }: Pick<Grant, "role">): FunctionName => {
  const [, name = ""] = /-(\w+)Role[0-9A-F]{8}$/.exec(role) ?? [];
  return (name.charAt(0).toLowerCase() + name.slice(1)) as FunctionName;
};

/** A grant in words that are the same at every run. */
export const inWords = (grant: Grant): string => {
  const resource = grant.resource
    .replace(/^arn:aws:[\w-]+:[\w-]*:\d*:/, "")
    .replace(/table\/[\w-]+\/stream.*/, "the stream")
    .replace(/table\/[\w-]+/, "the table")
    .replace(/^log-group:.*/, "its logs")
    .replace(/^key\/.*/, "the key");
  return `${functionOf(grant)}: ${grant.action} on ${resource}`;
};
