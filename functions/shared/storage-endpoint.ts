/** Where S3 is when not on AWS: the variable that the SDKs know. The runtime sets it, not the stack. */
export const storageEndpoint = (): string | undefined => process.env.AWS_ENDPOINT_URL_S3 || undefined;
