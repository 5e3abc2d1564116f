import type { AwsCredentialIdentity } from "@smithy/types";

/** Where a service of AWS answers, and with what calls to it are signed. */
export type ServiceEndpoint = { endpoint: URL; region: string; credentials: AwsCredentialIdentity };

const read = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`The variable ${name} is not set, which Lambda sets`);
  return value;
};

/** The region of this function. */
export const region = (): string => read("AWS_REGION");

/** The session of this function. Lambda gives each instance one that outlives it, in its environment. */
export const credentials = (): AwsCredentialIdentity => {
  const key = { accessKeyId: read("AWS_ACCESS_KEY_ID"), secretAccessKey: read("AWS_SECRET_ACCESS_KEY") };
  const sessionToken = process.env.AWS_SESSION_TOKEN;
  return sessionToken ? { ...key, sessionToken } : key;
};

/** Where a service is when not on AWS: the variable that the SDKs know. The runtime sets it, not the stack. */
export const localEndpoint = (service: string): string | undefined =>
  process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || undefined;

/** The place of a service, by its name in endpoints and signatures. */
export const resolveEndpoint = (service: string): ServiceEndpoint => ({
  endpoint: new URL(localEndpoint(service) ?? `https://${service}.${region()}.amazonaws.com`),
  region: region(),
  credentials: credentials(),
});
