import * as z from "zod/mini";
import { tokenRoutes } from "../../lib/contract/routes/token.ts";
import { messageOf } from "../local/errors.ts";
import type { Settings } from "../settings.ts";
import type { DeployedStacks } from "./deployed-stacks.ts";

type Part = keyof Settings["domains"];

/** Where each domain is used: the stack and the beginning of its outputs. */
const parts: Readonly<Record<Part, { stack: string; output: string; users: string }>> = {
  api: { stack: "api", output: "Api", users: "callers of the API" },
  issuer: { stack: "issuer", output: "Issuer", users: "clients that request tokens, and the tokens that they have" },
  pages: { stack: "api", output: "Pages", users: "readers of the pages" },
};
const partNames = Object.keys(parts) as Part[];

const deployedDomain = (stacks: DeployedStacks, part: Part): string | undefined =>
  stacks[parts[part].stack]?.outputs[`${parts[part].output}Domain`];

/** Domains that are in use and that a deployment with these settings would remove. */
export const lostDomains = (
  { stage, domains }: Pick<Settings, "stage" | "domains">,
  stacks: DeployedStacks,
  removed: readonly string[],
): string[] =>
  partNames.flatMap((part) => {
    const name = deployedDomain(stacks, part);
    if (name === undefined || name === domains[part]?.name || removed.includes(name)) return [];
    return [
      `This deployment would remove the domain ${name}, which ${parts[part].users} use. Add it to the entry "${stage}" in ` +
        `infra/stages.json (domains.${part}), or remove it with --remove-domain ${name}`,
    ];
  });

/** An API takes certificates of its own region only. */
export const foreignCertificates = ({ domains }: Pick<Settings, "domains">, region: string): string[] =>
  (["api", "issuer"] as const).flatMap((part) => {
    const domain = domains[part];
    if (domain === undefined || domain.certificate.split(":")[3] === region) return [];
    return [
      `The certificate of ${domain.name} is not in ${region}, the region of the deployment: ${domain.certificate}`,
    ];
  });

const metadata = z.object({ issuer: z.string() });

/** Milliseconds. */
const timeout = 10_000;

/** Why tokens cannot name the domain of the issuer yet; undefined if it leads to the issuer of this stage, or if there is none. */
export const issuerDomainFault = async (
  { domains }: Pick<Settings, "domains">,
  stacks: DeployedStacks,
  get: typeof fetch = fetch,
): Promise<string | undefined> => {
  if (domains.issuer === undefined) return undefined;
  const { IssuerUrl: expected, IssuerDomain: domain } = stacks.issuer?.outputs ?? {};
  // Tokens name it already, and must not name another one because it cannot be reached from here.
  if (expected === `https://${domains.issuer.name}`) return undefined;
  if (expected === undefined || domain !== domains.issuer.name) return "it is not deployed yet";
  const url = `https://${domain}${tokenRoutes.getOpenIdConfiguration.path}`;
  try {
    const response = await get(url, { redirect: "error", signal: AbortSignal.timeout(timeout) });
    if (!response.ok) return `${url} returned ${response.status}`;
    const { issuer } = z.parse(metadata, await response.json());
    return issuer === expected ? undefined : `${url} is the metadata of ${issuer}, not of ${expected}`;
  } catch (error) {
    return `${url}: ${messageOf(error)}`;
  }
};

/** The DNS records of the domains, as the operator creates them. */
export const dnsRecords = ({ domains }: Pick<Settings, "domains">, stacks: DeployedStacks): string[] =>
  partNames.flatMap((part) => {
    const target = stacks[parts[part].stack]?.outputs[`${parts[part].output}DomainTarget`];
    const name = domains[part]?.name;
    return name === undefined || target === undefined ? [] : [`${name}  CNAME  ${target}`];
  });
