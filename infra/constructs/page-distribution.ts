import { Duration, Fn } from "aws-cdk-lib";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  type ICachePolicy,
  OriginProtocolPolicy,
  OriginSslPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { Construct } from "constructs";
import type { Settings } from "../settings.ts";

/** Only the pages are to be had here: the front door leads to them, and everything else is not found. */
const onlyPages = `function handler(event) {
  return event.request.uri === "/"
    ? { statusCode: 302, statusDescription: "Found", headers: { location: { value: "/events" } } }
    : { statusCode: 404, statusDescription: "Not Found" };
}`;

type Props = { settings: Settings /** `https://host` of the API. */; apiUrl: string };

/** The public pages near their readers: copies live as long as each answer says, seconds, and readers use TLS 1.2 or newer. */
export class PageDistribution extends Construct {
  /** `https://host`, without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, { settings, apiUrl }: Props) {
    super(scope, id);
    const { stage, pagesDomain } = settings;
    const origin = new HttpOrigin(Fn.select(2, Fn.split("/", apiUrl)), {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [OriginSslPolicy.TLS_V1_2],
    });
    const behaviour = (cachePolicy: ICachePolicy) => ({
      origin,
      cachePolicy,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      compress: true,
    });
    const frontDoor = new EdgeFunction(this, "FrontDoor", {
      functionName: `dangbo-${stage}-front-door`,
      comment: "Leads to the pages; nothing else is here",
      code: FunctionCode.fromInline(onlyPages),
      runtime: FunctionRuntime.JS_2_0,
    });
    // The list is in the reader's language, a page in its article's.
    const list = this.copies("ListCopies", `dangbo-${stage}-list`, ["section", "limit", "cursor"], ["accept-language"]);
    const page = this.copies("PageCopies", `dangbo-${stage}-page`, ["view"], []);
    const distribution = new Distribution(this, "Distribution", {
      comment: `dangbo (${stage}): public pages`,
      // A page that is missing now may be published in a moment.
      errorResponses: [{ httpStatus: 404, ttl: Duration.seconds(0) }],
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        ...behaviour(CachePolicy.CACHING_DISABLED),
        functionAssociations: [{ function: frontDoor, eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      additionalBehaviors: { "/events": behaviour(list), "/events/*": behaviour(page) },
      ...(pagesDomain
        ? {
            domainNames: [pagesDomain.name],
            certificate: Certificate.fromCertificateArn(this, "Certificate", pagesDomain.certificateArn),
            minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
          }
        : {}),
    });
    this.url = `https://${pagesDomain?.name ?? distribution.distributionDomainName}`;
  }

  /** Copies told apart by these parameters and headers alone; no others reach the function. How long they live, it says. */
  private copies(id: string, cachePolicyName: string, parameters: string[], headers: string[]): CachePolicy {
    return new CachePolicy(this, id, {
      cachePolicyName,
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.minutes(5),
      queryStringBehavior: CacheQueryStringBehavior.allowList(...parameters),
      headerBehavior: headers.length === 0 ? CacheHeaderBehavior.none() : CacheHeaderBehavior.allowList(...headers),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    });
  }
}
