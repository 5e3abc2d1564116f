/** The account and region that names and ARNs on this machine carry; no call ever reaches either. */
export const account = "000000000000";
export const region = "ap-southeast-1";

/** The beginning of every ARN of a service. */
export const arnOf = (service: string) => `arn:aws:${service}:${region}:${account}`;
