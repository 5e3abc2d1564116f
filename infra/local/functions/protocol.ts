/** What a worker is started with. */
export type Task = {
  /** The bundle's file. */
  file: string;
  /** The name of the handler it exports. */
  exported: string;
  functionName: string;
  functionArn: string;
  /** Megabytes. */
  memory: number;
};

/** One invocation. The payload travels as JSON, as it does to a function in AWS. */
export type Call = {
  payload: string;
  requestId: string;
  /** Epoch milliseconds. */
  deadline: number;
};

export type Failure = { errorType: string; errorMessage: string; stack?: string | undefined };
export type Answer = { result: string } | Failure;
