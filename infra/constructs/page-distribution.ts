import { Aws, Duration, Fn } from "aws-cdk-lib";
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
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  type ICachePolicy,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { Construct } from "constructs";
import { renditionsPrefix } from "../../lib/contract/environment.ts";
import type { Settings } from "../settings.ts";
import type { PhotoStore } from "./photo-bucket.ts";

/** Only the pages are to be had here: the front door leads to them, and everything else is not found. */
const onlyPages = `function handler(event) {
  return event.request.uri === "/"
    ? { statusCode: 302, statusDescription: "Found", headers: { location: { value: "/events" } } }
    : { statusCode: 404, statusDescription: "Not Found" };
}`;

type Props = { settings: Settings /** `https://host` of the API. */; apiUrl: string; store: PhotoStore };

/** A host that is reached by TLS 1.2 alone. */
const originAt = (host: string) =>
  new HttpOrigin(host, {
    protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    originSslProtocols: [OriginSslPolicy.TLS_V1_2],
  });

/**
 * The public pages and their pictures near the readers, by TLS 1.2 or newer. Copies of pages live as long as each answer says,
 * seconds. Pictures are fetched from storage by the URL that the pages lead to, whose signature storage looks at each time.
 */
export class PageDistribution extends Construct {
  /** `https://host`, without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, { settings, apiUrl, store }: Props) {
    super(scope, id);
    const { stage, pagesDomain } = settings;
    const origin = originAt(Fn.select(2, Fn.split("/", apiUrl)));
    const responseHeadersPolicy = secureHeaders(this, stage);
    const behaviour = (cachePolicy: ICachePolicy) => ({
      origin,
      cachePolicy,
      responseHeadersPolicy,
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
      additionalBehaviors: {
        "/events": behaviour(list),
        "/events/*": behaviour(page),
        [`/${renditionsPrefix}*`]: {
          ...behaviour(CachePolicy.CACHING_DISABLED),
          origin: originAt(`${store.name}.s3.${Aws.REGION}.${Aws.URL_SUFFIX}`),
          originRequestPolicy: new OriginRequestPolicy(this, "Signature", {
            originRequestPolicyName: `dangbo-${stage}-signature`,
            queryStringBehavior: OriginRequestQueryStringBehavior.all(),
          }),
        },
      },
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

/** What every answer says that does not say more itself, as pages do: those of storage and of the edge itself. */
const secureHeaders = (scope: Construct, stage: string) =>
  new ResponseHeadersPolicy(scope, "SecureHeaders", {
    responseHeadersPolicyName: `dangbo-${stage}-secure-headers`,
    securityHeadersBehavior: {
      contentSecurityPolicy: {
        contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'; sandbox",
        override: false,
      },
      contentTypeOptions: { override: false },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: false },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: false },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: false },
    },
  });
