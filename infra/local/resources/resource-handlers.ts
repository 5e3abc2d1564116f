import type { ResourceHandlers } from "../template/create-stacks.ts";
import { dynamodbTable } from "./dynamodb.ts";
import { lambdaEventSourceMapping } from "./event-source-mapping.ts";
import { httpApi, httpApiAuthorizer, httpApiIntegration, httpApiRoute, httpApiStage } from "./http-api.ts";
import { lambdaEventInvokeConfig, lambdaFunction, logGroup } from "./lambda.ts";
import { eventBus, sqsQueue, sqsQueuePolicy } from "./messaging.ts";
import { s3Bucket, s3BucketPolicy } from "./s3.ts";
import { iamPolicy, iamRole, kmsKey, secret } from "./security.ts";

/** Every kind of resource that may stand in the template. One that is in neither list stops the start with its name. */
export const resourceHandlers: ResourceHandlers = {
  known: {
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
    "AWS::CDK::Metadata": "tells AWS which constructs are used",
    "AWS::Budgets::Budget": "nothing is billed here",
    "AWS::CloudFront::CachePolicy": "pages are read from the gateway itself, without copies on the way",
    "AWS::CloudFront::Distribution": "pages are read from the gateway itself, without copies on the way",
    "AWS::CloudFront::OriginRequestPolicy": "pictures are read from storage itself",
    "AWS::CloudFront::ResponseHeadersPolicy": "what the edge answers by itself is not answered here",
    "AWS::CloudFront::Function": "pages are read from the gateway itself, without copies on the way",
    "AWS::CloudWatch::Alarm": "failures are printed by the terminal that runs the service",
    "AWS::CloudWatch::Dashboard": "there are no metrics here",
    "AWS::Lambda::Permission": "only the gateway, the store and the pumps can call a function here",
    "AWS::SNS::Topic": "only alarms use it",
    "AWS::SNS::TopicPolicy": "only alarms use it",
  },
};
