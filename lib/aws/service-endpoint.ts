import type { AwsCredentialIdentity } from "@smithy/types";

/** The endpoint of an AWS service, and the region and credentials that requests to it are signed with. */
export type ServiceEndpoint = { endpoint: URL; region: string; credentials: AwsCredentialIdentity };

const read = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`The variable ${name} is not set, which Lambda sets`);
  return value;
};

/** The region of this function. */
export const region = (): string => read("AWS_REGION");

/** The session of this function. Lambda sets one for each instance that outlives it. */
export const credentials = (): AwsCredentialIdentity => {
  const key = { accessKeyId: read("AWS_ACCESS_KEY_ID"), secretAccessKey: read("AWS_SECRET_ACCESS_KEY") };
  const sessionToken = process.env.AWS_SESSION_TOKEN;
  return sessionToken ? { ...key, sessionToken } : key;
};

/** The endpoint of a service when not on AWS: the variable of the SDKs, set by the local runtime and not by the stack. */
export const localEndpoint = (service: string): string | undefined =>
  process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || undefined;

/** The endpoint of a service by its name in endpoints and signatures. */
export const resolveEndpoint = (service: string): ServiceEndpoint => ({
  endpoint: new URL(localEndpoint(service) ?? `https://${service}.${region()}.amazonaws.com`),
  region: region(),
  credentials: credentials(),
});
