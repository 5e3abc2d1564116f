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

/** A key lets the account's policies decide. */
const keyPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" }],
};

// Its licence keeps it out of the project's own packages: `npm ci` in its folder installs it, as CI does.
(existsSync(packages) ? test : test.skip)(
  "Any request is decided under any policy as a simulator of IAM by others decides it",
  async () => {
    const simulate = await load();
    const simulated = async (policy: object, { action, resource, context }: Asked) => {
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
      fc.asyncProperty(anyPolicy, anyRequest, async (policy, asked) => {
        const permissions = createPermissions();
        const role = permissions.addRole("role");
        permissions.allow("role", parseRolePolicy(policy));
        const refused = permissions.assume("fn", role).denialOf(asked, asked.context);
        if (refused === undefined) allowed += 1;
        expect(refused === undefined).toBe(await simulated(policy, asked));
      }),
      { numRuns: 1_000 },
    );
    // Neither always says the same.
    expect(allowed).toBeGreaterThan(20);
  },
  120_000,
);

type Asked = { action: string; resource: string; context: Record<string, string> };
