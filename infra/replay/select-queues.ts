/** The id of a dead-letter queue within its name, which CloudFormation extends. */
const dlqPattern = /[A-Z][A-Za-z]*Dlq/;

/**
 * The dead-letter queues whose name contains a text; all for an empty one.
 * @throws Error naming all of them if there is none
 */
export const selectQueues = <Queue>(
  queues: readonly Queue[],
  nameOf: (queue: Queue) => string,
  text: string,
): Queue[] => {
  const deadLetters = queues.filter((queue) => dlqPattern.test(nameOf(queue)));
  const selected = deadLetters.filter((queue) => nameOf(queue).includes(text));
  if (selected.length > 0) return selected;
  const names = deadLetters.map((queue) => dlqPattern.exec(nameOf(queue))?.[0]).sort();
  throw new Error(`No dead-letter queue has "${text}" in its name. There are: ${names.join(", ") || "none"}`);
};
