import type { Grant } from "../../../../infra/local/permissions/permissions.ts";
import type { FunctionName } from "../../../../lib/contract/functions.ts";
import { type Journey, type JourneyService, ownRole } from "./journey-service.ts";

/** The function of a role: `dangbo-local-api-OrganisationsRole088A923F` belongs to `organisations`. */
export const functionOf = ({ role }: Pick<Grant, "role">): FunctionName => {
  const [, name = ""] = /-(\w+)Role[0-9A-F]{8}$/.exec(role) ?? [];
  return (name.charAt(0).toLowerCase() + name.slice(1)) as FunctionName;
};

/** Describes a grant in the same words in every run. */
export const describeGrant = (grant: Grant): string => {
  const resource = grant.resource
    .replace(/^arn:aws:[\w-]+:[\w-]*:\d*:/, "")
    .replace(/table\/[\w-]+\/stream.*/, "the stream")
    .replace(/table\/[\w-]+/, "the table")
    .replace(/^log-group:.*/, "its logs")
    .replace(/^key\/.*/, "the key");
  return `${functionOf(grant)}: ${grant.action} on ${resource}`;
};

/** The grants of the template, without those of the journeys' own role. */
export const grantsOf = ({ permissions }: JourneyService): Grant[] =>
  permissions.grants().filter(({ role }) => role !== ownRole);

/** A grant, and the journeys that use it. */
export type GrantUse = { grant: Grant; journeys: Journey[] };

const isSameGrant = (one: Grant) => (other: Grant) =>
  one.role === other.role && one.action === other.action && one.resource === other.resource;

/** Runs every journey and records which grants it uses. Throws with the title of a journey that fails. */
export const recordUses = async (service: JourneyService, journeys: readonly Journey[]): Promise<GrantUse[]> => {
  const uses = grantsOf(service).map((grant): GrantUse => ({ grant, journeys: [] }));
  for (const journey of journeys) {
    service.permissions.resetUsedGrants();
    await journey.run(service).catch((error: unknown) => {
      throw new Error(`The journey "${journey.title}" failed: ${String(error)}`);
    });
    const used = service.permissions.usedGrants();
    for (const { grant, journeys: by } of uses)
      if (journey.functions.includes(functionOf(grant)) && used.some(isSameGrant(grant))) by.push(journey);
  }
  return uses;
};

/** Revokes a grant and returns the title of the journey that then fails, or "start"; undefined when nothing fails. */
export const failureWithout = async (
  service: JourneyService,
  { grant, journeys }: GrantUse,
): Promise<string | undefined> => {
  const restoreGrant = service.permissions.revoke(grant);
  try {
    if (service.permissions.missingAccess().length > 0) return "start";
    for (const journey of journeys) if (await fails(service, journey, functionOf(grant))) return journey.title;
    return undefined;
  } finally {
    restoreGrant();
  }
};

/** A journey also fails when the runtime logs an error of the function. */
const fails = async (service: JourneyService, { run }: Journey, name: string): Promise<boolean> => {
  const firstLine = service.logged.length;
  const functionError = new RegExp(`-${name}[0-9A-F]{8}: `, "i");
  const hasError = () => service.logged.slice(firstLine).some((line) => functionError.test(line));
  return run({ ...service, isCancelled: hasError }).then(hasError, () => true);
};
