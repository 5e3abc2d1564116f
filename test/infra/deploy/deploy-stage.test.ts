import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deployStage } from "../../../infra/deploy/deploy-stage.ts";
import type { DeployedStack } from "../../../infra/deploy/deployed-stacks.ts";
import { settingsFor } from "../../../infra/settings.ts";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";
import { noStages } from "../support/stage-files.ts";
import { accountWith, region, stackOf } from "./fixtures.ts";

const folder = useTemporaryFolder();

const certificate = (of: string) => `arn:aws:acm:${of}:111122223333:certificate/abc`;
const api = { name: "api.library.example", certificate: certificate(region) };
const issuer = { name: "login.library.example", certificate: certificate(region) };
const pages = { name: "tin.library.example", certificate: certificate("us-east-1") };

const settings = (stage: string, entry: object = {}) => {
  const stagesFile = join(folder, "stages.json");
  writeFileSync(stagesFile, JSON.stringify({ [stage]: entry }));
  return settingsFor({ stage, stagesFile });
};

type Options = Partial<Parameters<typeof deployStage>[0]> & { fails?: boolean };

/** Deploys; returns the calls of the CDK CLI and what was logged or thrown. */
const deploy = async (account: Parameters<typeof accountWith>[0], { fails = false, ...options }: Options = {}) => {
  const calls: string[] = [];
  const lines: string[] = [];
  await deployStage({
    clients: accountWith(account),
    region,
    settings: settings("production"),
    removedDomains: [],
    ignoreQuotas: false,
    passedOn: [],
    log: (line) => lines.push(line),
    cdk: async (stacks, context) => {
      calls.push([...stacks, ...context].join(" "));
      if (fails) throw new Error("failed");
    },
    get: async () => {
      throw new Error("getaddrinfo ENOTFOUND");
    },
    ...options,
  }).catch((error: Error) => lines.push(error.message));
  return { calls, text: lines.join("\n") };
};

const all = (stack: DeployedStack) =>
  Object.fromEntries(
    ["data", "photos", "issuer", "api", "monitoring"].map((name) => [`dangbo-production-${name}`, stack]),
  );

describe("the protection of stacks", () => {
  test("A stage that is new is protected after its first deployment", async () => {
    const { calls, text } = await deploy({ stacks: {} });
    expect(calls).toEqual([
      "--all stage=production newStacks=data,photos,issuer,api,monitoring",
      "--all stage=production",
    ]);
    expect(text).toContain("to protect them");
  });

  test("A failed first deployment leaves nothing protected that it created, and is repeated in the same way", async () => {
    const stacks = {
      "dangbo-production-data": stackOf(),
      "dangbo-production-photos": stackOf({}, { status: "ROLLBACK_COMPLETE" }),
    };
    const expected = "--all stage=production newStacks=photos,issuer,api,monitoring";
    expect((await deploy({ stacks }, { fails: true })).calls).toEqual([expected]);
    expect((await deploy({ stacks })).calls).toEqual([expected, "--all stage=production"]);
  });

  test.each(["REVIEW_IN_PROGRESS", "CREATE_FAILED", "ROLLBACK_FAILED", "DELETE_COMPLETE", "DELETE_FAILED"])(
    "A stack is new while it is %s",
    async (status) => {
      const stacks = { ...all(stackOf()), "dangbo-production-api": stackOf({}, { status }) };
      expect((await deploy({ stacks })).calls[0]).toBe("--all stage=production newStacks=api");
    },
  );

  test.each(["CREATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_FAILED", "UPDATE_IN_PROGRESS", "IMPORT_COMPLETE"])(
    "A stack keeps its protection while it is %s",
    async (status) => {
      expect((await deploy({ stacks: all(stackOf({}, { status })) })).calls).toEqual(["--all stage=production"]);
    },
  );

  test("A stage that retains nothing is deployed once", async () => {
    expect((await deploy({ stacks: {} }, { settings: settings("dev") })).calls).toEqual(["--all stage=dev"]);
  });

  test("A protected stack that could not be created stops the deployment with the command that helps", async () => {
    const failed = stackOf({}, { status: "ROLLBACK_COMPLETE", isProtected: true });
    const { calls, text } = await deploy({ stacks: { "dangbo-production-data": failed } });
    expect(calls).toEqual([]);
    expect(text).toMatch(/no-enable-termination-protection --stack-name dangbo-production-data$/);
  });
});

describe("domains", () => {
  const used = {
    ...all(stackOf()),
    "dangbo-production-issuer": stackOf({
      IssuerUrl: `https://${issuer.name}`,
      IssuerDomain: issuer.name,
      IssuerDomainTarget: "d-1.execute-api.example",
    }),
    "dangbo-production-api": stackOf({
      ApiDomain: api.name,
      ApiDomainTarget: "d-2.execute-api.example",
      PagesDomain: pages.name,
      PagesDomainTarget: "d3.cloudfront.example",
    }),
  };
  const get = async () => Response.json({ issuer: `https://${issuer.name}` });

  test("A deployment that would remove a domain stops and says which, unless it is removed on purpose", async () => {
    const { calls, text } = await deploy({ stacks: used });
    expect(calls).toEqual([]);
    for (const { name } of [api, issuer, pages]) expect(text).toContain(`would remove the domain ${name}`);
    const others = { settings: settings("production", { domains: { api, pages } }), get };
    expect((await deploy({ stacks: used }, others)).text).not.toContain(api.name);
    expect((await deploy({ stacks: used }, { ...others, removedDomains: [issuer.name] })).calls).toHaveLength(1);
  });

  test("A domain of the issuer that tokens name stays in use, also while it cannot be reached", async () => {
    const domains = { api, issuer, pages };
    const { calls } = await deploy({ stacks: used }, { settings: settings("production", { domains }) });
    expect(calls).toEqual(["--all stage=production"]);
  });

  test("Another domain in the place of one that is in use would remove that one", async () => {
    const domains = { api: { ...api, name: "dangbo.library.example" }, issuer, pages };
    const { text } = await deploy({ stacks: used }, { settings: settings("production", { domains }), get });
    expect(text).toContain(`would remove the domain ${api.name}`);
  });

  test("A deployment with all domains prints their DNS records", async () => {
    const domains = { api, issuer, pages };
    const { calls, text } = await deploy({ stacks: used }, { settings: settings("production", { domains }), get });
    expect(calls).toEqual(["--all stage=production"]);
    expect(text).toContain("api.library.example  CNAME  d-2.execute-api.example");
    expect(text).toContain("tin.library.example  CNAME  d3.cloudfront.example");
  });

  test("A certificate of another region stops the deployment", async () => {
    const domains = { api: { ...api, certificate: certificate("eu-central-1") } };
    const { calls, text } = await deploy({ stacks: {} }, { settings: settings("dev", { domains }) });
    expect(calls).toEqual([]);
    expect(text).toContain(`The certificate of ${api.name} is not in ${region}`);
  });

  test("The issuer is deployed without the API until its domain leads to it", async () => {
    const stacks: Record<string, DeployedStack> = {};
    const created = stackOf({
      IssuerUrl: "https://x1.execute-api.example",
      IssuerDomain: issuer.name,
      IssuerDomainTarget: "d-1.execute-api.example",
    });
    const withIssuer = { settings: settings("dev", { domains: { issuer } }) };
    const calls: string[] = [];
    const cdk: Options["cdk"] = async (names, context) => {
      calls.push([...names, ...context].join(" "));
      stacks["dangbo-dev-issuer"] = created;
    };
    const first = await deploy({ stacks }, { ...withIssuer, cdk });
    expect(calls).toEqual(["Issuer stage=dev issuerDomain=pending"]);
    expect(first.text).toContain("login.library.example  CNAME  d-1.execute-api.example");
    expect((await deploy({ stacks }, withIssuer)).text).toContain("getaddrinfo ENOTFOUND");

    const answers = (issuerUrl: string, status = 200) => ({
      get: async () => Response.json({ issuer: issuerUrl }, { status }),
    });
    const other = await deploy({ stacks }, { ...withIssuer, ...answers("https://x2.execute-api.example") });
    expect(other.text).toContain("not of https://x1.execute-api.example");
    const broken = await deploy({ stacks }, { ...withIssuer, ...answers("https://x1.execute-api.example", 503) });
    expect(broken.text).toContain("returned 503");
    const ready = await deploy({ stacks }, { ...withIssuer, ...answers("https://x1.execute-api.example") });
    expect(ready.calls).toEqual(["--all stage=dev"]);
  });
});

describe("what an account has", () => {
  const production = { settings: settingsFor({ stage: "production", stagesFile: noStages }) };

  test("A bucket that remained of a removed stage stops the deployment; other buckets do not", async () => {
    const bucket = `dangbo-production-photos-111122223333-${region}`;
    const { calls, text } = await deploy({ stacks: {}, buckets: [bucket] }, production);
    expect(calls).toEqual([]);
    expect(text).toContain(`The bucket ${bucket} exists`);
    const others = [`${bucket}-2`, "dangbo-production-photos-111122223333-eu-central-1", "photos"];
    expect((await deploy({ stacks: {}, buckets: others }, production)).calls).toHaveLength(2);
    expect((await deploy({ stacks: all(stackOf()), buckets: [bucket] }, production)).calls).toHaveLength(1);
  });

  test("A quota that is too low stops the deployment before the first stack, unless it is ignored", async () => {
    const { calls, text } = await deploy({ stacks: {}, quota: 10 }, production);
    expect(calls).toEqual([]);
    expect(text).toContain("Lambda: the stage reserves 50");
    expect((await deploy({ stacks: {}, quota: 10 }, { ...production, ignoreQuotas: true })).calls).toHaveLength(2);
  });

  test("What the stage has reserved counts once", async () => {
    const reserved = { "dangbo-production-photos-PhotoProcessor": 50 };
    const account = { stacks: all(stackOf()), quota: 150, reserved };
    expect((await deploy(account, production)).calls).toEqual(["--all stage=production"]);
  });

  test("Every fault is named at once", async () => {
    const cachePolicies = Array.from({ length: 19 }, (_, i) => `other-${i}`);
    const { text } = await deploy({ stacks: {}, quota: 10, cachePolicies }, production);
    expect(text.split("\n- ")).toEqual([
      "Nothing was deployed:",
      expect.stringContaining("Lambda:"),
      expect.stringContaining("CloudFront: the account has 19 of 20 cache policies, and the stage needs 2 more"),
    ]);
  });

  test("An error of AWS other than a missing stack ends the deployment", async () => {
    const clients = accountWith({ stacks: {} });
    const cloudformation = { send: async () => Promise.reject(new Error("not authorized")) } as never;
    const { calls, text } = await deploy({ stacks: {} }, { clients: { ...clients, cloudformation } });
    expect({ calls, text }).toEqual({ calls: [], text: "not authorized" });
  });
});
