/** Account and region in names and ARNs of the local stack. */
export const account = "000000000000";
export const region = "ap-southeast-1";

/** The prefix of every ARN of a service. */
export const arnPrefix = (service: string) => `arn:aws:${service}:${region}:${account}`;
