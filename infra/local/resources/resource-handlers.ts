import type { ResourceHandlers } from "../template/create-stacks.ts";
import { dynamodbTable } from "./dynamodb.ts";
import { lambdaEventSourceMapping } from "./event-source-mapping.ts";
import { httpApi, httpApiAuthorizer, httpApiIntegration, httpApiRoute, httpApiStage } from "./http-api.ts";
import { lambdaEventInvokeConfig, lambdaFunction, logGroup } from "./lambda.ts";
import { eventBus, sqsQueue, sqsQueuePolicy } from "./messaging.ts";
import { s3Bucket, s3BucketPolicy } from "./s3.ts";
import { iamPolicy, iamRole, kmsKey, secret } from "./security.ts";

/** All resource types of the template. A type in neither list prevents the start. */
export const resourceHandlers: ResourceHandlers = {
  supported: {
    "AWS::ApiGatewayV2::Api": httpApi,
    "AWS::ApiGatewayV2::Authorizer": httpApiAuthorizer,
    "AWS::ApiGatewayV2::Integration": httpApiIntegration,
    "AWS::ApiGatewayV2::Route": httpApiRoute,
    "AWS::ApiGatewayV2::Stage": httpApiStage,
    "AWS::DynamoDB::Table": dynamodbTable,
    "AWS::Events::EventBus": eventBus,
    "AWS::IAM::Policy": iamPolicy,
    "AWS::IAM::Role": iamRole,
    "AWS::KMS::Key": kmsKey,
    "AWS::Lambda::EventInvokeConfig": lambdaEventInvokeConfig,
    "AWS::Lambda::EventSourceMapping": lambdaEventSourceMapping,
    "AWS::Lambda::Function": lambdaFunction,
    "AWS::Logs::LogGroup": logGroup,
    "AWS::S3::Bucket": s3Bucket,
    "AWS::S3::BucketPolicy": s3BucketPolicy,
    "AWS::SecretsManager::Secret": secret,
    "AWS::SQS::Queue": sqsQueue,
    "AWS::SQS::QueuePolicy": sqsQueuePolicy,
  },
  onlyInAws: {
    "AWS::ApiGatewayV2::ApiMapping": "the gateway has one address",
    "AWS::ApiGatewayV2::DomainName": "the gateway has one address",
    "AWS::CDK::Metadata": "usage statistics of CDK",
    "AWS::Budgets::Budget": "nothing is billed here",
    "AWS::CloudFront::CachePolicy": "pages are served by the gateway without a cache",
    "AWS::CloudFront::Distribution": "pages are served by the gateway without a cache",
    "AWS::CloudFront::OriginRequestPolicy": "images are served by storage without a cache",
    "AWS::CloudFront::ResponseHeadersPolicy": "only responses of the edge have these headers",
    "AWS::CloudFront::Function": "pages are served by the gateway without a cache",
    "AWS::CloudWatch::Alarm": "errors are printed in the terminal of the service",
    "AWS::Lambda::Permission": "only local services can invoke functions",
    "AWS::SNS::Topic": "only alarms use it",
    "AWS::SNS::TopicPolicy": "only alarms use it",
  },
};
