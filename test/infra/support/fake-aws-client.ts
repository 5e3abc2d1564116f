type CommandClass = abstract new (...args: never[]) => unknown;
type Handler = (input: never) => unknown;

/** A client of AWS that responds by the class of a command, and fails for other commands. */
export const fakeAwsClient = <Client>(...handlers: [CommandClass, Handler][]): Client => {
  const byCommand = new Map<unknown, Handler>(handlers);
  const send = async (command: { constructor: { name: string }; input: never }) => {
    const handler = byCommand.get(command.constructor);
    if (!handler) throw new Error(`Unexpected ${command.constructor.name}`);
    return handler(command.input);
  };
  return { send } as Client;
};
