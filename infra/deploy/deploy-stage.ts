import { toConstructId } from "../names.ts";
import type { Settings } from "../settings.ts";
import { bucketsInTheWay, type Clients, readAccountUse } from "./account-use.ts";
import { type DeployedStacks, newStacksOf, protectedFailures, readDeployedStacks } from "./deployed-stacks.ts";
import { dnsRecords, foreignCertificates, issuerDomainFault, lostDomains } from "./domains.ts";
import { exceededQuotas } from "./quotas.ts";
import { runCdk } from "./run-cdk.ts";

type Deployment = {
  clients: Clients;
  region: string;
  settings: Settings;
  /** Domains that the operator removes on purpose. */
  removedDomains: readonly string[];
  ignoreQuotas: boolean;
  /** Options of `cdk deploy`. */
  passedOn: readonly string[];
  log: (line: string) => void;
  /** Runs `cdk deploy`; throws where it fails. */
  cdk?: typeof runCdk;
  get?: typeof fetch;
};

/** Everything that would make a deployment fail, or harm users, as far as it is known before the first stack. */
const findFaults = async (deployment: Deployment, stacks: DeployedStacks): Promise<string[]> => {
  const { clients, region, settings, removedDomains, ignoreQuotas } = deployment;
  const { stage } = settings;
  return [
    ...lostDomains(settings, stacks, removedDomains),
    ...foreignCertificates(settings, region),
    ...protectedFailures(stage, stacks),
    ...(await bucketsInTheWay(clients.s3, { stage, region, stacks })),
    ...(ignoreQuotas ? [] : exceededQuotas(settings, await readAccountUse(clients, { stage, region, stacks }))),
  ];
};

/**
 * Deploys all stacks of a stage. Nothing is deployed if something is found that would make it fail or take a domain away. Stacks are
 * protected after their first deployment.
 */
export const deployStage = async (deployment: Deployment): Promise<void> => {
  const { clients, settings, passedOn, log, cdk = runCdk } = deployment;
  const { stage } = settings;
  const stacks = await readDeployedStacks(clients.cloudformation, stage);
  const faults = await findFaults(deployment, stacks);
  if (faults.length > 0) throw new Error(["Nothing was deployed:", ...faults].join("\n- "));

  const hasMonitoring = settings.monitoring !== undefined;
  const created = newStacksOf(stacks).filter((name) => name !== "monitoring" || hasMonitoring);
  const newStacks = settings.retainData ? created : [];
  const context = [`stage=${stage}`, ...(newStacks.length === 0 ? [] : [`newStacks=${newStacks.join(",")}`])];
  const pending = await issuerDomainFault(settings, stacks, deployment.get);
  if (pending !== undefined) return prepareIssuerDomain(deployment, context, pending);
  await cdk(["--all"], context, passedOn);
  if (newStacks.length > 0) {
    log("All stacks are deployed. The new ones are deployed again, to protect them against deletion.");
    await cdk(["--all"], [`stage=${stage}`], passedOn);
  }
  const records = dnsRecords(settings, await readDeployedStacks(clients.cloudformation, stage));
  if (records.length > 0) log(["The domains need these DNS records:", ...records].join("\n  "));
};

/**
 * Deploys the issuer with its domain, and no token that names it: API Gateway reads the metadata of the issuer by this domain while it creates
 * the authorizer of the API.
 */
const prepareIssuerDomain = async (
  { clients, settings, passedOn, cdk = runCdk }: Deployment,
  context: readonly string[],
  reason: string,
): Promise<never> => {
  const { stage } = settings;
  await cdk([toConstructId("issuer")], [...context, "issuerDomain=pending"], passedOn);
  const records = dnsRecords(settings, await readDeployedStacks(clients.cloudformation, stage));
  throw new Error(
    [
      `The API was not deployed yet: the domain of the issuer does not lead to it (${reason}).`,
      "Create this DNS record, wait until it is known, and deploy again:",
      ...records.map((record) => `  ${record}`),
    ].join("\n"),
  );
};
