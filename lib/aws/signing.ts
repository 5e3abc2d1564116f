import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import type { FinalizeRequestMiddleware, MetadataBearer, Pluggable } from "@smithy/types";
import type { ServiceEndpoint } from "./service-endpoint.ts";
import { Sha256 } from "./sha256.ts";

/** Signs each attempt of a request just before it is sent. */
export const getSigningPlugin = (
  service: string,
  { endpoint, region, credentials }: ServiceEndpoint,
): Pluggable<object, MetadataBearer> => {
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const sign: FinalizeRequestMiddleware<object, MetadataBearer> = (next) => async (args) => {
    if (!HttpRequest.isInstance(args.request)) throw new TypeError("Only requests over HTTP can be signed");
    args.request.headers.host = endpoint.host;
    return next({ ...args, request: await signer.sign(args.request) });
  };
  return {
    applyToStack: (stack) =>
      stack.addRelativeTo(sign, { name: "sign", relation: "after", toMiddleware: "retryMiddleware" }),
  };
};
