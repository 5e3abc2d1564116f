import { existsSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { account } from "../../../infra/local/account.ts";
import { createPermissions } from "../../../infra/local/permissions/permissions.ts";
import { parseRolePolicy } from "../../../infra/local/permissions/policy.ts";
import { anyPolicy, anyRequest } from "./simulator/cases.ts";

type Simulate = (simulation: object, options: object) => Promise<{ overallResult?: string; errors?: unknown }>;

const packages = join(import.meta.dirname, "simulator/node_modules/@cloud-copilot/iam-simulate");
const load = async (): Promise<Simulate> => (await import(join(packages, "dist/esm/index.js"))).runSimulation;

/** Leaves access to the key to the policies of the account. */
const keyPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" }],
};

// Its licence excludes it from the packages of the project; `npm ci` in its folder installs it, as in CI.
(existsSync(packages) ? test : test.skip)(
  "Decisions for any request and policy equal those of an independent IAM simulator",
  async () => {
    const simulate = await load();
    const simulated = async (policy: object, { action, resource, context }: SimulatedRequest) => {
      const { overallResult, errors } = await simulate(
        {
          identityPolicies: [{ name: "role", policy }],
          serviceControlPolicies: [],
          resourceControlPolicies: [],
          ...(action.startsWith("kms:") ? { resourcePolicy: keyPolicy } : {}),
          request: {
            principal: `arn:aws:sts::${account}:assumed-role/role/fn`,
            action,
            resource: { resource, accountId: account },
            contextVariables: context,
          },
        },
        {},
      );
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return overallResult === "Allowed";
    };
    let allowed = 0;
    await fc.assert(
      fc.asyncProperty(anyPolicy, anyRequest, async (policy, request) => {
        const permissions = createPermissions();
        const role = permissions.addRole("role");
        permissions.allow("role", parseRolePolicy(policy));
        const denial = permissions.assume("fn", role).denialOf(request, request.context);
        if (denial === undefined) allowed += 1;
        expect(denial === undefined).toBe(await simulated(policy, request));
      }),
      { numRuns: 1_000 },
    );
    // Both decisions must occur.
    expect(allowed).toBeGreaterThan(20);
  },
);

type SimulatedRequest = { action: string; resource: string; context: Record<string, string> };
