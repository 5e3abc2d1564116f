import type { Readable } from "node:stream";
import type { AwsJsonRpcProtocol } from "@aws-sdk/core/protocols";
import { Client, Command, NoOpLogger, type SmithyResolvedConfiguration } from "@smithy/core/client";
import { getContentLengthPlugin, parseUrl } from "@smithy/core/protocols";
import { getRetryPlugin, resolveRetryConfig } from "@smithy/core/retry";
import { getSchemaSerdePlugin } from "@smithy/core/schema";
import { calculateBodyLength, fromBase64, fromUtf8, toBase64, toUtf8 } from "@smithy/core/serde";
import { NodeHttpHandler, type NodeHttpHandlerOptions } from "@smithy/node-http-handler";
import type { HttpHandlerOptions, MetadataBearer, StaticOperationSchema } from "@smithy/types";
import type { ServiceEndpoint } from "./service-endpoint.ts";
import { getSigningPlugin } from "./signing.ts";

type Config = SmithyResolvedConfiguration<HttpHandlerOptions>;

/** Calls an operation of a service. Rejects with the SDK's errors of it. */
export type Call = <Output extends MetadataBearer>(operation: StaticOperationSchema, input: object) => Promise<Output>;

export type JsonClientSettings = {
  /** Name of the service in signatures. */
  service: string;
  protocol: AwsJsonRpcProtocol;
  maxAttempts: number;
  requestHandler: NodeHttpHandlerOptions;
};

/** Reads the body of a response. The SDK's reader also handles web streams and loads Node's implementation of them. */
const collect = async (body: Readable): Promise<Uint8Array> => Buffer.concat(await body.toArray());

/**
 * A client of a JSON service, composed of the SDK's protocol, retries, signer and HTTP handler. The SDK's complete client also
 * loads its credential, endpoint and settings providers, half of a cold start (docs/decisions/025-cold-starts.md).
 */
export const createJsonClient = (settings: JsonClientSettings, serviceEndpoint: ServiceEndpoint): Call => {
  const { service, protocol, maxAttempts, requestHandler } = settings;
  const { protocol: scheme, hostname, port } = serviceEndpoint.endpoint;
  const config = resolveRetryConfig({
    apiVersion: "",
    protocol,
    requestHandler: new NodeHttpHandler(requestHandler),
    cacheMiddleware: true,
    maxAttempts,
    retryMode: "standard",
    endpoint: async () => ({ protocol: scheme, hostname, ...(port ? { port: Number(port) } : {}), path: "/" }),
    disableHostPrefix: true,
    logger: new NoOpLogger(),
    urlParser: parseUrl,
    bodyLengthChecker: calculateBodyLength,
    streamCollector: collect,
    base64Decoder: fromBase64,
    base64Encoder: toBase64,
    utf8Decoder: fromUtf8,
    utf8Encoder: toUtf8,
  });
  const client = new Client<HttpHandlerOptions, object, MetadataBearer, Config>(config);
  client.middlewareStack.use(getSchemaSerdePlugin(config));
  client.middlewareStack.use(getRetryPlugin(config));
  client.middlewareStack.use(getContentLengthPlugin(config));
  client.middlewareStack.use(getSigningPlugin(service, serviceEndpoint));
  const known = new Map<StaticOperationSchema, ReturnType<typeof commandOf>>();
  return <Output extends MetadataBearer>(operation: StaticOperationSchema, input: object) => {
    const Operation = known.get(operation) ?? commandOf(operation);
    known.set(operation, Operation);
    return client.send(new Operation(input)) as Promise<Output>;
  };
};

/** The command of an operation by its schema. */
const commandOf = (operation: StaticOperationSchema) =>
  Command.classBuilder<object, MetadataBearer, Config>().sc(operation).build();
