/** `Source` of the events on the bus. */
export const eventSource = "dangbo";

/** `DetailType` of the events on the bus; the CloudEvent contains the type of the change. */
export const eventDetailType = "dangbo change";

/** Prefix of a CloudEvent's type: `dangbo.member.created`. https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#type */
export const eventTypePrefix = "dangbo.";
