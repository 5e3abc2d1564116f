import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "../../lib/aws/sha256.ts";
import { clientOptions, type Emulator } from "./emulator.ts";

/** An emulator, used in one of its regions. */
export type Region = Pick<Emulator, "endpoint" | "port" | "environment">;

/** Sends a signed request to a service of the emulator; returns the body. Throws for an error of the service. */
const call = async (emulator: Region, service: string, headers: Record<string, string>, body: string) => {
  const { endpoint, ...options } = clientOptions(emulator);
  const { hostname, host, port } = new URL(endpoint);
  const signer = new SignatureV4({ service, ...options, sha256: Sha256 });
  const signed = await signer.sign(
    new HttpRequest({
      method: "POST",
      protocol: "http:",
      hostname,
      port: Number(port),
      path: "/",
      body,
      headers: { host, ...headers },
    }),
  );
  const response = await fetch(endpoint, { method: "POST", headers: signed.headers, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} returned ${response.status}: ${text}`);
  return text;
};

/** The value of the secret whose name contains a text. */
export const readSecret = async (emulator: Region, name: string): Promise<string> => {
  const ask = async (operation: string, input: object) =>
    JSON.parse(
      await call(
        emulator,
        "secretsmanager",
        { "content-type": "application/x-amz-json-1.1", "x-amz-target": `secretsmanager.${operation}` },
        JSON.stringify(input),
      ),
    );
  const { SecretList } = (await ask("ListSecrets", {})) as { SecretList: { Name: string; ARN: string }[] };
  const secret = SecretList.find(({ Name }) => Name.includes(name));
  if (secret === undefined) throw new Error(`There is no secret ${name}`);
  return ((await ask("GetSecretValue", { SecretId: secret.ARN })) as { SecretString: string }).SecretString;
};

const iam = (emulator: Region, parameters: Record<string, string>) =>
  call(
    emulator,
    "iam",
    { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    new URLSearchParams({ Version: "2010-05-08", ...parameters }).toString(),
  );

/** Adds a policy to the roles whose name contains a text: one in each region. */
export const allow = async (emulator: Region, role: string, action: string): Promise<void> => {
  const roles = await iam(emulator, { Action: "ListRoles" });
  const names = [...roles.matchAll(/<RoleName>([^<]+)<\/RoleName>/g)].map(([, name = ""]) => name);
  const found = names.filter((name) => name.includes(role));
  if (found.length === 0) throw new Error(`There is no role ${role}`);
  const statement = { Effect: "Allow", Action: action, Resource: "*" };
  for (const RoleName of found)
    await iam(emulator, {
      Action: "PutRolePolicy",
      RoleName,
      PolicyName: "emulator",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    });
};
