import { Aws, Duration, Fn } from "aws-cdk-lib";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import * as cloudfront from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { Construct } from "constructs";
import { renditionsPrefix } from "../../lib/contract/environment.ts";
import type { Settings } from "../settings.ts";
import type { ServedDomain } from "../stacks/stage-stack.ts";
import { accountWideName } from "./account-wide-name.ts";
import type { PhotoBucketRef } from "./photo-bucket-ref.ts";

/** Redirects `/` to the pages; every other path is not found. */
const redirectToPages = `function handler(event) {
  return event.request.uri === "/"
    ? { statusCode: 302, statusDescription: "Found", headers: { location: { value: "/events" } } }
    : { statusCode: 404, statusDescription: "Not Found" };
}`;

type Cache = { cachePolicyName: string; queryParameters: string[]; headers?: string[] };
type Props = { settings: Settings /** `https://host` of the API. */; apiUrl: string; photoBucket: PhotoBucketRef };

const tlsOrigin = (host: string) =>
  new HttpOrigin(host, {
    protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
    originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
  });

/**
 * CloudFront for the public pages and their pictures. Pages are cached as long as their responses allow. Pictures are not
 * cached: S3 checks the signature of every request.
 */
export class PageDistribution extends Construct {
  /** `https://host`, without a slash at the end. */
  readonly url: string;
  readonly domain: ServedDomain | undefined;

  constructor(scope: Construct, id: string, { settings, apiUrl, photoBucket }: Props) {
    super(scope, id);
    const { stage } = settings;
    const domain = settings.domains.pages;
    const origin = tlsOrigin(Fn.select(2, Fn.split("/", apiUrl)));
    const responseHeadersPolicy = secureHeaders(this, stage);
    const behaviour = (cachePolicy: cloudfront.ICachePolicy) => ({
      origin,
      cachePolicy,
      responseHeadersPolicy,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      compress: true,
    });
    const redirect = new cloudfront.Function(this, "Redirect", {
      functionName: accountWideName(stage, "redirect"),
      comment: "Redirects / to the pages",
      code: cloudfront.FunctionCode.fromInline(redirectToPages),
      runtime: cloudfront.FunctionRuntime.JS_2_0,
    });
    // The list is in the reader's language, a page in that of its article.
    const list = this.cachePolicy("ListCache", {
      cachePolicyName: accountWideName(stage, "list"),
      queryParameters: ["section", "limit", "cursor"],
      headers: ["accept-language"],
    });
    const page = this.cachePolicy("PageCache", {
      cachePolicyName: accountWideName(stage, "page"),
      queryParameters: ["view"],
    });
    // Errors are pages for browsers only. Pages do not depend on it, so it is no part of the cache key.
    const originRequestPolicy = new cloudfront.OriginRequestPolicy(this, "Accept", {
      originRequestPolicyName: accountWideName(stage, "accept"),
      headerBehavior: cloudfront.OriginRequestHeaderBehavior.allowList("accept"),
    });
    const distribution = new cloudfront.Distribution(this, "Distribution", {
      comment: `dangbo (${stage}): public pages`,
      // A missing page may be published at any moment.
      errorResponses: [{ httpStatus: 404, ttl: Duration.seconds(0) }],
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        ...behaviour(cloudfront.CachePolicy.CACHING_DISABLED),
        functionAssociations: [{ function: redirect, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST }],
      },
      additionalBehaviors: {
        "/events": { ...behaviour(list), originRequestPolicy },
        "/events/*": { ...behaviour(page), originRequestPolicy },
        [`/${renditionsPrefix}*`]: {
          ...behaviour(cloudfront.CachePolicy.CACHING_DISABLED),
          origin: tlsOrigin(`${photoBucket.name}.s3.${Aws.REGION}.${Aws.URL_SUFFIX}`),
          originRequestPolicy: new cloudfront.OriginRequestPolicy(this, "Signature", {
            originRequestPolicyName: accountWideName(stage, "signature"),
            queryStringBehavior: cloudfront.OriginRequestQueryStringBehavior.all(),
          }),
        },
      },
      ...(domain
        ? {
            domainNames: [domain.name],
            certificate: Certificate.fromCertificateArn(this, "Certificate", domain.certificate),
            minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
          }
        : {}),
    });
    this.url = `https://${domain?.name ?? distribution.distributionDomainName}`;
    this.domain = domain && { name: domain.name, target: distribution.distributionDomainName };
  }

  /** The function receives only these query parameters and headers; its responses set the lifetime. */
  private cachePolicy(id: string, { cachePolicyName, queryParameters, headers = [] }: Cache) {
    return new cloudfront.CachePolicy(this, id, {
      cachePolicyName,
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.minutes(5),
      queryStringBehavior: cloudfront.CacheQueryStringBehavior.allowList(...queryParameters),
      headerBehavior:
        headers.length === 0
          ? cloudfront.CacheHeaderBehavior.none()
          : cloudfront.CacheHeaderBehavior.allowList(...headers),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    });
  }
}

/** Defaults for responses without their own headers: those of S3 and of CloudFront itself. */
const secureHeaders = (scope: Construct, stage: string) =>
  new cloudfront.ResponseHeadersPolicy(scope, "SecureHeaders", {
    responseHeadersPolicyName: accountWideName(stage, "secure-headers"),
    securityHeadersBehavior: {
      contentSecurityPolicy: {
        contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'; sandbox",
        override: false,
      },
      contentTypeOptions: { override: false },
      frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: false },
      referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER, override: false },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: false },
    },
  });
